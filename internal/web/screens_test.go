package web

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/work"
)

// TestScreens photographs the pages at four widths, light and dark, when -screens says where to.
func TestScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens")
	}
	only := regexp.MustCompile(*screensOf)
	full, p := gallery(t)
	empty := newOffice(t)
	one := newOffice(t)
	one.draft(t, sample(t, "migration"))
	_, failed := full.begin(t, "nightly-backup-restore.mkv")
	full.desk.Fail(t.Context(), failed, sop.Fault{Code: sop.Unreadable, Message: "The recording breaks off before its first picture.", Mend: "Record it again, or export it anew from the program that made it."})
	_, running := full.begin(t, "Rotate the TLS certificates of the edge proxies (with Priya).webm")
	running.Stage, running.Fraction, running.Left = "read", .43, 100*time.Second
	full.desk.Tell(t.Context(), running)
	for slug, tags := range map[string][]string{p.Slug: {"on call", "release"}, "keys-3": {"on call", "certificates"}, "keys-4": {"on call"}} {
		if _, err := full.desk.Tag(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, slug, tags); err != nil {
			t.Fatal(err)
		}
	}
	asAdmin(full)
	asAdmin(empty)
	full.rewrite(t, p)
	if _, err := full.desk.Remember(t.Context(), ada, "kubectl", "cube cuttle"); err != nil {
		t.Fatal(err)
	}
	inReview, judge := judged(t)
	asAdmin(inReview)
	people := peoplesPages(t, full, p.Slug)
	carrying, at := newOffice(t), ""
	release := carrying.draft(t, carriable(t))
	carrying.force(t, release)
	for _, m := range []execution.Mode{execution.DryRun, execution.Live} {
		x, err := carrying.site.Executions.Desk.Start(t.Context(), desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}, release.Slug, deskexecution.Starting{Mode: m, Values: map[string]string{"VERSION": "9.9.9"}})
		if err != nil {
			t.Fatal(err)
		}
		at = "/executions/" + x.ID
	}
	for _, at := range []struct {
		name, path string
		o          *office
	}{
		{"sign-in", people[0], full}, {"people", people[1], full}, {"account", people[2], full}, {"trail", people[3], full}, {"shares", people[5], full}, {"invited", people[6], full}, {"shared", people[7], full}, {"first", "/first", empty},
		{"empty", "/", empty}, {"one", "/", one}, {"library", "/", full}, {"search", "/?q=nichts", full}, {"chosen", "/?tag=on+call&sort=title", full}, {"found", "/?q=migration", full}, {"new", "/new", full}, {"run", "/runs/" + running.ID, full}, {"failed", "/runs/" + failed.ID, full},
		{"sop", "/s/" + p.Slug, full}, {"reader", "/s/" + p.Slug + "?as=reader", full}, {"revisions", "/s/" + p.Slug + "/revisions", full}, {"compare", "/s/" + p.Slug + "/compare", full},
		{"approval", "/s/" + p.Slug + "/approval", full}, {"judge", "/s/" + judge.Slug + "/approval", inReview}, {"in-force", "/s/" + judge.Slug, inReview}, {"reviews", "/reviews", inReview}, {"policy", "/policy", inReview}, {"proof", "/proof", full},
		{"start", "/s/" + release.Slug + "/run?from=https://alerts.example/42", carrying}, {"carry", at, carrying}, {"carry-check", at + "?step=check", carrying}, {"carry-undo", at + "?step=undo", carrying}, {"executions", "/executions", carrying}, {"time-line", at + "/time-line", carrying}, {"carried-sop", "/s/" + release.Slug, carrying},
		{"glossary", "/glossary", full}, {"record", "/record", full}, {"nothing", "/s/none", full},
	} {
		if !only.MatchString(at.name) {
			continue
		}
		b := newBrowser(t, at.o)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			for _, width := range []int64{360, 768, 1280, 1920} {
				b.do(chromedp.EmulateViewport(width, 900))
				b.open(at.path)
				b.do(chromedp.Sleep(300 * time.Millisecond))
				if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
					t.Errorf("%s at %d px is %d px too wide", at.name, width, over)
				}
				b.photograph(fmt.Sprintf("%s-%d-%s", at.name, width, scheme), false)
				if at.name == "sop" && (width == 360 || width == 1280) {
					b.do(chromedp.KeyEvent("jjj"), chromedp.Sleep(400*time.Millisecond))
					b.photograph(fmt.Sprintf("sop-step-%d-%s", width, scheme), false)
					b.do(chromedp.KeyEvent("n"), chromedp.Sleep(400*time.Millisecond))
					b.photograph(fmt.Sprintf("sop-unsure-%d-%s", width, scheme), false)
				}
			}
		}
	}
}

// gallery is an office with 300 procedures, one of them with real pictures.
func gallery(t *testing.T) (*office, sop.Procedure) {
	o := newOffice(t)
	german := sample(t, "migration")
	german.Title.Text = "Wiederherstellung der Produktionsdatenbank nach versehentlicher Löschung der Kundenstammdatenverwaltungsschemata im Rechenzentrum Frankfurt"
	first := o.draft(t, german)
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		for i := range 297 {
			p := sop.Procedure{ID: store.NewID(), Workspace: "w", Slug: fmt.Sprint("keys-", i), Title: fmt.Sprintf("Rotate the keys of cluster %d", i+1), Owner: "ada", State: sop.Draft, Holding: first.Holding, Latest: 1, Steps: i % 23, Changed: time.Now().Add(-time.Duration(i) * 7 * time.Hour)}
			if err := tx.AddProcedure(t.Context(), p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	o.draft(t, sample(t, "terminal-edit"))
	r := sample(t, "release")
	c := &r.Sections[0].Steps[0]
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			if s := &r.Sections[i].Steps[j]; len(s.Commands) > 0 {
				c = s
			}
		}
	}
	if len(c.Commands) > 0 {
		c.Commands[0].Text = "kubectl --context prod-eu-central-1 --namespace checkout set image deployment/checkout-api checkout-api=registry.acme.internal/platform/checkout-api:v2.3.0-rc.17+build.20261127 --record --request-timeout=120s"
		c.Commands[0].Doubts = []sop.Doubt{{At: 60, Or: "l1"}}
		c.Commands[0].Unsure = "One letter could not be read for sure."
	}
	p := o.draft(t, r)
	film := "../../testdata/recording/release/recording.mp4"
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				crop := fmt.Sprintf("crop=%d:%d:%d:%d,scale=%d:%d", f.Crop.W, f.Crop.H, f.Crop.X, f.Crop.Y, f.Width, f.Height)
				b, err := exec.Command("ffmpeg", "-v", "error", "-ss", fmt.Sprint(f.At.Seconds()), "-i", film, "-frames:v", "1", "-vf", crop, "-c:v", "png", "-f", "image2pipe", "-").Output()
				if err != nil {
					t.Fatal(err)
				}
				o.blobs[work.PictureKey(p.ID, work.Clean, f.Image)] = b
			}
		}
	}
	small, err := os.ReadFile(film)
	if err != nil {
		t.Fatal(err)
	}
	o.blobs[work.PreviewKey(p.ID)] = small
	_, _, err = o.desk.TakeIn(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, desk.Arrival{Upload: "x", Recording: sop.Recording{Name: "restore-2026-11-26.mp4", Hash: strings.Repeat("ef", 32), Size: 4e9}, Blob: "b"})
	if err != nil {
		t.Fatal(err)
	}
	return o, p
}

// rewrite changes a procedure, names that a revision, and changes it again.
func (o *office) rewrite(t *testing.T, p sop.Procedure) {
	t.Helper()
	change := func(do func(*sop.Step)) {
		st := everyStep(o.copyOf(t, p))[1]
		base := 0
		for _, x := range o.copied(t, "/s/"+p.Slug+"/copy").Pieces {
			if x.Key == manuscript.StepKey(st.Key) {
				base = x.Version
			}
		}
		do(&st)
		body, err := json.Marshal(st)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.desk.Change(t.Context(), ada, p.Slug, []manuscript.Change{{Key: manuscript.StepKey(st.Key), Base: base, Body: body}}); err != nil {
			t.Fatal(err)
		}
	}
	change(func(s *sop.Step) { s.Title.Text = "Open the deploy job in Jenkins." })
	if _, err := o.desk.Name(t.Context(), ada, p.Slug, "Say where the job is, since the folder was renamed last week."); err != nil {
		t.Fatal(err)
	}
	change(func(s *sop.Step) {
		s.Why = []sop.Claim{{Text: "The job knows the credentials of **production**."}}
		s.Figures = nil
	})
}
