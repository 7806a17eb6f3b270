package sample_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/measure"
	"showhow/internal/app/workspace"
	"showhow/internal/figure"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/sop/training"
	rows "showhow/internal/store/training"
)

// plausible looks at what the sample tells of people and of figures: who signed for whom on which day, and that something is compared.
func plausible(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	signatures(t, w)
	compared(t, w)
}

// signatures: nobody signs two stages of a person's, and no two are signed on one day; each that somebody saw names the execution.
func signatures(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	all, err := rows.Read(w.Store()).Records(t.Context(), training.Question{Workspace: w.Here().Workspace})
	if err != nil {
		t.Fatal(err)
	}
	able := 0
	for _, r := range all {
		by, on := map[string]training.Stage{}, map[string]training.Stage{}
		for _, e := range r.Entries {
			if e.Account == r.Account { // read, or carried out
				continue
			}
			if was, twice := by[e.Account]; twice && was != training.Walked {
				t.Errorf("%s signed both %s and %s", e.Name, was, e.Stage)
			}
			day := e.At.Format("2006-01-02")
			if was, twice := on[day]; twice {
				t.Errorf("%s and %s were signed on %s", was, e.Stage, day)
			}
			by[e.Account], on[day] = e.Stage, e.Stage
			if e.Stage == training.Supervised && (e.Kind != training.Signed || e.Execution == "") {
				t.Errorf("supervised, and nobody looked on: %+v", e)
			}
			if e.Stage == training.Able {
				able++
			}
		}
	}
	if able != 4 {
		t.Errorf("%d signed to be able alone, want 4", able)
	}
}

// compared: lead times are told of ten and more on each side, with it and without it, before and since, and said to be the sample's.
func compared(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	looker := measure.Of(w.Store(), func(_ context.Context, text string) (string, error) { return text, nil }, time.Now)
	report, err := looker.Procedure(t.Context(), w.Here(), "release-the-checkout-api-to-production")
	if err != nil {
		t.Fatal(err)
	}
	said := false
	for _, m := range report.Figures {
		if m.Measure != nouns.Lead {
			continue
		}
		m.Time.Either(func(f figure.TooFew) { t.Errorf("too few: %+v", f) }, func(of figure.Told) {
			said = true
			if of.Used < figure.Few || of.Unused < figure.Few || of.Differences == nil {
				t.Errorf("%+v", of)
			}
			t.Logf("%s %+v", of.Says(), of.Effect)
		})
		for _, d := range m.Dots {
			if !strings.HasPrefix(d.ID, "sample-") {
				t.Errorf("%s doesn't say that it is the sample's", d.ID)
			}
		}
	}
	if !said {
		t.Error("nothing is compared")
	}
	if len(report.Notes) != 1 || !strings.Contains(report.Notes[0].Text, "sample data") {
		t.Errorf("it isn't said that it is made up: %+v", report.Notes)
	}
}
