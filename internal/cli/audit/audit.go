// Package audit is the command line of the audit trail.
package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
	"showhow/internal/shown"
	"showhow/internal/sop"
	"showhow/internal/sop/trail"
)

// Commands are the commands.
type Commands struct {
	Verify     auditVerify     `cmd:"" help:"Check that no line of the audit trail was changed, dropped, put in or moved."`
	Checkpoint auditCheckpoint `cmd:"" help:"Sign what the audit trail is now, to be kept elsewhere."`
	Export     auditExport     `cmd:"" help:"Write the audit trail to a file, line by line, with its hashes."`
	Bundle     auditBundle     `cmd:"" help:"Write what an auditor needs to one file: the procedures in force on a day, their approvals, the trail, who may do what."`
}

type auditVerify struct {
	Bundle     string   `arg:"" optional:"" help:"An auditor's bundle to be checked instead (needs no workspace)."`
	Checkpoint []string `help:"A checkpoint that was kept; may be repeated." placeholder:"FILE"`
	Key        []string `help:"Public key of another server that signed a checkpoint; may be repeated." placeholder:"KEY"`
	JSON       bool     `name:"json" help:"Print JSON."`
	inside.Room
}

// Help shows it in use.
func (auditVerify) Help() string {
	return "Reads every line of the trails of all workspaces, or of one, and names each that isn't what it was; and compares what became of procedures (states, decisions, waivers, looks), who learnt what, and what was done in executions, with it. Whoever rules the database could write a whole trail anew that fits together: only a checkpoint that was kept where they can't reach it tells that. Of a bundle it is looked whether each file of its signed manifest is there as it was, by its name and digest, whatever program packed it; what lies beside those is named as extra; and decisions, waivers, looks, training and executions are compared with the lines of the trail in it. Exits with 10 when something is wrong.\n\n" + help.Examples(
		`showhow audit verify`, `showhow audit verify --checkpoint /mnt/safe/2026-11.txt --json`, `showhow audit verify audit-2026.zip`)
}

func (c auditVerify) Run(ctx context.Context, f inside.World) error {
	if c.Bundle != "" {
		return c.bundle(f)
	}
	var signed [][]byte
	for _, path := range c.Checkpoint {
		b, err := os.ReadFile(path)
		if err != nil {
			return &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("The checkpoint %s can't be read.", path), Mend: "Check the file's name.", Cause: err}
		}
		signed = append(signed, b)
	}
	return c.In(ctx, f, func(w *inside.Open) error {
		all, err := w.Verify(ctx, c.Workspace != "", signed, c.Key...)
		if err != nil {
			return err
		}
		if c.JSON {
			e := json.NewEncoder(f.Out)
			e.SetIndent("", "  ")
			if err := e.Encode(map[string]any{"trails": all}); err != nil {
				return err
			}
		}
		wrong, chained := false, true
		for _, v := range all {
			wrong, chained = wrong || !v.Whole(), chained && v.Chained()
			if !c.JSON {
				tellTrail(f.Out, v.Slug, v.Verdict)
			}
		}
		if wrong && chained {
			return &sop.Error{Code: sop.Tampered, Message: "What lies in the workspace isn't what the audit trail vouches for.", Mend: "Keep the database as it is, compare it with a backup from before, and find out who could write to it."}
		}
		if wrong {
			return &sop.Error{Code: sop.Tampered, Message: "The audit trail isn't what it was.", Mend: "Keep the database as it is, compare it with a backup from before, and find out who could write to it."}
		}
		return nil
	})
}

// bundle checks a bundle.
func (c auditVerify) bundle(f inside.World) error {
	r, err := f.App.CheckBundle(c.Bundle, c.Key...)
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(f.Out)
		e.SetIndent("", "  ")
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	if !c.JSON {
		for _, x := range r.Extra {
			fmt.Fprintf(f.Out, "%q is extra: it isn't of the bundle, and nobody vouches for it.\n", x)
		}
	}
	if len(r.Faults) > 0 {
		if !c.JSON {
			for _, x := range r.Faults {
				fmt.Fprintln(f.Out, shown.Visible(x))
			}
		}
		return &sop.Error{Code: sop.Tampered, Message: "The bundle isn't whole.", Mend: "Have it made anew, and compare the digests of its manifest; what was changed in the workspace itself, showhow audit verify names there."}
	}
	if !c.JSON {
		fmt.Fprintf(f.Out, "whole: %d files, %s, in force on %s, made %s\nmanifest %s\nsigned by %s\n", len(r.Files), shown.Visible(r.Workspace.Name), shown.Visible(r.On), r.Made.Format(time.RFC3339), r.Sum, shown.Visible(r.Key))
		if len(c.Key) == 0 {
			fmt.Fprintln(f.Err, "That key lies in the bundle: compare it with the one that its maker has told you, or give that by --key.")
		}
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
	if v.Chained() {
		fmt.Fprintf(w, "%s: the trail is whole, %d entries, root %s\n", slug, v.Size, v.Root)
	} else {
		fmt.Fprintf(w, "%s: NOT whole, %d entries\n", slug, v.Size)
	}
	for _, x := range v.Faults {
		fmt.Fprintf(w, "  %s\n", x.Text)
	}
	if v.More > 0 {
		fmt.Fprintf(w, "  and %d faults more\n", v.More)
	}
}

type auditCheckpoint struct {
	Out string `short:"o" help:"File to write (default: the standard output)." placeholder:"FILE"`
	inside.Room
}

// Help shows it in use.
func (auditCheckpoint) Help() string {
	return "The checkpoint is a few lines of text: how many entries there are, a hash of all of them, and a signature. Keep it where nobody who rules the database can change it, such as a mailbox of the auditors or a printed page. The public key is printed beside it; it stands in the trail, too.\n\n" + help.Examples(
		`showhow audit checkpoint -o 2026-11.txt`)
}

func (c auditCheckpoint) Run(ctx context.Context, f inside.World) error {
	return c.In(ctx, f, func(w *inside.Open) error {
		signed, key, err := w.Checkpoint(ctx, w.Room().ID)
		if err != nil {
			return err
		}
		fmt.Fprintln(f.Err, "Signed by", key.Public)
		return written(f, c.Out, func(out io.Writer) error { _, err := out.Write(signed); return err })
	})
}

// written writes a file that must not be there, or to the standard output when it has no name.
func written(f inside.World, path string, write func(io.Writer) error) error {
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
	inside.Room
}

// Help shows it in use.
func (auditExport) Help() string {
	return "One JSON object a line, in the order of the chain. docs/audit.md tells how the hashes are made, so that others can check them without Showhow.\n\n" + help.Examples(
		`showhow audit export -o trail.jsonl`, `showhow audit export | jq -r 'select(.verb == "review.approved") | .at'`)
}

func (c auditExport) Run(ctx context.Context, f inside.World) error {
	return c.In(ctx, f, func(w *inside.Open) error {
		return written(f, c.Out, func(out io.Writer) error {
			e := json.NewEncoder(out)
			return w.Entries(ctx, w.Room().ID, func(x *trail.Entry) error {
				return e.Encode(trail.LineOf(x))
			})
		})
	})
}

type auditBundle struct {
	On        time.Time `help:"The day of which is told what was in force (default: today)." format:"2006-01-02" placeholder:"YYYY-MM-DD"`
	From      time.Time `help:"Since when the trail is told (default: its beginning)." format:"2006-01-02" placeholder:"YYYY-MM-DD"`
	Out       string    `short:"o" required:"" help:"File to write; it must not be there." placeholder:"FILE.zip"`
	Workspace string    `help:"Workspace on a server that has several, by its name in addresses (default: the first)." placeholder:"SLUG"`
	inside.Store
}

// Help shows it in use.
func (auditBundle) Help() string {
	return "The file holds pages to read and print, the same as JSON, a signed manifest, and verify.html, by which anybody checks it in a browser. Before it is made the workspace is compared with its audit trail, as showhow audit verify does: where it isn't what that vouches for, the bundle is made as evidence, says so at its head, is never taken for whole by a check, and this exits with 10. It names people and holds procedures as they are: hand it on as such.\n\n" + help.Examples(
		`showhow audit bundle --on 2026-03-01 -o audit-2026-03-01.zip`, `showhow audit verify audit-2026-03-01.zip`)
}

func (c auditBundle) Run(ctx context.Context, f inside.World) error {
	if c.On.IsZero() {
		c.On = time.Now().UTC().Truncate(24 * time.Hour)
	}
	a, err := f.App.With(c.Settings())
	if err != nil {
		return err
	}
	return a.In(c.Workspace).Inside(ctx, func(w *inside.Open) error {
		var faults []string
		if err := written(f, c.Out, func(out io.Writer) error {
			made, err := w.BundleOf(ctx, out, c.On, c.From)
			faults = made.Checked.Faults
			if err == nil {
				fmt.Fprintln(f.Err, "Manifest", made.Sum)
			}
			return err
		}); err != nil || len(faults) == 0 {
			return err
		}
		for _, x := range faults {
			fmt.Fprintln(f.Err, shown.Visible(x))
		}
		return &sop.Error{Code: sop.Tampered, Message: "The bundle is made, and says that it isn't whole: what lies in the workspace isn't what the audit trail vouches for.", Mend: "Keep it, and the database, as they are; compare the database with a backup from before, and find out who could write to it."}
	})
}
