package run

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/tape"
	pages "showhow/internal/web/template/tape"
)

// NewPage is where recordings are brought.
func (s *Pages) NewPage(w http.ResponseWriter, r *http.Request) error {
	meters, err := s.Tape.Meters(r)
	if err != nil {
		return err
	}
	briefs, err := s.Tape.Briefs.Briefs(r.Context(), s.Actor(r).Workspace)
	if err != nil {
		return err
	}
	again, err := s.Tape.Into(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, http.StatusOK, pages.NewPage(s.Frame(r), pages.New{Meters: meters, Briefs: briefs, Brief: r.URL.Query().Get("brief"), Again: again}))
}

// The bounds of a form beside its files: how long a field may be, in bytes, and how many parts there may be.
const (
	longestField = 16 << 10
	mostParts    = 200
)

// Receive takes a form without scripts: the words first, then the files, each of which becomes a run.
func (s *Pages) Receive(w http.ResponseWriter, r *http.Request) error {
	form, err := r.MultipartReader()
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form arrived in a shape that can't be read.", Mend: "Send it from the page again.", Cause: err}
	}
	fields, runs := map[string]string{}, []sop.Run{}
	for n := 0; ; n++ {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && n >= mostParts {
			return &sop.Error{Code: sop.Invalid, Message: "The form holds too much.", Mend: "Send fewer recordings at a time."}
		}
		if err != nil {
			return broken(err)
		}
		if part.FileName() == "" {
			b, err := io.ReadAll(io.LimitReader(part, longestField+1))
			if err != nil {
				return broken(err)
			}
			if len(b) > longestField {
				return &sop.Error{Code: sop.Invalid, Message: "A field holds too much.", Mend: "Shorten it."}
			}
			if part.FormName() != "recording" && part.FormName() != "subtitles" { // an empty choice of a file
				fields[part.FormName()] = string(b)
			}
			continue
		}
		if part.FormName() == "subtitles" { // of the recording that follows
			if fields["subtitles"], err = s.Tape.Intake.Subtitles(r.Context(), s.Actor(r), tape.Subtitles{Name: part.FileName(), Bytes: part}); err != nil {
				return err
			}
			fields["subtitles_name"] = part.FileName()
			continue
		}
		n, err := s.receiveFile(r, File{Name: part.FileName(), Bytes: part}, fields)
		if err != nil {
			return err
		}
		delete(fields, "subtitles")
		runs = append(runs, n)
	}
	switch len(runs) {
	case 0:
		return &sop.Error{Code: sop.Invalid, Message: "No recording was chosen.", Mend: "Go back, and choose a file."}
	case 1:
		http.Redirect(w, r, "/runs/"+runs[0].ID, http.StatusSeeOther)
	default:
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
	return nil
}

// TrySample takes in the recording that comes with the program, as if it had been sent.
func (s *Pages) TrySample(w http.ResponseWriter, r *http.Request) error {
	fields := map[string]string{"template": "deployment", "subtitles_name": "release.vtt"}
	id, err := s.Tape.Intake.Subtitles(r.Context(), s.Actor(r), tape.Subtitles{Name: fields["subtitles_name"], Bytes: bytes.NewReader(s.Sample.Narration)})
	if err != nil {
		return err
	}
	fields["subtitles"] = id
	n, err := s.receiveFile(r, File{Name: "release.mp4", Bytes: bytes.NewReader(s.Sample.Recording)}, fields)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/runs/"+n.ID, http.StatusSeeOther)
	return nil
}

// receiveFile takes one file of the form in.
func (s *Pages) receiveFile(r *http.Request, f File, fields map[string]string) (n sop.Run, err error) {
	f.Wish, err = desk.WishOf(func(name string) string { return fields[name] })
	if err != nil {
		return n, err
	}
	return s.Desk.Receive(r.Context(), s.Actor(r), f)
}

// broken is the error for a form that ended too early.
func broken(cause error) error {
	return &sop.Error{Code: sop.Invalid, Message: "The upload broke off before its end.", Mend: "Send it again.", Cause: cause}
}

// Arrived leads from an upload to the run that it has begun. Before it was taken in, the page waits for that.
func (s *Pages) Arrived(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), s.Actor(r)
	h, err := s.Runs.HoldingOf(ctx, r.PathValue("upload"))
	if err == nil && h.Workspace != a.Workspace {
		err = &sop.Error{Code: sop.NotFound}
	}
	if sop.CodeOf(err) == sop.NotFound {
		return s.Show(w, r, http.StatusNotFound, pages.ArrivingPage(s.Frame(r), again(r)))
	}
	if err != nil {
		return err
	}
	n, err := s.Desk.RunOf(ctx, h.ID)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/runs/"+n.ID, http.StatusSeeOther)
	return nil
}

// mostLooks is how often the page of an upload that brought nothing yet looks again.
const mostLooks = 20

// again is the address at which it looks again; empty when it has looked often enough.
func again(r *http.Request) string {
	n, _ := strconv.Atoi(r.URL.Query().Get("looked"))
	if n < 0 || n >= mostLooks {
		return ""
	}
	return "?looked=" + strconv.Itoa(n+1)
}

// toRun does a verb to a run, and goes back to its page.
func (s *Pages) toRun(w http.ResponseWriter, r *http.Request, verb func(context.Context, desk.Actor, string) (sop.Run, error)) error {
	n, err := verb(r.Context(), s.Actor(r), r.PathValue("run"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/runs/"+n.ID, http.StatusSeeOther)
	return nil
}
