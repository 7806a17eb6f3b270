package bundle

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"

	"showhow/internal/checkpoint"
	desk "showhow/internal/desk/custody"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Entries tells a workspace's whole trail in its order.
type Entries func(ctx context.Context, workspace string, each func(*trail.Entry) error) error

// Trail is the part with the audit trail: its lines from a day on, by which what isn't in it is proved, and a checkpoint, which sign gives. What is written behind that isn't in it.
func Trail(sign func(ctx context.Context, workspace string) (note []byte, k checkpoint.Key, err error), entries Entries) Part {
	return Part{Evidence: evidenceOfTrail, Files: func(ctx context.Context, a Ask, add func(string, []byte) error) error {
		note, k, err := sign(ctx, a.Workspace.ID)
		if err != nil {
			return err
		}
		point, err := checkpoint.Open(note, k.Public)
		if err != nil {
			return err
		}
		if err := add(checkpointFile, note); err != nil {
			return err
		}
		c := trail.Cut(a.Workspace.ID, func(x *trail.Entry) bool { return !x.At.Before(a.From) })
		return a.stream(trailFile, func(w io.Writer) error {
			return written(w, c, func() error {
				return entries(ctx, a.Workspace.ID, func(x *trail.Entry) error {
					if x.Seq > point.Size {
						return nil
					}
					return c.Entry(x)
				})
			})
		})
	}}
}

// written writes a part as JSON while it is cut, line by line: a trail may have millions. What is known at its end alone stands behind its entries.
func written(to io.Writer, c *trail.Cutter, cut func() error) error {
	w := bufio.NewWriterSize(to, 1<<16)
	between := "{\n \"entries\": [\n  "
	c.Each(func(l *trail.Line) error {
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		w.WriteString(between) // the writer keeps its first error for Flush
		between = ",\n  "
		w.Write(b)
		return nil
	})
	if err := cut(); err != nil {
		return err
	}
	b, err := json.Marshal(c.Part())
	if err != nil {
		return err
	}
	var rest map[string]json.RawMessage
	if err := json.Unmarshal(b, &rest); err != nil {
		return err
	}
	delete(rest, "entries")
	if b, err = json.MarshalIndent(rest, "", " "); err != nil {
		return err
	}
	if between[0] == '{' { // there was none
		w.WriteString("{\n \"entries\": [")
	}
	w.WriteString("\n ],")
	w.Write(b[1:]) // without the brace that is there already
	return w.Flush()
}

// Kept is what is read of who may what, and of what is kept how long.
type Kept interface {
	// Known are a workspace's people, those who were taken out of it, too.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
	Retention(ctx context.Context, workspace string) (custody.Retention, error)
	Holds(ctx context.Context, workspace string) ([]custody.Hold, error)
}

// Custody is the part with who may do what now, and what is kept how long. home says whether a workspace is the server's first.
func Custody(k Kept, home string) Part {
	return Part{Evidence: evidenceOfCustody, Files: func(ctx context.Context, a Ask, add func(string, []byte) error) error {
		people, err := k.Known(ctx, a.Workspace.ID)
		if err != nil {
			return err
		}
		var matrix bytes.Buffer
		if err := desk.WriteMatrix(&matrix, people, a.Workspace.ID == home); err != nil {
			return err
		}
		if err := add("access.csv", matrix.Bytes()); err != nil {
			return err
		}
		rules, err := k.Retention(ctx, a.Workspace.ID)
		if err != nil {
			return err
		}
		holds, err := k.Holds(ctx, a.Workspace.ID)
		if err != nil {
			return err
		}
		b, err := json.MarshalIndent(map[string]any{"retention_days": rules, "holds": append([]custody.Hold{}, holds...)}, "", "  ")
		if err != nil {
			return err
		}
		return add("retention.json", b)
	}}
}
