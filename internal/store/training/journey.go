package training

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/training"
)

// HoldJourney gives an onboarding path, and nobody else may change it, or who is on it, until the end of the transaction.
func (r Rows) HoldJourney(ctx context.Context, workspace, id string) (training.Journey, error) {
	if _, err := r.q.ExecContext(ctx, "UPDATE journey SET ended = ended WHERE workspace = $1 AND id = $2", workspace, id); err != nil {
		return training.Journey{}, fmt.Errorf("hold a path: %w", err)
	}
	return r.Journey(ctx, workspace, id)
}

// Journey gives a path; an error with code sop.NotFound when the workspace has none of that id.
func (r Rows) Journey(ctx context.Context, workspace, id string) (j training.Journey, err error) {
	all, err := r.journeys(ctx, "workspace = $1 AND id = $2", workspace, id)
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such path.", Mend: "Look for it among the onboarding paths."}
	}
	if err != nil {
		return j, err
	}
	return all[0], nil
}

// Journeys are a workspace's paths, by their names; those that have ended, too.
func (r Rows) Journeys(ctx context.Context, workspace string) ([]training.Journey, error) {
	return r.journeys(ctx, "workspace = $1", workspace)
}

func (r Rows) journeys(ctx context.Context, which string, args ...any) (all []training.Journey, err error) {
	err = r.each(ctx, func(s scanner) error {
		var x training.Journey
		var body string
		if err := s.Scan(&x.Workspace, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, body FROM journey WHERE "+which+" ORDER BY id", args...)
	slices.SortStableFunc(all, func(a, b training.Journey) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// SaveJourney writes one.
func (r Rows) SaveJourney(ctx context.Context, x training.Journey) error {
	return r.write(ctx, "INSERT INTO journey (id, workspace, ended, body) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, body = excluded.body", x.ID, x.Workspace, bit(x.Ended != nil), x)
}

// Trips are who is on paths, by when they were put on: of a path, of a person, or all of a workspace. Those who were taken off are among them when they are asked for.
func (r Rows) Trips(ctx context.Context, q training.Question) (all []training.Trip, err error) {
	more := " AND ended = 0"
	if q.Ended {
		more = ""
	}
	q.Procedure, q.Procedures = "", nil
	cond, args := where(q, more)
	return r.trips(ctx, cond, args...)
}

func (r Rows) trips(ctx context.Context, cond string, args ...any) (all []training.Trip, err error) {
	err = r.each(ctx, func(s scanner) error {
		var x training.Trip
		var body string
		if err := s.Scan(&x.Workspace, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, body FROM trip WHERE "+cond+" ORDER BY id", args...)
	slices.SortStableFunc(all, func(a, b training.Trip) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
	return all, err
}

// SaveTrip writes one.
func (r Rows) SaveTrip(ctx context.Context, x training.Trip) error {
	return r.write(ctx, "INSERT INTO trip (id, workspace, journey, account, ended, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, body = excluded.body",
		x.ID, x.Workspace, x.Journey, x.Account, bit(x.Ended != nil), x)
}
