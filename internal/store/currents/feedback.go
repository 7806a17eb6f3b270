package currents

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
	"showhow/internal/store/stamp"
)

const feedbackColumns = "id, workspace, procedure, number, step, digest, title, kind, words, author, source, ref, at, state, how, note, closer, closed, thread, arrived"

func scanFeedback(s scanner) (f feedback.Feedback, err error) {
	var at, closed, arrived int64
	err = s.Scan(&f.ID, &f.Workspace, &f.Procedure, &f.Number, &f.Step, &f.Digest, &f.Title, &f.Kind, &f.Words, &f.By, &f.Source, &f.Ref, &at, &f.State, &f.How, &f.Note, &f.ClosedBy, &closed, &f.Thread, &arrived)
	f.At, f.ClosedAt, f.Arrived = stamp.Time(at), stamp.Time(closed), stamp.Time(arrived)
	return f, err
}

// AddFeedback writes some down; link is the hash of the address by which its author looks at it again, empty for none.
func (r Rows) AddFeedback(ctx context.Context, f feedback.Feedback, link string) error {
	_, err := r.exec(ctx, "INSERT INTO feedback ("+feedbackColumns+", link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '', 0, '', $15, $16)",
		f.ID, f.Workspace, f.Procedure, f.Number, f.Step, f.Digest, f.Title, string(f.Kind), f.Words, f.By, f.Source, f.Ref, stamp.Micros(f.At), string(f.State), stamp.Micros(f.Arrived), link)
	return err
}

// CloseFeedback writes what became of some; ok is false when somebody closed it before.
func (r Rows) CloseFeedback(ctx context.Context, f feedback.Feedback) (ok bool, err error) {
	n, err := r.exec(ctx, "UPDATE feedback SET state = $1, how = $2, note = $3, closer = $4, closed = $5, thread = $6 WHERE id = $7 AND workspace = $8 AND state <> 'closed'",
		string(feedback.Closed), string(f.How), f.Note, f.ClosedBy, stamp.Micros(f.ClosedAt), f.Thread, f.ID, f.Workspace)
	return n == 1, err
}

// AddFeedbackAnswer writes an answer down.
func (r Rows) AddFeedbackAnswer(ctx context.Context, of string, a feedback.Answer) error {
	_, err := r.exec(ctx, "INSERT INTO feedback_answer (id, feedback, author, at, words) VALUES ($1, $2, $3, $4, $5)", a.ID, of, a.By, stamp.Micros(a.At), a.Words)
	return err
}

func noFeedback() error {
	return &sop.Error{Code: sop.NotFound, Message: "There is no such feedback.", Mend: "Look for it in the list of feedback."}
}

// Feedback gives one with its answers; sop.NotFound when the workspace has none of that id.
func (r Rows) Feedback(ctx context.Context, workspace, id string) (feedback.Feedback, error) {
	return r.oneFeedback(ctx, "workspace = $1 AND id = $2", workspace, id)
}

// FeedbackByLink gives the one that is looked at by an address, by its hash, whichever workspace it is of; none of an archived one.
func (r Rows) FeedbackByLink(ctx context.Context, hash string) (feedback.Feedback, error) {
	if hash == "" {
		return feedback.Feedback{}, noFeedback()
	}
	return r.oneFeedback(ctx, "link = $1 AND workspace IN (SELECT id FROM workspace WHERE archived = 0)", hash)
}

func (r Rows) oneFeedback(ctx context.Context, where string, args ...any) (f feedback.Feedback, err error) {
	all, err := r.feedback(ctx, where, args...)
	if err == nil && len(all) == 0 {
		err = noFeedback()
	}
	if err != nil {
		return f, err
	}
	return all[0], nil
}

// feedback reads some, each with its answers.
func (r Rows) feedback(ctx context.Context, where string, args ...any) (all []feedback.Feedback, err error) {
	if err := r.each(ctx, func(s scanner) error {
		f, err := scanFeedback(s)
		all = append(all, f)
		return err
	}, "SELECT "+feedbackColumns+" FROM feedback WHERE "+where, args...); err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, f := range all {
		at[f.ID] = i
	}
	if len(all) == 0 {
		return nil, nil
	}
	err = r.each(ctx, func(s scanner) error {
		var a feedback.Answer
		var of string
		var us int64
		if err := s.Scan(&of, &a.ID, &a.By, &us, &a.Words); err != nil {
			return err
		}
		a.At = stamp.Time(us)
		if i, ok := at[of]; ok {
			all[i].Answers.Answers = append(all[i].Answers.Answers, a)
		}
		return nil
	}, "SELECT feedback, id, author, at, words FROM feedback_answer WHERE feedback IN (SELECT id FROM feedback WHERE "+where+") ORDER BY at, id", args...)
	return all, err
}

// AllFeedback answers a question, the newest first. What is open of all procedures waits for somebody: what is retired isn't among it.
func (r Rows) AllFeedback(ctx context.Context, q feedback.Query) ([]feedback.Feedback, error) {
	where, args := "workspace = $1", []any{q.Workspace}
	and := func(clause string, arg any, set bool) {
		if set {
			args = append(args, arg)
			where += fmt.Sprintf(" AND "+clause, len(args))
		}
	}
	and("procedure = $%d", q.Procedure, q.Procedure != "")
	and("author = $%d", q.By, q.By != "")
	and("procedure IN (SELECT id FROM procedure WHERE owner = $%d)", q.Owner, q.Owner != "")
	and("state = $%d", string(q.State), q.State != "")
	if q.State == feedback.Open && q.Procedure == "" { // what waits
		where += " AND procedure NOT IN (" + ended + ")"
	}
	and("kind = $%d", string(q.Kind), q.Kind != "")
	and("at >= $%d", stamp.Micros(q.Since), !q.Since.IsZero())
	args = append(args, q.Limit)
	return r.feedback(ctx, where+fmt.Sprintf(" ORDER BY at DESC, id LIMIT $%d", len(args)), args...)
}

// FeedbackCounts counts what was said of a procedure's steps since a time (zero for ever), by step, revision and kind.
func (r Rows) FeedbackCounts(ctx context.Context, procedure string, since time.Time) (all []feedback.Tally, err error) {
	err = r.each(ctx, func(s scanner) error {
		var t feedback.Tally
		err := s.Scan(&t.Step, &t.Number, &t.Kind, &t.N, &t.Open)
		all = append(all, t)
		return err
	}, "SELECT step, number, kind, COUNT(*), SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) FROM feedback WHERE procedure = $1 AND at >= $2 GROUP BY step, number, kind ORDER BY step, number, kind", procedure, stamp.Micros(since))
	return all, err
}

// OpenFeedback counts what nobody has closed of procedures, by their ids: those whose owner, or whose owner's deputy, an account is.
func (r Rows) OpenFeedback(ctx context.Context, workspace, account string) (map[string]int, error) {
	all := map[string]int{}
	err := r.each(ctx, func(s scanner) error {
		var id string
		var n int
		err := s.Scan(&id, &n)
		all[id] = n
		return err
	}, "SELECT procedure, COUNT(*) FROM feedback WHERE workspace = $1 AND state = 'open' AND procedure IN ("+mine+") AND procedure NOT IN ("+ended+") GROUP BY procedure", workspace, account)
	return all, err
}

// GuestFeedback counts what people without an account said that nobody has closed.
func (r Rows) GuestFeedback(ctx context.Context, workspace string) (n int, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&n) }, "SELECT COUNT(*) FROM feedback WHERE workspace = $1 AND state = 'open' AND source = 'share'", workspace)
	return n, err
}

// FeedbackSetting is what a workspace allows; nothing when it has said nothing.
func (r Rows) FeedbackSetting(ctx context.Context, workspace string) (x feedback.Setting, err error) {
	err = r.each(ctx, func(s scanner) error {
		var body string
		if err := s.Scan(&body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &x)
	}, "SELECT body FROM feedback_setting WHERE workspace = $1", workspace)
	return x, err
}

// SetFeedbackSetting writes it.
func (r Rows) SetFeedbackSetting(ctx context.Context, workspace string, x feedback.Setting) error {
	body, err := json.Marshal(x)
	if err == nil {
		_, err = r.exec(ctx, "INSERT INTO feedback_setting (workspace, body) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET body = excluded.body", workspace, string(body))
	}
	return err
}
