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

// notOfTheDay is what is as it was when the bundle was made.
const notOfTheDay = "What was signed, and the revision in force, are of that day. What people and procedures are called, the class, and what classes ask of who learnt them, by which stage, able_alone and refresh are counted, are as they were when the bundle was made."

// Trained is what lies in training.json.
type Trained struct {
	// Note says what isn't of that day.
	Note    string            `json:"note,omitempty"`
	On      time.Time         `json:"on"`
	Records []training.OnDate `json:"records"`
}

// Training is the part with who had learnt what by the moment: each with the revision that was in force, whether they were able alone, and what had been signed.
func Training(learnt Learnt) Part {
	return Part{
		Chapter: Chapter{"Training", trainingFile, "who had learnt what by that day: by the revision in force then, with each signature and the digest of the bytes that it is on. That somebody read a revision is their own word, and proves no more; that somebody was able alone was signed by another person. What is asked of who learnt, by which that is counted, is as on the day on which this was made"},
		Evidence: []Evidence{
			{"Training: who acknowledged, carried out under supervision, and was able alone, by revision", trainingFile + ", trail/ (training.…)", "6.3 (unverified), 7.2 (unverified)", "CC1.4 (unverified)", "Art. 39 (unverified)", "7.2 (unverified)", trainingFile},
		},
		Files: func(ctx context.Context, a Ask, add func(path string, body []byte) error) error {
			all, err := learnt(ctx, a.Workspace.ID, a.Moment())
			if err != nil {
				return err
			}
			body, err := json.MarshalIndent(Trained{notOfTheDay, a.Moment(), append([]training.OnDate{}, all...)}, "", "\t")
			if err != nil {
				return err
			}
			return add(trainingFile, append(body, '\n'))
		},
	}
}
