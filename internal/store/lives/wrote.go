package lives

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/thread"
	"showhow/internal/sop/trail"
	"showhow/internal/store/stamp"
)

// Wrote tells who wrote in a procedure, by the trail: who changed or restored its words, made or brought pictures, named its revisions; whose it was; and whose
// suggestions were accepted.
func (r Rows) Wrote(ctx context.Context, p sop.Procedure) ([]life.Wrote, error) {
	lines, err := r.lines(ctx, p)
	if err != nil {
		return nil, err
	}
	suggested, err := r.suggested(ctx, p)
	if err != nil {
		return nil, err
	}
	again, err := r.recorded(ctx, p)
	return slices.Concat(lines, suggested, again), err
}

// recorded tells who wrote what was taken into a procedure from new recordings: whoever recorded, whose it was, and who wrote in the draft; at the time at which it was taken in.
func (r Rows) recorded(ctx context.Context, p sop.Procedure) (all []life.Wrote, err error) {
	type draft struct {
		id, owner string
		at        int64
	}
	var drafts []draft
	found, err := r.q.QueryContext(ctx, "SELECT t.draft, d.owner, t.at FROM retake t JOIN procedure d ON d.id = t.draft WHERE t.procedure = $1 ORDER BY t.at, t.draft", p.ID)
	if err != nil {
		return nil, fmt.Errorf("read who recorded again: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var d draft
		if err := found.Scan(&d.id, &d.owner, &d.at); err != nil {
			return nil, fmt.Errorf("read who recorded again: %w", err)
		}
		drafts = append(drafts, d)
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, err
	}
	for _, d := range drafts {
		of := sop.Procedure{ID: d.id, Workspace: p.Workspace}
		lines, err := r.lines(ctx, of)
		if err != nil {
			return nil, err
		}
		suggested, err := r.suggested(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, w := range slices.Concat([]life.Wrote{{Account: d.owner}}, lines, suggested) {
			all = append(all, life.Wrote{Account: w.Account, Verb: "procedure.recorded_again", At: stamp.Time(d.at)})
		}
	}
	return all, nil
}

func (r Rows) lines(ctx context.Context, p sop.Procedure) (all []life.Wrote, err error) {
	found, err := r.q.QueryContext(ctx, `SELECT actor, verb, proof, CASE WHEN verb = 'procedure.handed_over' THEN detail ELSE '' END AS told, MAX(at) FROM event WHERE workspace = $1 AND target = $2
		AND verb IN ('procedure.changed', 'procedure.recorded_again', 'procedure.restored', 'procedure.handed_over', 'revision.named', 'picture.made', 'picture.brought') GROUP BY actor, verb, proof, told ORDER BY actor, verb, proof, told`, p.Workspace, p.ID)
	if err != nil {
		return nil, fmt.Errorf("read who wrote: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var w life.Wrote
		var proof, told string
		var at int64
		if err := found.Scan(&w.Account, &w.Verb, &proof, &told, &at); err != nil {
			return nil, fmt.Errorf("read who wrote: %w", err)
		}
		w.At = stamp.Time(at)
		switch w.Verb {
		case "revision.named":
			w.Number, _ = strconv.Atoi(trail.Proven(proof, "number")) // 0 of before lines vouched
		case "procedure.handed_over":
			was, _, ok := strings.Cut(strings.TrimPrefix(told, "from "), " to ")
			if w.Account = was; !ok {
				continue // its text was erased
			}
		}
		all = append(all, w)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// suggested tells whose suggestions were accepted: by the trail, so that opening one again doesn't undo it, or by a hand that said they were put in. A line whose text was
// erased may be of any.
func (r Rows) suggested(ctx context.Context, p sop.Procedure) (all []life.Wrote, err error) {
	found, err := r.q.QueryContext(ctx, `SELECT t.body, COALESCE(e.at, 0) FROM thread t LEFT JOIN event e ON e.workspace = t.workspace AND e.target = t.procedure AND e.verb = 'thread.accepted'
		AND (e.detail = '' OR substr(e.detail || ' ', 1, length(t.id) + 12) = 'suggestion ' || t.id || ' ') WHERE t.procedure = $1 ORDER BY t.id, e.at`, p.ID)
	if err != nil {
		return nil, fmt.Errorf("read who suggested: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		var at int64
		var t thread.Thread
		err := found.Scan(&body, &at)
		if err == nil {
			err = json.Unmarshal([]byte(body), &t)
		}
		if err != nil {
			return nil, fmt.Errorf("read who suggested: %w", err)
		}
		if t.Kind != thread.Suggestion {
			continue
		}
		w := life.Wrote{Account: t.By, Verb: "thread.accepted", At: stamp.Time(at)}
		if done := t.Resolution; done != nil && done.How == thread.Mended && done.At.After(w.At) {
			w.At = done.At
		}
		if !w.At.IsZero() {
			all = append(all, w)
		}
	}
	return all, errors.Join(found.Err(), found.Close())
}
