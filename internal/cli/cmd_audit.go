package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/trail"
)

type audit struct {
	Verify     auditVerify     `cmd:"" help:"Check that no line of the audit trail was changed, dropped, put in or moved."`
	Checkpoint auditCheckpoint `cmd:"" help:"Sign what the audit trail is now, to be kept elsewhere."`
	Export     auditExport     `cmd:"" help:"Write the audit trail to a file, line by line, with its hashes."`
}

type auditVerify struct {
	Checkpoint []string `help:"A checkpoint that was kept; may be repeated." placeholder:"FILE"`
	Key        []string `help:"Public key of another server that signed a checkpoint; may be repeated." placeholder:"KEY"`
	JSON       bool     `name:"json" help:"Print JSON."`
	inside
}

// Help shows it in use.
func (auditVerify) Help() string {
	return "Reads every line of the trails of all workspaces, or of one, and names each that isn't what it was. Whoever rules the database could write a whole trail anew that fits together: only a checkpoint that was kept where they can't reach it tells that. Exits with 10 when something is wrong.\n\n" + examples(
		`showhow audit verify`, `showhow audit verify --checkpoint /mnt/safe/2026-11.txt --json`)
}

func (c auditVerify) Run(ctx context.Context, f *face) error {
	var signed [][]byte
	for _, path := range c.Checkpoint {
		b, err := os.ReadFile(path)
		if err != nil {
			return &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("The checkpoint %s can't be read.", path), Mend: "Check the file's name.", Cause: err}
		}
		signed = append(signed, b)
	}
	a, err := c.app(f)
	if err != nil {
		return err
	}
	w, err := a.Room(ctx)
	if err != nil {
		return err
	}
	all, err := w.Verify(ctx, c.Workspace != "", signed, c.Key...)
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(f.Out)
		e.SetIndent("", "  ")
		if err := e.Encode(map[string]any{"trails": all}); err != nil {
			return err
		}
	}
	wrong := false
	for _, v := range all {
		wrong = wrong || !v.Whole()
		if !c.JSON {
			tellTrail(f.Out, v.Slug, v.Verdict)
		}
	}
	if wrong {
		return &sop.Error{Code: sop.Tampered, Message: "The audit trail isn't what it was.", Mend: "Keep the database as it is, compare it with a backup from before, and find out who could write to it."}
	}
	return nil
}

// tellTrail prints what a check came to.
func tellTrail(w io.Writer, slug string, v trail.Verdict) {
	if slug == "" {
		slug = v.Workspace
	}
	if v.Whole() {
		fmt.Fprintf(w, "%s: whole, %d entries, root %s\n", slug, v.Size, v.Root)
		if v.Before > 0 {
			fmt.Fprintf(w, "  The first %d were there before the trail was chained: that nobody changed them before that day isn't known.\n", v.Before)
		}
		if v.Blank > 0 {
			fmt.Fprintf(w, "  Of %d the details were taken away, as entries say.\n", v.Blank)
		}
		return
	}
	fmt.Fprintf(w, "%s: NOT whole, %d entries\n", slug, v.Size)
	for _, x := range v.Faults {
		fmt.Fprintf(w, "  %s\n", x.Text)
	}
	if v.More > 0 {
		fmt.Fprintf(w, "  and %d faults more\n", v.More)
	}
}

type auditCheckpoint struct {
	Out string `short:"o" help:"File to write (default: the standard output)." placeholder:"FILE"`
	inside
}

// Help shows it in use.
func (auditCheckpoint) Help() string {
	return "The checkpoint is a few lines of text: how many entries there are, a hash of all of them, and a signature. Keep it where nobody who rules the database can change it, such as a mailbox of the auditors or a printed page. The public key is printed beside it; it stands in the trail, too.\n\n" + examples(
		`showhow audit checkpoint -o 2026-11.txt`)
}

func (c auditCheckpoint) Run(ctx context.Context, f *face) error {
	a, err := c.app(f)
	if err != nil {
		return err
	}
	w, err := a.Room(ctx)
	if err != nil {
		return err
	}
	signed, key, err := w.Checkpoint(ctx, w.Room().ID)
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	fmt.Fprintln(f.Err, "Signed by", key.Public)
	return written(f, c.Out, func(out io.Writer) error { _, err := out.Write(signed); return err })
}

// written writes a file that must not be there, or to the standard output when it has no name.
func written(f *face, path string, write func(io.Writer) error) error {
	if path == "" {
		return write(f.Out)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return &sop.Error{Code: sop.Exists, Message: path + " is there already.", Mend: "Name another file."}
	}
	if err != nil {
		return &sop.Error{Code: sop.Failed, Message: path + " can't be written.", Mend: "Check the folder's name.", Cause: err}
	}
	b := bufio.NewWriter(file)
	if err := errors.Join(write(b), b.Flush(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path)) // half a file is none
	}
	return nil
}

type auditExport struct {
	Out string `short:"o" help:"File to write (default: the standard output)." placeholder:"FILE"`
	inside
}

// Help shows it in use.
func (auditExport) Help() string {
	return "One JSON object a line, in the order of the chain. docs/audit.md tells how the hashes are made, so that others can check them without Showhow.\n\n" + examples(
		`showhow audit export -o trail.jsonl`, `showhow audit export | jq -r 'select(.verb == "review.approved") | .at'`)
}

// line is an entry of the trail as it is exported.
type line struct {
	Seq       int64     `json:"seq"`
	Workspace string    `json:"workspace"`
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Micros    int64     `json:"at_us"`
	Actor     string    `json:"actor"`
	Verb      string    `json:"verb"`
	Target    string    `json:"target,omitempty"`
	Detail    string    `json:"detail,omitempty"`
	Proof     string    `json:"proof,omitempty"`
	Salt      string    `json:"salt,omitempty"`
	Seal      string    `json:"seal"`
	Leaf      string    `json:"leaf"`
	Link      string    `json:"link"`
}

func (c auditExport) Run(ctx context.Context, f *face) error {
	a, err := c.app(f)
	if err != nil {
		return err
	}
	w, err := a.Room(ctx)
	if err != nil {
		return err
	}
	err = written(f, c.Out, func(out io.Writer) error {
		e := json.NewEncoder(out)
		return w.Entries(ctx, w.Room().ID, func(x *trail.Entry) error {
			return e.Encode(line{x.Seq, x.Workspace, x.ID, x.At, x.At.UnixMicro(), x.Actor, x.Verb, x.Target, x.Detail, x.Proof, x.Salt, x.Seal.String(), x.Leaf.String(), x.Link.String()})
		})
	})
	return errors.Join(err, w.Close())
}
