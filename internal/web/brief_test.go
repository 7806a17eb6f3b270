package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/store"
	keptregister "showhow/internal/store/register"
)

// A brief is written for a process, stands beside the recorder, goes with the recording, and the procedure that comes of it is found at the process; another workspace has none of it.
func TestBriefs(t *testing.T) {
	o := newOffice(t)
	process := strings.TrimPrefix(o.sent("POST", "/processes", "", typedProcess("Restore the database")).Header().Get("Location"), "/processes/")
	if got := o.ask("GET", "/processes").Body.String(); !strings.Contains(got, "/briefs/new?process="+process) {
		t.Error("the list doesn't lead to writing the brief")
	}
	if got := o.ask("GET", "/briefs/new?process="+process).Body.String(); !strings.Contains(got, `value="Restore the database"`) || !strings.Contains(got, "Support\nSales") {
		t.Error("the form doesn't begin with what the register knows")
	}
	form := url.Values{"process": {process}, "title": {"Restore the database"}, "purpose": {"So that anybody can.\r\n\r\nAt night."}, "shows": {"Stop the service\n<script>x</script>"}}
	at := strings.TrimSuffix(o.sent("POST", "/briefs", "", form).Header().Get("Location"), "?saved")
	id := strings.TrimPrefix(at, "/briefs/")
	if id == "" || id == at {
		t.Fatalf("saved at %q", at)
	}
	for address, want := range map[string]string{
		at: "So that anybody can.\nAt night.", at + "/brief.md": "## To be shown\n- Stop the service\n", "/briefs": "2 things to be shown", "/record?brief=" + id: `<input type="hidden" name="brief" value="` + id, "/record": "Record by a brief",
		"/new?brief=" + id: `<option value="` + id + `" selected`, "/processes": "/record?brief=" + id, "/processes/" + process: at,
	} {
		got := o.ask("GET", address)
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), want) || !strings.HasSuffix(address, ".md") && strings.Contains(got.Body.String(), "<script>x") {
			t.Errorf("%s: %d lacks %q", address, got.Code, want)
		}
	}
	for address, want := range map[string]int{at: http.StatusNotFound, "/record?brief=" + id: http.StatusNotFound, "/briefs": http.StatusOK} {
		if got := o.ask("GET", address, "Workspace: other"); got.Code != want || strings.Contains(got.Body.String(), "Restore") {
			t.Errorf("%s from another workspace: %d", address, got.Code)
		}
	}
	if got := o.sent("POST", "/briefs", "", url.Values{"title": {" "}, "purpose": {"Kept"}}); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "Kept") {
		t.Errorf("%d: a refused form loses what was typed", got.Code)
	}

	joined(o)
	wish, err := desk.WishOf(func(name string) string { return map[string]string{"brief": id}[name] })
	if err != nil {
		t.Fatal(err)
	}
	h, n, err := o.desk.TakeIn(t.Context(), ada, desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: "a.mp4"}, Blob: "b", Wish: wish})
	if err != nil || h.Wish.Brief == nil || h.Wish.Brief.Shows[0] != "Stop the service" {
		t.Fatalf("%+v, %v", h.Wish.Brief, err)
	}
	if n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker"); err != nil {
		t.Fatal(err)
	}
	p, ok, err := o.desk.Finish(t.Context(), n, h, *rendertest.Release())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if got := o.ask("GET", "/processes/"+process).Body.String(); !strings.Contains(got, `href="/s/`+p.Slug+`"`) || !strings.Contains(got, "<dd>Recording</dd>") {
		t.Error("the process doesn't lead to what came of its recording")
	}
	gone, _ := desk.WishOf(func(name string) string { return map[string]string{"brief": "none"}[name] })
	if h, _, err := o.desk.TakeIn(t.Context(), ada, desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: "b.mp4"}, Blob: "b", Wish: gone}); err != nil || h.Wish.Brief != nil {
		t.Errorf("a brief that is gone costs a recording: %+v, %v", h.Wish, err)
	}
}

// joined tells the desk of briefs, as the program does.
func joined(o *office) {
	o.desk.Brief = keptregister.Read(o.db).Brief
	o.desk.Drafted = func(ctx context.Context, tx desk.Tx, b brief.Brief, p sop.Procedure) error {
		return o.site.Register.Desk.Drafted(ctx, keptregister.In(tx.(*store.Tx)), b.Process, p)
	}
}
