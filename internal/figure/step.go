package figure

import (
	"slices"
	"time"

	"showhow/internal/sop/figure"
)

// Steps is what the newest executions tell of a procedure's steps.
type Steps struct {
	// Executions is of how many, of all revisions; Live how many of these were no trial and no training.
	Executions int    `json:"executions"`
	Live       int    `json:"live"`
	Steps      []Step `json:"steps"`
}

// Step is what is known of one, bound to its key over all revisions.
type Step struct {
	Named
	// Times are how long people were at it in live executions, the newest first; Quartiles are nil when there are too few.
	Times     []time.Duration   `json:"times_ns"`
	Quartiles *[3]time.Duration `json:"quartiles_ns,omitempty"`
	// Runs is in how many executions anything is known of it, and the others in how many of them it came out otherwise, failed, or was gone back to.
	Runs     int `json:"executions"`
	Deviated int `json:"deviated"`
	Failed   int `json:"failed"`
	Back     int `json:"gone_back_to"`
	// What was thought of its words, what was noted at it, and what is asked beside it.
	Unclear   int `json:"unclear"`
	Missing   int `json:"missing"`
	Wrong     int `json:"wrong"`
	Slow      int `json:"slow"`
	Notes     int `json:"notes"`
	Questions int `json:"questions"`
	Threads   int `json:"threads"`
	// Feedback counts how often readers said that the step is unclear, wrong or outdated.
	Feedback int `json:"feedback"`
}

// Named is a step of the revision that is shown; Gone says that the revision has it no more.
type Named struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
	Title  string `json:"title"`
	Gone   bool   `json:"gone,omitempty"`
}

// Asked is how much is said beside a step.
type Asked struct{ Questions, Threads, Feedback int }

// StepsOf makes the figures of steps: of facts, of what is asked by step, and of the steps of the revision that is shown, in order.
func StepsOf(all []figure.Facts, asked map[string]Asked, names []Named) Steps {
	out := Steps{Executions: len(all), Steps: []Step{}}
	at := map[string]int{}
	add := func(n Named) int {
		i, ok := at[n.Key]
		if !ok {
			i = len(out.Steps)
			at[n.Key] = i
			out.Steps = append(out.Steps, Step{Named: n, Times: []time.Duration{}})
		}
		return i
	}
	for _, n := range names {
		add(n)
	}
	for _, f := range all {
		if f.Live {
			out.Live++
		}
		for _, x := range f.Steps {
			s := &out.Steps[add(Named{Key: x.Key, Gone: true})]
			s.Runs++
			s.Deviated, s.Failed, s.Back = s.Deviated+pick(x.Deviated, 1, 0), s.Failed+pick(x.Failed, 1, 0), s.Back+x.Back
			s.Unclear, s.Missing, s.Wrong, s.Slow, s.Notes = s.Unclear+x.Unclear, s.Missing+x.Missing, s.Wrong+x.Wrong, s.Slow+x.Slow, s.Notes+x.Notes
			if f.Live && x.Took > 0 {
				s.Times = append(s.Times, time.Duration(x.Took)*time.Microsecond)
			}
		}
	}
	for i := range out.Steps {
		s := &out.Steps[i]
		a := asked[s.Key]
		s.Questions, s.Threads, s.Feedback = a.Questions, a.Threads, a.Feedback
		if q, ok := Quartiles(s.Times); ok {
			s.Quartiles = &q
		}
	}
	out.Steps = slices.DeleteFunc(out.Steps, func(s Step) bool { return s.Gone && s.Runs == 0 })
	return out
}

// Overview is what is shown of a workspace. It compares nothing: over many procedures something always looks well.
type Overview struct {
	Adoption Adopted    `json:"adoption"`
	Measures []Total    `json:"measures"`
	Rows     []Overseen `json:"procedures"`
	// Processes are those of the register on which something hangs that was told of them, with or without an SOP.
	Processes []figure.BusyProcess `json:"processes"`
	// Rates are of deployments, by procedure, each beside the one that is drawn towards all.
	Rates    []DrawnOf `json:"deployment_failures"`
	Formulas []Formula `json:"formulas"`
	Made     time.Time `json:"made"`
}

// Total is how much is known of a measure.
type Total struct {
	Measure figure.Measure `json:"measure"`
	N       int            `json:"n"`
	Used    int            `json:"used"`
	Unused  int            `json:"not_used"`
}

// Overseen is a procedure with how much is known of it.
type Overseen struct {
	Slug     string  `json:"procedure"`
	Title    string  `json:"title"`
	N        int     `json:"n"`
	Adoption Adopted `json:"adoption"`
}

// DrawnOf is a procedure's rate of deployments that failed.
type DrawnOf struct {
	Slug  string `json:"procedure"`
	Title string `json:"title"`
	Share
	// Drawn is the rate drawn towards that of all procedures; nil when this one has too few.
	Drawn *float64 `json:"drawn,omitempty"`
}

// Totals adds counts up by measure, for those of which anything is known.
func Totals(all []figure.Count) (out []Total) {
	for _, m := range figure.Measures {
		t := Total{Measure: m}
		for _, c := range all {
			if c.Measure == m {
				t.N, t.Used, t.Unused = t.N+c.N, t.Used+pick(c.Use.Used(), c.N, 0), t.Unused+pick(c.Use.Used(), 0, c.N)
			}
		}
		if t.N > 0 {
			out = append(out, t)
		}
	}
	return out
}
