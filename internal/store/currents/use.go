package currents

import (
	"context"
	"encoding/json"
	"time"

	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
)

// Used tells, by procedure and revision, which executions for real failed or were made good since a time, and how often readers said that a step is wrong or outdated which nobody has closed.
func (r Rows) Used(ctx context.Context, since time.Time) (all []current.Used, err error) {
	type key struct {
		procedure string
		number    int
	}
	at := map[key]int{}
	of := func(k key) *current.Used {
		i, known := at[k]
		if !known {
			i = len(all)
			at[k] = i
			all = append(all, current.Used{Procedure: k.procedure, Number: k.number})
		}
		return &all[i]
	}
	if err := r.each(ctx, func(s scanner) error {
		var k key
		var id, body string
		if err := s.Scan(&k.procedure, &k.number, &id, &body); err != nil {
			return err
		}
		var x execution.Execution
		if err := json.Unmarshal([]byte(body), &x); err != nil {
			return err
		}
		switch x.Outcome {
		case execution.Failed:
			of(k).Failed = append(of(k).Failed, id)
		case execution.Recovered:
			of(k).Recovered = append(of(k).Recovered, id)
		}
		return nil
	}, "SELECT procedure, number, id, body FROM execution WHERE mode = 'live' AND ended > $1 AND (body LIKE '%\"outcome\":\"failed\"%' OR body LIKE '%\"outcome\":\"recovered\"%') ORDER BY ended, id LIMIT 5000", micros(since)); err != nil {
		return nil, err
	}
	err = r.each(ctx, func(s scanner) error {
		var k key
		var n int
		var last int64
		err := s.Scan(&k.procedure, &k.number, &n, &last)
		of(k).Said, of(k).LastSaid = n, timeOf(last)
		return err
	}, "SELECT procedure, number, COUNT(*), MAX(at) FROM feedback WHERE state = 'open' AND kind IN ('wrong', 'outdated') AND at > $1 GROUP BY procedure, number ORDER BY procedure, number LIMIT 5000", micros(since))
	return all, err
}
