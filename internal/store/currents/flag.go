package currents

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/store/stamp"
)

// SetMentions writes what a procedure's revision in force names, in the place of what was there; number is 0 for no revision, and reader the version of what read it.
func (r Rows) SetMentions(ctx context.Context, p sop.Procedure, read current.Read) error {
	if _, err := r.exec(ctx, "DELETE FROM mention WHERE procedure = $1", p.ID); err != nil {
		return err
	}
	for i, m := range read.All {
		if _, err := r.exec(ctx, "INSERT INTO mention (procedure, ord, workspace, number, kind, name, version, step, at_step) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			p.ID, i, p.Workspace, read.Number, string(m.Kind), m.Name, m.Version, m.Step, m.Number); err != nil {
			return err
		}
	}
	if err := r.setLinks(ctx, p, read); err != nil {
		return err
	}
	_, err := r.exec(ctx, "INSERT INTO mentioned (procedure, workspace, number, reader) VALUES ($1, $2, $3, $4) ON CONFLICT (procedure) DO UPDATE SET number = excluded.number, reader = excluded.reader", p.ID, p.Workspace, read.Number, read.Reader)
	return err
}

// MentionedAs is the revision of which a procedure's mentions are kept; 0 for none.
func (r Rows) MentionedAs(ctx context.Context, procedure string) (number int, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&number) }, "SELECT number FROM mentioned WHERE procedure = $1", procedure)
	return number, err
}

// UnreadMentions are the procedures with a life of which nobody has read what they name, or only an older reader, as workspace and slug; of all workspaces when it's empty.
func (r Rows) UnreadMentions(ctx context.Context, workspace string, reader, limit int) (all [][2]string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var of [2]string
		err := s.Scan(&of[0], &of[1])
		all = append(all, of)
		return err
	}, "SELECT p.workspace, p.slug FROM life l JOIN procedure p ON p.id = l.procedure LEFT JOIN mentioned m ON m.procedure = p.id WHERE (m.procedure IS NULL OR m.reader < $1) AND ($2 = '' OR p.workspace = $2) LIMIT $3", reader, workspace, limit)
	return all, err
}

const placeColumns = "SELECT procedure, number, kind, name, version, step, at_step FROM mention WHERE "

func (r Rows) places(ctx context.Context, where string, args ...any) (all []current.Place, err error) {
	err = r.each(ctx, func(s scanner) error {
		var p current.Place
		err := s.Scan(&p.Procedure, &p.Revision, &p.Kind, &p.Name, &p.Version, &p.Step, &p.Number)
		all = append(all, p)
		return err
	}, placeColumns+where, args...)
	return all, err
}

// Mentions are what procedures in force name of a kind.
func (r Rows) Mentions(ctx context.Context, workspace string, kind current.Kind) ([]current.Place, error) {
	return r.places(ctx, "workspace = $1 AND kind = $2 ORDER BY procedure, ord", workspace, string(kind))
}

// MentionsOf are what a procedure's revision in force names.
func (r Rows) MentionsOf(ctx context.Context, procedure string) ([]current.Place, error) {
	return r.places(ctx, "procedure = $1 ORDER BY ord", procedure)
}

// NamesOf are the things of a kind that are named most often, with how many procedures name each.
func (r Rows) NamesOf(ctx context.Context, workspace string, kind current.Kind) (all []current.Named, err error) {
	err = r.each(ctx, func(s scanner) error {
		var n current.Named
		err := s.Scan(&n.Name, &n.Procedures)
		all = append(all, n)
		return err
	}, "SELECT name, COUNT(DISTINCT procedure) FROM mention WHERE workspace = $1 AND kind = $2 GROUP BY name ORDER BY 2 DESC, name LIMIT 100", workspace, string(kind))
	return all, err
}

// AddFlag writes a flag down.
func (r Rows) AddFlag(ctx context.Context, f current.Flag) error {
	body, err := json.Marshal(f)
	if err == nil {
		_, err = r.exec(ctx, "INSERT INTO flag (id, workspace, procedure, reason, at, cleared, body) VALUES ($1, $2, $3, $4, $5, $6, $7)", f.ID, f.Workspace, f.Procedure, string(f.Reason), stamp.Micros(f.At), stamp.Micros(f.Cleared), string(body))
	}
	return err
}

// SaveFlag writes what became of one.
func (r Rows) SaveFlag(ctx context.Context, f current.Flag) error {
	body, err := json.Marshal(f)
	if err == nil {
		_, err = r.exec(ctx, "UPDATE flag SET cleared = $1, body = $2 WHERE id = $3", stamp.Micros(f.Cleared), string(body), f.ID)
	}
	return err
}

func (r Rows) flags(ctx context.Context, where string, args ...any) (all []current.Flag, err error) {
	err = r.each(ctx, func(s scanner) error {
		var f current.Flag
		var workspace, procedure, body string
		if err := s.Scan(&workspace, &procedure, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return fmt.Errorf("read a flag: %w", err)
		}
		f.Workspace, f.Procedure = workspace, procedure
		all = append(all, f)
		return nil
	}, "SELECT workspace, procedure, body FROM flag WHERE "+where, args...)
	return all, err
}

// Flags are a procedure's that hold, the newest first; none while it is retired.
func (r Rows) Flags(ctx context.Context, procedure string) ([]current.Flag, error) {
	return r.flags(ctx, "procedure = $1 AND cleared = 0 AND NOT EXISTS (SELECT 1 FROM procedure p WHERE p.id = $1 AND p.state = 'retired') ORDER BY at DESC, id LIMIT 100", procedure)
}

// PastFlags are a procedure's that hold no more, the newest first.
func (r Rows) PastFlags(ctx context.Context, procedure string) ([]current.Flag, error) {
	return r.flags(ctx, "procedure = $1 AND cleared > 0 ORDER BY at DESC, id LIMIT 50", procedure)
}

// FlagsOn are those that hold on an account's procedures, by owner or deputy, the newest first.
func (r Rows) FlagsOn(ctx context.Context, workspace, account string) ([]current.Flag, error) {
	return r.flags(ctx, "workspace = $1 AND cleared = 0 AND procedure IN ("+mine+") AND procedure NOT IN ("+ended+") ORDER BY at DESC, id LIMIT 500", workspace, account)
}

// Flag gives one; sop.NotFound when the workspace has none of that id.
func (r Rows) Flag(ctx context.Context, workspace, id string) (f current.Flag, err error) {
	all, err := r.flags(ctx, "workspace = $1 AND id = $2", workspace, id)
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such flag."}
	}
	if err != nil {
		return f, err
	}
	return all[0], nil
}

// Report gives what came of a change that was told; ok is false when nobody told it.
func (r Rows) Report(ctx context.Context, workspace, id string) (x current.Report, ok bool, err error) {
	err = r.each(ctx, func(s scanner) error {
		var body string
		if err := s.Scan(&body); err != nil {
			return err
		}
		ok = true
		return json.Unmarshal([]byte(body), &x)
	}, "SELECT body FROM change_report WHERE workspace = $1 AND id = $2", workspace, id)
	return x, ok, err
}

// AddReport writes what came of a change.
func (r Rows) AddReport(ctx context.Context, workspace string, x current.Report) error {
	body, err := json.Marshal(x)
	if err == nil {
		_, err = r.exec(ctx, "INSERT INTO change_report (workspace, id, at, body) VALUES ($1, $2, $3, $4)", workspace, x.Change.ID, stamp.Micros(x.Change.At), string(body))
	}
	return err
}
