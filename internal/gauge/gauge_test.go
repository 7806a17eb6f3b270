package gauge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/figure"
	"showhow/internal/gauge"
	"showhow/internal/remote"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
)

// answers is a workspace that has the figures of "deploy", of so many with and without it.
func answers(t *testing.T, used, unused int) gauge.Client {
	t.Helper()
	force := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var all []nouns.Observation
	for i := range used + unused {
		o := nouns.Observation{ID: "x", Measure: nouns.Recovery, At: force.AddDate(0, 0, i), Took: time.Duration(20+i%7) * time.Minute, Use: nouns.Followed, Source: nouns.Outside}
		if i >= used {
			o.Use, o.Took = nouns.Unused, o.Took*20
		}
		all = append(all, o)
	}
	r := figure.Report{Slug: "deploy", Title: "Deploy", InForce: force, Figures: []figure.Measured{figure.Measure(figure.Sample{Measure: nouns.Recovery, Newest: all, InForce: force})},
		Notes: []figure.Confounds{{At: force, Text: "new tooling"}}, LeftOut: []figure.LeftOut{{Measure: nouns.Recovery, ID: "inc-9", Reason: "a drill"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		switch {
		case q.Header.Get("Authorization") != "Bearer t":
			w.WriteHeader(http.StatusUnauthorized)
		case q.URL.Path == "/v1/procedures/deploy/figures":
			json.NewEncoder(w).Encode(r)
		case q.URL.Path == "/v1/figures/import" && q.URL.RawQuery == "measure=lead&preview=true":
			b, _ := io.ReadAll(q.Body)
			json.NewEncoder(w).Encode(gauge.Imported{Read: len(b), Problems: []gauge.Problem{{Line: 2, Text: "no"}}})
		default:
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, `{"status":404,"detail":"There is no such procedure."}`)
		}
	}))
	t.Cleanup(server.Close)
	return at(t, server.URL+"/")
}

func at(t *testing.T, server string) gauge.Client {
	t.Helper()
	c, err := remote.At(server, "t", nil)
	if err != nil {
		t.Fatal(err)
	}
	return gauge.Client{To: c}
}

func TestShow(t *testing.T) {
	for _, c := range []struct {
		used, unused int
		want, not    string
	}{
		{3, 12, "Too few to say: 3 with it, 12 without it.", "Faster"},
		{12, 12, "How long it takes: Faster when it is used. 0.05 times as long when it is used (between 0.04 and 0.06 times).", "Too few to say:"},
	} {
		r, raw, err := answers(t, c.used, c.unused).Show(t.Context(), "deploy")
		if err != nil || !json.Valid(raw) {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := gauge.Print(&out, r); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Deploy\n", "Recovery time (", fmt.Sprintf("Of %d of %d nobody told the cause.", c.used+c.unused, c.used+c.unused), c.want, "2026-03-01: new tooling", "Left out: recovery inc-9. a drill"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q isn't told:\n%s", want, out.String())
			}
		}
		if strings.Contains(out.String(), c.not) {
			t.Errorf("%q is told:\n%s", c.not, out.String())
		}
	}
}

func TestImportAndRefusals(t *testing.T) {
	c := answers(t, 0, 0)
	got, _, err := c.Import(t.Context(), gauge.File{Kind: "lead", Preview: true, Bytes: []byte("id")})
	if err != nil || got.Read != 2 || len(got.Problems) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, _, err := c.Show(t.Context(), "nowhere"); sop.CodeOf(err) != sop.NotFound || !strings.Contains(err.Error(), "no such procedure") {
		t.Error(err)
	}
	c.To.Token = ""
	if _, _, err := c.Show(t.Context(), "deploy"); sop.CodeOf(err) != sop.Unknown {
		t.Error(err)
	}
	if _, _, err := at(t, "http://127.0.0.1:1").Show(t.Context(), "deploy"); sop.CodeOf(err) != sop.Failed {
		t.Error(err)
	}
}

// What explains that the numbers don't tell is said; and that there are too few once, though two things are compared.
func TestCompared(t *testing.T) {
	force := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	sample := func(measure nouns.Measure, each int, before func(int) time.Duration) figure.Sample {
		s := figure.Sample{Measure: measure, InForce: force}
		for i := range 2 * each {
			for _, since := range []bool{false, true} {
				o := nouns.Observation{ID: fmt.Sprint(i, since), Measure: measure, At: force.AddDate(0, 0, -1-i), Took: before(i), Unit: fmt.Sprint("unit ", i%2), Use: nouns.Unused, Source: nouns.Outside}
				if since {
					o.At, o.Took = force.AddDate(0, 0, 1+i), time.Duration(60+i%7)*time.Minute
					if i%2 == 0 {
						o.Use, o.Took = nouns.Followed, time.Duration(20+i%7)*time.Minute
					}
				}
				s.Newest = append(s.Newest, o)
			}
		}
		return s
	}
	print := func(s figure.Sample) string {
		var out bytes.Buffer
		if err := gauge.Print(&out, figure.Report{Title: "Deploy", InForce: force, Figures: []figure.Measured{figure.Measure(s)}}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	// the unit that uses it was as much faster before
	got := print(sample(nouns.Recovery, 20, func(i int) time.Duration { return time.Duration(20+40*(i%2)+i%7) * time.Minute }))
	for _, want := range []string{"How long it takes: The numbers don’t tell.", "the difference between those who use it and others changed by", "That may be nothing: so the numbers don’t tell."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q isn't told:\n%s", want, got)
		}
	}
	if got := print(sample(nouns.Run, 3, func(int) time.Duration { return time.Hour })); strings.Count(got, "Too few to say: 3 with it, 3 without it.") != 1 {
		t.Errorf("too few is told otherwise than once:\n%s", got)
	}
}
