// Package figure holds the nouns of measuring what procedures do: what was observed, with and without them. How figures are made of that is in the package
// figure; who may tell, leave out and see it is in desk/figure. No noun here names a person: people aren't measured.
package figure

import (
	"math"
	"slices"
	"time"
)

// Measure is what was measured.
type Measure string

// The measures.
const (
	Run        Measure = "run"        // it was carried out: how long, and whether it went through
	Deploy     Measure = "deploy"     // a deployment: whether it needed immediate intervention
	Recovery   Measure = "recovery"   // how long it took to recover
	Lead       Measure = "lead"       // from the commit to production
	Onboarding Measure = "onboarding" // from somebody's first try to the first time that they did it alone
)

// Measures are all of them, in the order in which they are shown.
var Measures = []Measure{Run, Deploy, Recovery, Lead, Onboarding}

// Timed says that it has a duration, Failable that it may have failed, Private that a single one tells of a person.
func (m Measure) Timed() bool    { return m != Deploy }
func (m Measure) Failable() bool { return m == Run || m == Deploy }
func (m Measure) Private() bool  { return m == Onboarding }

// Use is what became of the procedure when something was done.
type Use string

// The uses.
const (
	Followed Use = "followed"
	Deviated Use = "deviated" // used, with steps that failed, were made good, skipped, or came out otherwise
	Opened   Use = "opened"   // looked at; whether it was followed isn't known
	Unused   Use = "not_used"
)

// Uses are all of them.
var Uses = []Use{Followed, Deviated, Opened, Unused}

// Used counts whoever looked at it as a user: to leave out those who gave up would flatter it.
func (u Use) Used() bool { return u == Followed || u == Deviated || u == Opened }

// Source is where an observation comes from.
type Source string

// The sources.
const (
	Here    Source = "execution" // carried out in Showhow
	Outside Source = "outside"   // told by a file or a program
)

// Observation is one thing that happened. It is never changed, only left out, with a reason.
type Observation struct {
	// ID is unique in its workspace and measure: of an execution its id, from outside whatever the sender calls it.
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Procedure is its id. Empty for what is of a process that had no SOP in force then: Process is where it is then; of a procedure's it is the process under whose name it was told, if it was.
	Procedure string    `json:"-"`
	Process   string    `json:"-"`
	Measure   Measure   `json:"measure"`
	At        time.Time `json:"at"` // when it ended
	// Took is 0 for what isn't timed.
	Took   time.Duration `json:"took_ns,omitempty"`
	Failed bool          `json:"failed,omitempty"`
	Use    Use           `json:"use"`
	// Unit is the team or the service in which it happened, never a person; it may be empty.
	Unit string `json:"unit,omitempty"`
	// Cause is what a recovery was of: "deployment", or anything else.
	Cause string `json:"cause,omitempty"`
	// Number is the revision that was used, Execution the execution that it belongs to; 0 and empty for unknown.
	Number    int    `json:"revision,omitempty"`
	Execution string `json:"execution,omitempty"`
	Source    Source `json:"source"`
	// InForce says that a revision of the procedure had come into force by then.
	InForce bool      `json:"in_force"`
	Stored  time.Time `json:"stored"`
	// Excluded is when it was left out, zero for never, and Reason why.
	Excluded time.Time `json:"excluded,omitzero"`
	Reason   string    `json:"reason,omitempty"`
}

// Same says that another one tells the same, whenever it came and under whose name.
func (o Observation) Same(p Observation) bool {
	o.Stored, o.Excluded, o.Reason, o.InForce, o.Process = p.Stored, p.Excluded, p.Reason, p.InForce, p.Process
	at := o.At.Equal(p.At)
	o.At = p.At
	return at && o == p
}

// Count is how many observations of a procedure there are of a measure and a use, without those left out.
type Count struct {
	Procedure string
	Measure   Measure
	Use       Use
	Source    Source
	InForce   bool
	N, Failed int
	// Logs and Squares are sums: of each duration's Log, and of its square.
	Logs, Squares int64
}

// LogScale is how many of a Log are one.
const LogScale = 10000

// Log is the natural logarithm of a duration in seconds, in ten thousandths; of what took less than a second it is 0, as if it had taken one.
func Log(d time.Duration) int64 {
	return int64(math.Round(math.Log(max(d, time.Second).Seconds()) * LogScale))
}

// Process is a process of the register, as figures know it: with the slug of the procedure that documents it, empty for none.
type Process struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Slug string `json:"procedure,omitempty"`
}

// BusyProcess is a process with how many observations hang on it.
type BusyProcess struct {
	Process
	N int `json:"n"`
}

// Busy is a procedure with how many observations of it there are.
type Busy struct {
	Procedure, Slug, Title string
	N                      int
}

// Learner is when somebody first tried a procedure, and first did it alone; zero for not yet. It is asked for to write an observation that names nobody, and for
// nothing else.
type Learner struct {
	Procedure, Account string
	Began, Alone       time.Time
}

// Note is something that happened beside the procedure and may be the cause of a difference.
type Note struct {
	ID        string    `json:"id"`
	Workspace string    `json:"-"`
	Procedure string    `json:"-"`
	At        time.Time `json:"at"`
	Text      string    `json:"text"`
}

// StepFact is what an execution tells of a step.
type StepFact struct {
	Key string `json:"k"`
	// Took is how long people were at it, in microseconds; 0 for not known.
	Took int64 `json:"t,omitempty"`
	// Deviated, Failed and Back say that it came out otherwise (made good, skipped, failed), failed, or was gone back to.
	Deviated bool `json:"d,omitempty"`
	Failed   bool `json:"f,omitempty"`
	Back     int  `json:"b,omitempty"`
	// Unclear, Missing, Wrong and Slow count what was thought of its words; Notes what was written down at it.
	Unclear int `json:"u,omitempty"`
	Missing int `json:"m,omitempty"`
	Wrong   int `json:"w,omitempty"`
	Slow    int `json:"s,omitempty"`
	Notes   int `json:"n,omitempty"`
}

// Told says that there is anything to be told of the step.
func (f StepFact) Told() bool { return f != StepFact{Key: f.Key} }

// Facts are what an execution tells of its steps.
type Facts struct {
	Execution, Workspace, Procedure string
	Number                          int
	// Live says that it wasn't a trial or a training: only then its times count.
	Live  bool
	At    time.Time // when it ended
	Steps []StepFact
}

// Question asks for the newest observations of a measure, of a procedure or else of a process; those left out are among the answers. With a From it asks for what ended then or later, with a To for
// what ended before.
type Question struct {
	Workspace, Procedure, Process string
	Measure                       Measure
	From, To                      time.Time
	// Side asks for what was done with the procedure, or without it, alone.
	Side  Side
	Limit int
}

// Side is whether something was done with the procedure.
type Side int

// The sides: 0 for both.
const (
	WithIt Side = iota + 1
	WithoutIt
)

// Known says that there is such a measure.
func Known(m Measure) bool { return slices.Contains(Measures, m) }
