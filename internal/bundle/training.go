package bundle

import (
	"context"
	"encoding/json"
	"time"

	"showhow/internal/sop/training"
)

// trainingFile holds the training records.
const trainingFile = "training.json"

// Learnt gives a workspace's training records in force at a time.
type Learnt func(ctx context.Context, workspace string, on time.Time) ([]training.OnDate, error)

// Trained is what lies in training.json.
type Trained struct {
	On      time.Time         `json:"on"`
	Records []training.OnDate `json:"records"`
}

// Training is the part with who had learnt what by the moment: each with the revision that was in force, whether they were able alone, and what had been signed.
func Training(learnt Learnt) Part {
	return Part{
		Chapter: Chapter{"Training", trainingFile, "who had learnt what by that day: by the revision in force then, with each signature and the digest of the bytes that it is on. That somebody read a revision is their own word, and proves no more; that somebody was able alone was signed by another person"},
		Evidence: []Evidence{
			{"Training: who acknowledged, carried out under supervision, and was able alone, by revision", trainingFile + ", trail/ (training.…)", "6.3 (unverified), 7.2 (unverified)", "CC1.4 (unverified)", "Art. 39 (unverified)", "7.2 (unverified)", trainingFile},
		},
		Files: func(ctx context.Context, a Ask, add func(path string, body []byte) error) error {
			all, err := learnt(ctx, a.Workspace.ID, a.Moment())
			if err != nil {
				return err
			}
			body, err := json.MarshalIndent(Trained{a.Moment(), append([]training.OnDate{}, all...)}, "", "\t")
			if err != nil {
				return err
			}
			return add(trainingFile, append(body, '\n'))
		},
	}
}
