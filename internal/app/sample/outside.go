package sample

import (
	"fmt"
	"time"

	figures "showhow/internal/app/measure"
	measure "showhow/internal/desk/figure"
	"showhow/internal/sop/figure"
	"showhow/internal/stage/redact"
)

// told is one measure of something, as a tool outside knows it: the times that it took, the newest first.
type told struct {
	slug, process string
	// id begins the ids, which say that they are the sample's.
	id      string
	measure figure.Measure
	// since and apart are how many days before today the newest was, and how many lie between two.
	since, apart int
	minutes      []int
	use          figure.Use
	units        []string
	// usual is what it was of, and seldom what every fourth time.
	usual, seldom string
}

// tells takes in what tools outside know.
func (s *story) tells(all ...told) {
	b := measure.Batch{}
	for _, of := range all {
		for i, x := range of.minutes {
			cause := of.usual
			if i%4 == 3 {
				cause = of.seldom
			}
			b.Rows = append(b.Rows, measure.Row{Line: len(b.Rows) + 1, Slug: of.slug, Named: of.process, Observation: figure.Observation{ID: fmt.Sprintf("sample-%s-%d", of.id, len(of.minutes)-i), Measure: of.measure,
				At: s.clock.day(of.since + of.apart*i).Add(time.Duration(5+of.apart*i*7%9) * time.Hour), Took: time.Duration(x) * time.Minute, Use: of.use, Unit: of.units[i%len(of.units)], Cause: cause}})
		}
	}
	s.do(func() error {
		looker := figures.Of(s.house.Store(), redact.Text, s.clock.Now)
		got, err := looker.Desk.Import(s.ctx, s.ada, b)
		if err == nil && !got.Kept {
			err = fmt.Errorf("the sample's observations aren't taken: %v", got.Problems)
		}
		return err
	})
}

// incidents is what the tool for incidents knows of the months before: of a process that has no SOP yet, and of one whose SOP came into force since.
func (s *story) incidents() {
	s.tells(
		told{process: "Restore the orders database from a backup", id: "restore", measure: figure.Recovery, since: 80, apart: 19, minutes: []int{25, 180, 47, 62, 95, 33, 240, 71, 54, 128, 39, 310, 83, 66}, units: []string{"checkout", "orders"}, usual: "a disk", seldom: "deployment"},
		told{process: "Release the checkout API", id: "incident", measure: figure.Recovery, since: 87, apart: 13, minutes: []int{18, 42, 27, 96, 34, 58, 21, 145, 38, 29, 73}, units: []string{"checkout", "orders"}, usual: "deployment", seldom: "the network"},
	)
}

// leads is what the pipeline knows of releases: how long they took from the commit to production, of a team that uses the SOP, and of one that doesn't yet. It is
// made up, and both their ids and a note on the page of figures say so.
func (s *story) leads() {
	checkout, payments := []string{"checkout"}, []string{"payments"}
	s.tells(
		told{slug: release, id: "lead-with", measure: figure.Lead, since: 3, apart: 3, use: figure.Followed, units: checkout, minutes: []int{265, 365, 205, 430, 310, 245, 690, 285, 335, 225, 460, 390, 275, 320, 210, 640, 300, 505}},
		told{slug: release, id: "lead-without", measure: figure.Lead, since: 4, apart: 3, use: figure.Unused, units: payments, minutes: []int{520, 610, 395, 880, 470, 730, 560, 1240, 430, 640, 505, 780, 590, 450, 960, 540}},
		told{slug: release, id: "lead-before-checkout", measure: figure.Lead, since: 66, apart: 4, use: figure.Unused, units: checkout, minutes: []int{610, 430, 780, 520, 940, 480, 660, 570, 390, 820, 545, 700}},
		told{slug: release, id: "lead-before-payments", measure: figure.Lead, since: 67, apart: 4, use: figure.Unused, units: payments, minutes: []int{560, 640, 450, 910, 500, 690, 580, 1100, 470, 620, 530, 760}},
	)
	s.do(func() error {
		looker := figures.Of(s.house.Store(), redact.Text, s.clock.Now)
		_, err := looker.Desk.Note(s.ctx, s.ada, release, figure.Note{At: s.clock.day(28), Text: "This is sample data: what was told from outside, and the executions, are made up."})
		return err
	})
}
