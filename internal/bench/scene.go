package bench

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// SceneScore is what ffmpeg's scene filter says of a picture: how much it differs from the one before, from 0 to 1.
type SceneScore struct {
	T     float64 `json:"t"`
	Score float64 `json:"score"`
}

// SceneMerge is the time in seconds within which two cuts are taken as one.
const SceneMerge = 0.7

// BestScene is the steps F1 that ffmpeg's scene filter reaches as a finder of steps at the threshold that suits this
// recording best (which nobody can know beforehand), and that threshold. Each cut begins a step that lasts until the
// next one, with the cut as its anchor.
func BestScene(t Truth, scores []SceneScore) (best *float64, threshold float64) {
	var levels []float64
	for _, s := range scores {
		if s.Score > 0 && !math.IsNaN(s.Score) {
			levels = append(levels, s.Score)
		}
	}
	slices.Sort(levels)
	levels = slices.Compact(levels)
	best = ptr(0)
	for _, th := range thin(levels, 60) {
		d := sceneSteps(t, scores, th)
		if f, _ := stepFigures(t, d, t.tolerance()); *f > *best {
			best, threshold = f, th
		}
	}
	return best, threshold
}

// thin keeps at most n values, evenly spread over their ranks.
func thin(v []float64, n int) []float64 {
	if len(v) <= n {
		return v
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = v[i*(len(v)-1)/(n-1)]
	}
	return out
}

// sceneSteps is a draft whose steps are the cuts at a threshold.
func sceneSteps(t Truth, scores []SceneScore, threshold float64) Drafted {
	var cuts []float64
	for _, s := range scores {
		if s.Score < threshold {
			continue
		}
		if n := len(cuts); n > 0 && s.T-cuts[n-1] < SceneMerge {
			continue
		}
		cuts = append(cuts, s.T)
	}
	var d Drafted
	for i, c := range cuts {
		to := t.Duration
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		d.Actions = append(d.Actions, Action{T: c})
		d.Steps = append(d.Steps, Step{From: c, To: to, Actions: []int{i}})
	}
	return d
}

// ReadScenes reads the scores from what ffmpeg prints for the video filter
// "select='gte(scene,0)',metadata=print:file=-": for each picture a line with pts_time: and one with
// lavfi.scene_score=. Lines of another form are passed over.
func ReadScenes(printed []byte) []SceneScore {
	var out []SceneScore
	at, known := 0.0, false
	for line := range strings.Lines(string(printed)) {
		line = strings.TrimSpace(line)
		if _, t, ok := strings.Cut(line, "pts_time:"); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(t), 64)
			at, known = v, err == nil
		} else if s, ok := strings.CutPrefix(line, "lavfi.scene_score="); ok && known {
			if v, err := strconv.ParseFloat(s, 64); err == nil {
				out = append(out, SceneScore{at, v})
			}
			known = false
		}
	}
	return out
}
