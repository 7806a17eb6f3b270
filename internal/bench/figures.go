package bench

import (
	"showhow/internal/sop"
)

// Figures are the measurements of one case. A nil figure wasn't scored. Shares run from 0 to 1.
type Figures struct {
	StepsF1           *float64 `json:"steps_f1"`
	Order             *float64 `json:"order"`
	ActionsF1         *float64 `json:"actions_f1"`
	Clicks            *float64 `json:"clicks"`
	Labels            *float64 `json:"labels"`
	CommandsPrecision *float64 `json:"commands_precision"`
	CommandsRecall    *float64 `json:"commands_recall"`
	WER               *float64 `json:"wer"`
	NotesRecall       *float64 `json:"notes_recall"`
	NotesPrecision    *float64 `json:"notes_precision"`
	// Unsupported and Secrets are counts; the only good figure is 0.
	Unsupported *float64 `json:"unsupported"`
	Secrets     *float64 `json:"secrets"`
	// CPUPerMinute and WallPerMinute are seconds of work per minute of recording; FloorCPUPerMinute is what one full
	// decode of the file takes.
	CPUPerMinute      *float64 `json:"cpu_per_minute"`
	WallPerMinute     *float64 `json:"wall_per_minute"`
	PeakMiB           *float64 `json:"peak_mib"`
	FloorCPUPerMinute *float64 `json:"floor_cpu_per_minute"`
	// BaselineStepsF1 is the steps F1 of ffmpeg's scene filter at its best threshold, on the same file.
	BaselineStepsF1 *float64              `json:"baseline_steps_f1"`
	Stages          map[string]StageUsage `json:"stages,omitempty"`
}

// StageUsage is what a stage took, in seconds; in a case's figures it is for the whole recording.
type StageUsage struct {
	CPU  float64 `json:"cpu"`
	Wall float64 `json:"wall"`
}

// Cost is what a run took.
type Cost struct {
	// CPU and Wall are seconds, PeakBytes the largest resident memory, FloorCPU the CPU seconds of one full decode.
	CPU, Wall float64
	PeakBytes int64
	FloorCPU  float64
	Stages    map[string]StageUsage
}

// Options are what a score needs besides truth and draft. A nil part isn't scored.
type Options struct {
	// Revision is the draft itself; its sentences are asked for their evidence.
	Revision *sop.Revision
	// Leaks are the places where a secret was found; see Leaks. Nil means that nobody looked.
	Leaks []Leak
	// Looked says that Leaks holds all there is, also when it's empty.
	Looked bool
	Cost   *Cost
	// Scene are the scores of ffmpeg's scene filter, for the baseline.
	Scene []SceneScore
}

// Case scores a draft.
func Case(t Truth, d Drafted, o Options) Figures {
	tol := t.tolerance()
	var f Figures
	if t.Steps != nil {
		f.StepsF1, f.Order = stepFigures(t, d, tol)
	}
	if o.Scene != nil && len(t.Steps) > 0 {
		f.BaselineStepsF1, _ = BestScene(t, o.Scene)
	}
	if t.Actions != nil {
		f.ActionsF1 = actionsF1(t, d, tol)
		f.Clicks = clicks(t, d, tol)
		f.Labels = labels(t, d, tol)
		f.CommandsPrecision, f.CommandsRecall = commandFigures(t, d)
	}
	f.WER = wordErrors(t, d)
	if t.Notes != nil {
		f.NotesRecall, f.NotesPrecision = noteFigures(t.Notes, d.Notes)
	}
	if o.Revision != nil {
		f.Unsupported = ptr(float64(len(Unsupported(*o.Revision))))
	}
	if t.Secrets != nil && o.Looked {
		f.Secrets = ptr(float64(len(o.Leaks)))
	}
	f.addCost(t, o.Cost)
	return f
}

func (f *Figures) addCost(t Truth, c *Cost) {
	if c == nil || t.Duration <= 0 {
		return
	}
	minutes := t.Duration / 60
	f.CPUPerMinute, f.WallPerMinute = ptr(c.CPU/minutes), ptr(c.Wall/minutes)
	if c.PeakBytes > 0 {
		f.PeakMiB = ptr(float64(c.PeakBytes) / (1 << 20))
	}
	if c.FloorCPU > 0 {
		f.FloorCPUPerMinute = ptr(c.FloorCPU / minutes)
	}
	f.Stages = c.Stages
}

func (t Truth) tolerance() float64 {
	if t.Tolerance > 0 {
		return t.Tolerance
	}
	return DefaultTolerance
}

func ptr(v float64) *float64 { return &v }

// share is hits of all; nil when there is nothing to hit.
func share(hits, all int) *float64 {
	if all == 0 {
		return nil
	}
	return ptr(float64(hits) / float64(all))
}

// f1 of hits among drafted and true ones: 1 when there is nothing on either side.
func f1(hits, drafted, truth int) float64 {
	if drafted+truth == 0 {
		return 1
	}
	return 2 * float64(hits) / float64(drafted+truth)
}
