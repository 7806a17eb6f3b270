package execution

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"showhow/internal/render/markdown"
	"showhow/internal/sop/execution"
	pages "showhow/internal/web/template/execution"
)

// Report is an execution as Markdown, for a post-mortem: what it was of, what became of it, and who did what when.
func (p *Pages) Report(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="execution-`+c.Slug+"-"+c.Started.UTC().Format("2006-01-02-1504")+`.md"`)
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write([]byte(reported(c)))
	return err
}

// told is all of an execution, for programs.
type told struct {
	Execution execution.Execution `json:"execution"`
	State     *execution.State    `json:"state"`
	Events    []execution.Event   `json:"events"`
}

// ReportJSON is all of it in JSON.
func (p *Pages) ReportJSON(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusOK, told{c.Execution, c.State, append([]execution.Event{}, c.Events...)})
}

func reported(c pages.Carry) string {
	var b strings.Builder
	c.Who = "" // it is read by others than whoever fetches it
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	text := func(s string) string { return markdown.Escape(strings.Join(strings.Fields(s), " ")) }
	line("# %s: %s\n", text(c.Title), pages.ModeWords(c.Mode))
	line("- Revision %d, digest `%s`", c.Number, c.Digest)
	for _, name := range slices.Sorted(maps.Keys(c.Values)) {
		line("- %s: `%s`", text(name), strings.ReplaceAll(strings.Join(strings.Fields(c.Values[name]), " "), "`", "'"))
	}
	line("- Begun %s by %s", c.Started.UTC().Format(time.RFC3339), text(c.Name(c.By)))
	if c.Over() {
		line("- Ended %s: **%s**. %s", c.Ended.UTC().Format(time.RFC3339), pages.EndWords(c.Outcome), text(c.State.End.Text))
	} else {
		line("- Still running: %d of %d steps are settled", c.Done, c.Of)
	}
	for _, x := range [][2]string{{"Begun from", c.From}, {"Environment", c.Environment}, {"Begun although suspended", c.Override}, {"Begun although not able alone", c.Alone}, {"Supervised by", c.Supervisor()}} {
		if x[1] != "" {
			line("- %s: %s", x[0], text(x[1]))
		}
	}
	for _, t := range c.Alarms() {
		line("- Step %d failed: %s", t.Number, text(t.Words))
	}
	line("\n## Steps\n\n| step | what | outcome | observed or reason | from | to | time |\n|---|---|---|---|---|---|---|")
	times := spent(c)
	for _, l := range c.Sheet.Steps {
		st := c.State.Steps[l.Key]
		if st.Settled == nil && st.Took == 0 {
			continue
		}
		outcome, why := became(st)
		at := times[l.Key]
		line("| %d | %s | %s | %s | %s | %s | %s |", l.Number, cell(text(l.Title)), outcome, cell(text(why)), at.clock(at.from), at.clock(at.to), at.took)
	}
	line("\n%s", c.Times(times.sum()))
	line("\n## Time line (UTC)\n")
	for _, e := range telling(c.Events) {
		at := ""
		for _, l := range c.Sheet.Steps {
			if l.Key == e.Step {
				at = fmt.Sprintf(", step %d", l.Number)
			}
		}
		s := fmt.Sprintf("- %s %s %s%s", e.At.UTC().Format("2006-01-02 15:04:05"), text(c.Name(e.Author)), text(pages.Happened(e, c.Name)), at)
		if e.Text != "" {
			s += ": " + text(e.Text)
		}
		if why := c.State.Void[e.ID]; why != "" {
			s += " *(counts for nothing: " + text(why) + ")*"
		}
		line("%s", s)
	}
	return b.String()
}

// became is what became of a step, and what was observed or why.
func became(st *execution.Step) (outcome, why string) {
	if e := st.Settled; e != nil {
		outcome, why = pages.OutcomeWords(e.Outcome), strings.TrimSpace(e.Value+" "+e.Text)
	}
	if st.Conflict() {
		outcome += " (settled twice)"
	}
	return outcome, why
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
