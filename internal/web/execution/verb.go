package execution

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/picture"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

func split(s string) []string { return strings.Fields(s) }

// Do takes a form in: an outcome with all that it needs, or one thing by itself.
func (p *Pages) Do(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := p.read(r); err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	events := formed(r)
	_, err := p.Desk.Go(r.Context(), p.Actor(r), r.PathValue("execution"), deskexecution.Batch{Events: events, Strict: true})
	return p.after(w, r, events, err)
}

// after goes on where the execution stands now, or shows why nothing was done, with what was typed.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, events []execution.Event, err error) error {
	if err != nil {
		if code := sop.CodeOf(err); code != sop.Invalid && code != sop.Forbidden && code != sop.Unreadable && code != sop.Unsupported {
			return err
		}
		status, fault := p.Told(err)
		return p.show(w, r, shown{status, r.FormValue("step"), fault, map[string]string{"text": r.FormValue("text"), "value": r.FormValue("value")}})
	}
	to := "/executions/" + r.PathValue("execution")
	if last := events[len(events)-1]; last.Kind != execution.Settled && last.Step != "" {
		to += "?step=" + last.Step
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// formed are a form's events. What belongs to an outcome comes before it; their ids begin with what the form was drawn with, so that a form that is sent
// twice counts once.
func formed(r *http.Request) (all []execution.Event) {
	fresh, step := r.PostFormValue("fresh"), r.PostFormValue("step")
	kinds := r.PostForm["kind"]
	kind := execution.Kind("")
	if len(kinds) > 0 {
		kind = execution.Kind(kinds[len(kinds)-1]) // a button's own comes after the form's
	}
	add := func(e execution.Event) {
		e.ID, e.Step, e.Order = fmt.Sprintf("%s-%s-%d", fresh, e.Kind, len(all)), step, len(all)
		all = append(all, e)
	}
	if at, err := time.Parse(time.RFC3339Nano, r.PostFormValue("opened")); err == nil {
		add(execution.Event{Kind: execution.Opened, Device: at})
	}
	if kind == execution.Settled {
		for _, n := range r.PostForm["ticked"] {
			if i, err := strconv.Atoi(n); err == nil {
				add(execution.Event{Kind: execution.Ticked, Index: i})
			}
		}
		for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
			n, ok := strings.CutPrefix(name, "confirmed.")
			if i, err := strconv.Atoi(n); ok && err == nil && r.PostFormValue(name) != "" {
				add(execution.Event{Kind: execution.Confirmed, Index: i, Value: r.PostFormValue(name)})
			}
		}
		if a := r.PostFormValue("answer"); a != "" {
			add(execution.Event{Kind: execution.Answered, Value: a})
		}
	}
	e := execution.Event{Kind: kind, Outcome: execution.Outcome(r.PostFormValue("outcome")), Value: r.PostFormValue("value"), Text: r.PostFormValue("text"), To: r.PostFormValue("to"), Ref: r.PostFormValue("ref")}
	if kind == execution.Settled {
		e.Over = split(r.PostFormValue("over"))
	}
	add(e)
	return all
}

// synced is what a script is told after it sent what its device has gathered.
type synced struct {
	Void map[string]string `json:"void"`
	Next string            `json:"next"`
	Over bool              `json:"over"`
	// Had are the ids that are kept now: the device may forget them.
	Had []string `json:"had"`
}

// Sync takes in what a device has gathered, with or without a connection. It may come any number of times.
func (p *Pages) Sync(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := p.read(r); err != nil {
		return err
	}
	var in struct {
		Sent   time.Time         `json:"sent"`
		Events []execution.Event `json:"events"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, longestForm*8)).Decode(&in); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "What the page sent can't be read.", Mend: "Reload the page: what you did is kept on this device.", Cause: err}
	}
	went, err := p.Desk.Go(r.Context(), p.Actor(r), r.PathValue("execution"), deskexecution.Batch{Sent: in.Sent, Events: in.Events})
	if err != nil {
		return err
	}
	out := synced{Void: map[string]string{}, Next: went.State.Next, Over: went.State.End != nil, Had: []string{}}
	for _, e := range in.Events {
		out.Had = append(out.Had, e.ID)
		if why := went.State.Void[e.ID]; why != "" {
			out.Void[e.ID] = why
		}
	}
	return p.Send(w, r, http.StatusOK, out)
}

// Keep takes evidence in: a text, a picture, or both. Of a picture its pixels are kept, and no other byte.
func (p *Pages) Keep(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, picture.LargestFile+longestForm)
	if err := r.ParseMultipartForm(longestForm); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The form can't be read, or the picture is larger than %d MiB.", picture.LargestFile>>20), Mend: "Save the picture smaller, or send it again.", Cause: err}
	}
	defer r.MultipartForm.RemoveAll()
	name, err := p.keepPicture(r, c.ID)
	e := execution.Event{Kind: execution.Kept, Step: r.FormValue("step"), Text: r.FormValue("text"), Picture: name}
	if r.FormValue("kind") == string(execution.Noted) && name == "" {
		e.Kind = execution.Noted
	}
	e.ID = r.FormValue("fresh") + "-" + string(e.Kind)
	if err == nil {
		_, err = p.Desk.Go(r.Context(), p.Actor(r), c.ID, deskexecution.Batch{Events: []execution.Event{e}, Strict: true})
	}
	return p.after(w, r, []execution.Event{e}, err)
}

// keepPicture keeps the picture of a form, and gives its name; empty without one.
func (p *Pages) keepPicture(r *http.Request, id string) (string, error) {
	file, head, err := r.FormFile("picture")
	if err != nil || head.Size == 0 {
		return "", nil
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, picture.LargestFile+1))
	if err != nil {
		return "", fmt.Errorf("read a picture: %w", err)
	}
	return p.keeper(r, id).Keep(r.Context(), id, b)
}

// keeper keeps pictures of an execution, within its bounds.
func (p *Pages) keeper(r *http.Request, id string) evidence.Keeper {
	return evidence.Keeper{Put: p.Blobs.Put, Note: func(ctx context.Context, name string, bytes int64) error {
		return p.Desk.NotePicture(ctx, p.Actor(r), execution.Picture{Execution: id, Name: name, Bytes: bytes})
	}}
}

// Picture takes in a picture that waited on a device, and tells its name, for the event of the kind kept that names it.
func (p *Pages) Picture(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, picture.LargestFile))
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The picture didn't arrive whole, or is larger than %d MiB.", picture.LargestFile>>20), Mend: "Save the picture smaller, or send it again.", Cause: err}
	}
	name, err := p.keeper(r, c.ID).Keep(r.Context(), c.ID, b)
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusOK, map[string]string{"picture": name})
}

// Evidence serves a picture that was kept.
func (p *Pages) Evidence(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	name, known := r.PathValue("picture"), false
	for _, e := range c.Events {
		known = known || e.Picture == name && name != "" && e.Kind == execution.Kept
	}
	none := &sop.Error{Code: sop.NotFound, Message: "There is no such picture."}
	if !known || strings.ContainsFunc(name, func(x rune) bool { return !(x >= 'a' && x <= 'z' || x >= 'A' && x <= 'Z' || x >= '0' && x <= '9') }) {
		return none
	}
	f, changed, err := p.Blobs.Open(r.Context(), evidence.Key(c.ID, name))
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	http.ServeContent(w, r, "", changed, f)
	return nil
}
