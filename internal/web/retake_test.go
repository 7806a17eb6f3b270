package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/desk/retake"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/work"
)

// recordedAgain is an office with the release's procedure, in which somebody wrote, and a draft of it recorded anew, in which one command differs and one step is new.
func recordedAgain(t *testing.T) (o *office, was, draft sop.Procedure, now *sop.Revision) {
	o = newOffice(t)
	r := sample(t, "release")
	was = o.draft(t, r)
	o.show(was, r, grey(), []byte("the first film"))
	st := &r.Sections[0].Steps[0]
	st.Title.Text = "Sit down first."
	body, _ := json.Marshal(st)
	if _, err := o.desk.Change(t.Context(), ada, was.Slug, []manuscript.Change{{Key: manuscript.StepKey(st.Key), Body: body}}); err != nil {
		t.Fatal(err)
	}
	now = sample(t, "release")
	now.Recording.Name = "again.mp4"
	changed := false
	for i := range now.Sections {
		for j := range now.Sections[i].Steps {
			if s := &now.Sections[i].Steps[j]; !changed && len(s.Commands) == 1 && strings.HasPrefix(s.Commands[0].Text, "kubectl") {
				s.Commands[0].Text += " --v=2"
				changed = true
			}
		}
	}
	last := &now.Sections[0]
	fresh := last.Steps[0]
	fresh.Key, fresh.Kind, fresh.Title.Text, fresh.Commands, fresh.Figures, fresh.Actions = "bell", sop.StepManual, "Ring the bell.", nil, nil, nil
	last.Steps = append(last.Steps, fresh)
	in := desk.Arrival{Upload: store.NewID(), Recording: now.Recording, Blob: "recordings/again", Wish: sop.Wish{Into: was.Slug}}
	h, n, err := o.desk.TakeIn(t.Context(), ada, in)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker-1"); err != nil {
		t.Fatal(err)
	}
	draft, ok, err := o.desk.Finish(t.Context(), n, h, *now)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	o.show(draft, now, []byte("a new picture"), []byte("the second film"))
	if got := o.ask("GET", "/runs/"+n.ID); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/s/"+was.Slug+"/retake/"+draft.Slug {
		t.Errorf("a draft that is done leads to %q (%d)", got.Header().Get("Location"), got.Code)
	}
	return o, was, draft, now
}

// words asks for a page, and gives its words.
func (o *office) words(t *testing.T, address string) string {
	t.Helper()
	got := o.ask("GET", address)
	if got.Code != http.StatusOK {
		t.Fatalf("%s: %d", address, got.Code)
	}
	return got.Body.String()
}

// TestRecordedAgain: a procedure is recorded again, what would change is shown, and nothing changes until somebody takes it in; then both films play, and pictures are there.
func TestRecordedAgain(t *testing.T) {
	o, was, draft, now := recordedAgain(t)
	at := "/s/" + was.Slug + "/retake"
	if page := o.words(t, at); !strings.Contains(page, "recorded for this procedure") || !strings.Contains(page, "/record?into="+was.Slug) {
		t.Error("the page on which it is recorded again doesn’t offer its draft, or a recorder")
	}
	if page := o.words(t, "/new?into="+was.Slug); !strings.Contains(page, `name="into" value="`+was.Slug+`"`) || strings.Contains(page, `name="title"`) {
		t.Error("what is brought isn’t brought for it")
	}
	if page := o.words(t, "/record?into="+was.Slug); !strings.Contains(page, `name="into" value="`+was.Slug+`"`) || !strings.Contains(page, "Its steps now") {
		t.Error("the recorder doesn’t show its steps")
	}
	if page := o.words(t, "/s/"+draft.Slug); !strings.Contains(page, "This was recorded to bring") {
		t.Error("the draft doesn’t say what it is for")
	}
	plan := o.words(t, at+"/"+draft.Slug)
	for _, want := range []string{"Ring the bell.", "--v=2", "<ins>", "Take it in as revision 2", "/s/" + draft.Slug + "/pictures/"} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan lacks %q", want)
		}
	}
	if p, err := o.db.Read().Procedure(t.Context(), "w", was.Slug); err != nil || p.Latest != 1 {
		t.Errorf("looking changed it: %+v, %v", p, err)
	}
	got := o.posted(at+"/"+draft.Slug, url.Values{"seen": {"another"}})
	if got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "was changed since you looked") {
		t.Errorf("taken as it isn’t any more: %d", got.Code)
	}
	_, rest, _ := strings.Cut(plan, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	if got = o.posted(at+"/"+draft.Slug, url.Values{"seen": {seen}, "is.bell": {"+"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	r, err := o.db.Read().Revision(t.Context(), was.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	if r.StepCount() != now.StepCount() || r.Sections[0].Steps[0].Title.Text != "Sit down first." || len(r.Later) != 1 || len(sop.Validate(&r)) > 0 {
		t.Errorf("%d steps, %q, %v", r.StepCount(), r.Sections[0].Steps[0].Title.Text, sop.Validate(&r))
	}
	page := o.words(t, "/s/"+was.Slug)
	for _, want := range []string{"preview.mp4?recording=1", "The 2nd recording, again.mp4", "(2nd)", "data-films"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for address, want := range map[string]string{"/preview.mp4": "the first film", "/preview.mp4?recording=1": "the second film", "/preview.mp4?recording=0": "the first film"} {
		if got := o.words(t, "/s/"+was.Slug+address); got != want {
			t.Errorf("%s plays %q", address, got)
		}
	}
	if got := o.ask("GET", "/s/"+was.Slug+"/preview.mp4?recording=2"); got.Code != http.StatusNotFound {
		t.Errorf("a recording that isn’t there: %d", got.Code)
	}
	new := 0
	for _, image := range images(&r) {
		if strings.HasPrefix(image, "r2-") {
			new++
			if got := o.words(t, "/s/"+was.Slug+"/pictures/"+work.Clean+"/"+image); got != "a new picture" {
				t.Errorf("%s: %q", image, got)
			}
		}
	}
	if new == 0 {
		t.Error("no picture of the new recording is shown")
	}
	if page := o.words(t, "/s/"+draft.Slug); !strings.Contains(page, "was taken into") || strings.Contains(page, "Send for review") {
		t.Error("the draft doesn’t say where it is now, or is offered for review")
	}
	if strings.Contains(o.words(t, "/s/"+draft.Slug+"/approval"), "Send revision") {
		t.Error("what was taken in is sent for review")
	}
	if strings.Contains(o.words(t, at), draft.Slug) {
		t.Error("what was taken in is offered again")
	}
}

// TestFilmsOfWhatIsShown: the film and the words of a later recording are those of the revision that is shown, and whoever reads one without it gets neither.
func TestFilmsOfWhatIsShown(t *testing.T) {
	o, was, draft, _ := recordedAgain(t)
	if _, err := o.site.Retakes.Desk.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: draft.Slug}); err != nil {
		t.Fatal(err)
	}
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		p, err := tx.HoldProcedure(t.Context(), "w", was.Slug)
		if err != nil {
			return err
		}
		p.State, p.InForce = "effective", 1
		if err := tx.SaveProcedure(t.Context(), p); err != nil {
			return err
		}
		return lives.In(tx).SaveLife(t.Context(), p, life.Life{Reviews: []life.Review{{ID: "r1", Number: 1, State: life.Effective, Came: time.Now()}}})
	}); err != nil {
		t.Fatal(err)
	}
	at := "/s/" + was.Slug
	for page, query := range map[string]string{at + "?draft": "?recording=1&draft", at + "/revisions/2": "?recording=1&revision=2"} {
		if !strings.Contains(o.words(t, page), `src="`+at+"/preview.mp4"+strings.ReplaceAll(query, "&", "&amp;")) {
			t.Errorf("%s doesn’t play the second recording as %s", page, query)
		}
		if got := o.words(t, at+"/preview.mp4"+query); got != "the second film" {
			t.Errorf("%s plays %q", query, got)
		}
		if !strings.Contains(o.words(t, at+"/captions.vtt"+query), "-->") {
			t.Errorf("%s says nothing", query)
		}
	}
	if strings.Contains(o.words(t, at), "recording=1") {
		t.Error("what is in force shows a recording that it hasn’t")
	}
	if got := o.ask("GET", at+"/preview.mp4?recording=1"); got.Code != http.StatusNotFound {
		t.Errorf("the film of another revision: %d", got.Code)
	}
	if strings.Contains(o.words(t, at+"/captions.vtt?recording=1"), "-->") {
		t.Error("the words of another revision")
	}
}

// TestFilmOfWhatWasGoneBackFrom: once nothing rests on a recording any more, since somebody went back to the revision before, nobody gets to see it by the procedure.
func TestFilmOfWhatWasGoneBackFrom(t *testing.T) {
	o, was, draft, _ := recordedAgain(t)
	if _, err := o.site.Retakes.Desk.Take(t.Context(), ada, retake.Asked{Slug: was.Slug, Draft: draft.Slug}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Restore(t.Context(), ada, was.Slug, 1); err != nil {
		t.Fatal(err)
	}
	at := "/s/" + was.Slug
	page := o.words(t, at)
	if strings.Contains(page, "recording=1") || !strings.Contains(page, `src="`+at+`/preview.mp4"`) || !strings.Contains(page, "again.mp4 (not played)") {
		t.Error("the page plays what nothing rests on")
	}
	if got := o.ask("GET", at+"/preview.mp4?recording=1"); got.Code != http.StatusNotFound {
		t.Errorf("its film: %d", got.Code)
	}
}

// TestPicturesOfThePlan: what the procedure hasn't yet is shown from the draft, also a picture that somebody took of its recording by hand.
func TestPicturesOfThePlan(t *testing.T) {
	o := newOffice(t)
	was, now := o.draft(t, sample(t, "release")), sample(t, "release")
	shown := 0
	for i := range now.Sections {
		for j := range now.Sections[i].Steps {
			if s := &now.Sections[i].Steps[j]; len(s.Figures) > 0 {
				s.Figures[0].Image = "take-" + s.Key + ".png"
				shown++
			}
		}
	}
	draft := o.draft(t, now)
	plan := o.words(t, "/s/"+was.Slug+"/retake/"+draft.Slug)
	if got := strings.Count(plan, "/s/"+draft.Slug+"/pictures/"+work.Clean+"/take-"); shown == 0 || got < shown {
		t.Errorf("%d of %d pictures are shown from the draft", got, shown)
	}
	if strings.Contains(plan, "/s/"+was.Slug+"/pictures/"+work.Clean+"/take-") {
		t.Error("pictures are looked for where they aren’t")
	}
}

// TestRecordedAgainForOthers: readers may not, and another workspace’s draft isn’t there.
func TestRecordedAgainForOthers(t *testing.T) {
	o, was, draft, _ := recordedAgain(t)
	if got := o.answer(t, "GET", "/s/"+was.Slug+"/retake/"+draft.Slug, team.Viewer, "w"); got != http.StatusForbidden {
		t.Errorf("a viewer: %d", got)
	}
	if got := o.answer(t, "GET", "/s/"+was.Slug+"/retake/"+draft.Slug, team.Editor, "other"); got != http.StatusNotFound {
		t.Errorf("another workspace: %d", got)
	}
	if got := o.ask("GET", "/s/"+was.Slug+"/retake/"+was.Slug); got.Code != http.StatusBadRequest && got.Code != http.StatusUnprocessableEntity {
		t.Errorf("into itself: %d", got.Code)
	}
}

// TestBothFilmsPlay: each step leads into the recording that it is of, which is chosen by that, and a person may choose one; the plan is held against axe-core.
func TestBothFilmsPlay(t *testing.T) {
	o, p := filmed(t)
	film := o.blobs.bytes(work.PreviewKey(p.ID))
	r, err := o.db.Read().Revision(t.Context(), p.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	kept := everyStep(&r)[0].Key
	again := r
	again.Sections = append([]sop.Section(nil), r.Sections...)
	again.Sections[0].Steps = r.Sections[0].Steps[1:] // only what comes after the first step was recorded again
	draft := o.draft(t, &again)
	o.show(draft, &again, grey(), film)
	b := newBrowser(t, o)
	b.scheme("light")
	b.open("/s/" + p.Slug + "/retake/" + draft.Slug)
	b.sound(axe(t), "retake")
	b.click(".retake-end .button")
	b.until(`location.pathname === "/s/` + p.Slug + `" && !!document.querySelector("[data-film]")`)
	b.ready()
	b.sound(axe(t), "retaken")
	from := is[float64](b, `JSON.parse(document.querySelector("[data-films]").dataset.films)[1].from`)
	at := func(film int, i int) string {
		return fmt.Sprintf(`document.querySelector("[data-film]").value === "%d" && Math.abs(document.querySelector("video").currentTime + %v - document.querySelectorAll(".step")[%d].dataset.from) < 0.2 && document.querySelectorAll(".step")[%d].classList.contains("playing")`, film, float64(film)*from, i, i)
	}
	b.until(`document.querySelector("video").readyState > 0 && document.querySelector("[data-film]").value === "1"`)
	b.keys("j")
	b.until(`document.activeElement.id === "step-` + kept + `"`)
	b.until(at(0, 0))
	b.keys("j")
	b.until(at(1, 1))
	b.until(`document.querySelectorAll(".step")[1].querySelector(".when .at").textContent.endsWith("(2nd)") && document.querySelector("[data-now]").textContent.includes("(2nd)")`)
	b.keys("k")
	b.until(at(0, 0))
	is[any](b, `(() => { const s = document.querySelector("[data-film]"); s.value = "1"; s.dispatchEvent(new Event("change")); return null })()`)
	b.until(`document.querySelector("video").currentTime < 0.2 && new URL(document.querySelector("video").src).search === "?recording=1"`)
	is[any](b, `document.querySelectorAll(".said li a.at")[0].click(), null`)
	b.until(`document.querySelector("[data-film]").value === "0" && !document.querySelector("video").paused`)
}
