package sample

import (
	"bytes"
	"fmt"
	"time"

	"showhow"
	"showhow/internal/app/workspace"
	"showhow/internal/desk"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
)

// The slugs of the sample's procedures, as their drafts' titles make them.
const (
	release   = "release-the-checkout-api-to-production"
	migration = "migrate-the-schema-of-the-orders-database"
	replicas  = "raise-the-replicas"
)

// recording is one that somebody brings.
type recording struct {
	name, template, title string
	bytes                 []byte
	said                  []byte
	by                    *desk.Actor
}

// draft has the recordings drafted, by the stages that draft any.
func (s *story) draft() {
	all := []recording{
		{"release.mp4", "deployment", "", showhow.Sample, showhow.SampleNarration, &s.ada},
		{"migration.mp4", "database-migration", "", showhow.SampleMigration, showhow.SampleMigrationNarration, &s.ada},
		{"replicas.cast", "generic", "Raise the replicas", showhow.SampleEdit, nil, &s.sam},
	}
	s.do(func() error { return s.house.Start(s.ctx) })
	if s.err != nil {
		return
	}
	var runs []sop.Run
	for _, r := range all {
		s.do(func() error {
			n, err := s.bring(r)
			runs = append(runs, n)
			return err
		})
	}
	s.do(func() error { return s.drafted(all, runs) })
	if err := s.house.Stop(); s.err == nil {
		s.err = err
	}
}

func (s *story) bring(r recording) (sop.Run, error) {
	wish := sop.Wish{Template: r.template, Title: r.title}
	if r.said != nil {
		id, err := s.house.Subtitles(s.ctx, *r.by, workspace.File{Name: r.name + ".vtt", Bytes: bytes.NewReader(r.said)})
		if err != nil {
			return sop.Run{}, err
		}
		wish.Subtitles, wish.SubtitlesName = desk.SubtitlesKey(id), r.name+".vtt"
	}
	return s.house.Receive(s.ctx, *r.by, workspace.File{Name: r.name, Bytes: bytes.NewReader(r.bytes), Wish: wish})
}

// often is how often it is looked whether a draft is done.
const often = 200 * time.Millisecond

// drafted waits until all recordings are drafted, and tells of each what is done with it.
func (s *story) drafted(all []recording, runs []sop.Run) error {
	stages, done := make([]string, len(runs)), 0
	for {
		for i, n := range runs {
			if n.State == sop.RunDone {
				continue
			}
			now, err := s.house.Store().Read().Run(s.ctx, s.ada.Workspace, n.ID)
			if err != nil {
				return err
			}
			if now.Stage != stages[i] && now.Stage != "" && now.State != sop.RunDone {
				stages[i] = now.Stage
				s.says(all[i].name + ": " + pipeline.Title(now.Stage))
			}
			switch runs[i] = now; now.State {
			case sop.RunDone:
				done++
				s.says(fmt.Sprintf("%s: drafted, %d of %d", all[i].name, done, len(runs)))
			case sop.RunFailed, sop.RunCancelled:
				return fmt.Errorf("draft %s: %w", all[i].name, &sop.Error{Code: sop.Failed, Message: "The sample couldn't be drafted.", Mend: "Try showhow doctor: it says what is missing."})
			}
		}
		if done == len(runs) {
			return nil
		}
		select {
		case <-s.ctx.Done():
			return s.ctx.Err()
		case <-time.After(often):
		}
	}
}
