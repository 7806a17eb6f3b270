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
	for i, n := range runs {
		s.do(func() error { return s.drafted(all[i].name, n) })
	}
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

// drafted waits until a recording is drafted.
func (s *story) drafted(name string, n sop.Run) error {
	stage := ""
	for {
		now, err := s.house.Store().Read().Run(s.ctx, s.ada.Workspace, n.ID)
		if err != nil {
			return err
		}
		if now.Stage != stage && now.Stage != "" {
			stage = now.Stage
			s.says(name + ": " + pipeline.Title(stage))
		}
		switch now.State {
		case sop.RunDone:
			s.says(name + ": drafted")
			return nil
		case sop.RunFailed, sop.RunCancelled:
			return fmt.Errorf("draft %s: %w", name, &sop.Error{Code: sop.Failed, Message: "The sample couldn't be drafted.", Mend: "Try showhow doctor: it says what is missing."})
		}
		select {
		case <-s.ctx.Done():
			return s.ctx.Err()
		case <-time.After(often):
		}
	}
}
