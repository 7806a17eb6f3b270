package pipeline

import (
	"time"
)

// State is what a stage is doing.
type State string

// The states of a stage.
const (
	Started State = "started"
	Running State = "running"
	Done    State = "done"
	// Resumed means that the result of an earlier run was found.
	Resumed State = "resumed"
)

// Event tells of a stage's progress.
type Event struct {
	Stage string `json:"stage"`
	// Title is the stage in the user's words: "Reading the screen".
	Title string `json:"title"`
	State State  `json:"state"`
	// Fraction of the stage that is done, 0 to 1.
	Fraction float64 `json:"fraction"`
	// Left is the time left as far as it can be told; 0 when it can't.
	Left time.Duration `json:"-"`
	// Took is the stage's wall time, for Done.
	Took time.Duration `json:"-"`
}

// Progress is told of each event, one at a time. nil is allowed.
type Progress func(Event)

// Stages are the stages of the walk in their order.
var Stages = []string{"intake", "probe", "scale", "watch", "terminals", "read", "replay", "listen", "redact", "compose", "reword", "figures", "preview", "files"}

// titles are the stages in the user's words.
var titles = map[string]string{
	"intake": "Taking the recording in", "probe": "Looking at the file", "scale": "Measuring the text", "watch": "Watching the screen", "terminals": "Reading terminals", "read": "Reading the screen", "replay": "Playing the terminal",
	"listen": "Listening", "redact": "Masking secrets", "compose": "Writing the steps", "reword": "Putting it better", "figures": "Making the pictures",
	"preview": "Making the preview",
	"files":   "Writing the files",
}

// Title is a stage in the user's words: "Reading the screen"; empty for one that there isn't.
func Title(stage string) string { return titles[stage] }

// meter tells of one stage.
type meter struct {
	tell  Progress
	stage string
	start time.Time
	last  time.Time
}

func (p Progress) begin(stage string) *meter {
	m := &meter{tell: p, stage: stage, start: time.Now()}
	m.event(Started, 0)
	return m
}

// Files tells of the writing of a draft's files, which comes after the walk: at is told the share that is written, from 0 to 1,
// end that all of them are.
func (p Progress) Files() (at func(share float64), end func()) {
	m := p.begin("files")
	return m.at, func() { m.end(false) }
}

func (m *meter) event(s State, f float64) {
	if m.tell == nil {
		return
	}
	e := Event{Stage: m.stage, Title: Title(m.stage), State: s, Fraction: f}
	took := time.Since(m.start)
	if s == Running && f > 0.02 {
		e.Left = time.Duration(float64(took) * (1 - f) / f)
	}
	if s == Done {
		e.Took = took
	}
	m.tell(e)
}

// at tells that a fraction is done; more than ten times a second nobody needs to know.
func (m *meter) at(f float64) {
	if now := time.Now(); now.Sub(m.last) > 100*time.Millisecond {
		m.last = now
		m.event(Running, max(0, min(1, f)))
	}
}

func (m *meter) end(resumed bool) {
	if resumed {
		m.event(Resumed, 1)
		return
	}
	m.event(Done, 1)
}
