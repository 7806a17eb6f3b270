package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// value is a figure for comparison; NaN stands for one that wasn't scored.
func value(f *float64) float64 {
	if f == nil {
		return math.NaN()
	}
	return *f
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-9
}

func step_(from, to float64, actions ...int) Step { return Step{From: from, To: to, Actions: actions} }

func TestSteps(t *testing.T) {
	acts := []Action{{T: 2, Kind: "click"}, {T: 12, Kind: "click"}, {T: 22, Kind: "click"}}
	truth := Truth{Actions: acts, Steps: []Step{step_(0, 10, 0), step_(10, 20, 1), step_(20, 30, 2)}}
	for name, c := range map[string]struct {
		drafted   Drafted
		f1, order float64
	}{
		"the same":           {truth, 1, 1},
		"none":               {Drafted{}, 0, math.NaN()},
		"one lacks":          {Drafted{Steps: []Step{step_(1, 9), step_(21, 29)}}, 0.8, 1},
		"one too many":       {Drafted{Steps: []Step{step_(1, 4), step_(5, 9), step_(11, 19), step_(21, 29)}}, 6. / 7, 1},
		"one for all":        {Drafted{Steps: []Step{step_(0, 30)}}, 0.5, 1},
		"turned round":       {Drafted{Steps: []Step{step_(21, 29), step_(11, 19), step_(1, 9)}}, 1, 1. / 3},
		"anchor alone":       {Drafted{Actions: []Action{{T: 12.8}}, Steps: []Step{step_(100, 101, 0)}}, 0.5, 1},
		"anchor out of list": {Drafted{Steps: []Step{step_(100, 101, 7)}}, 0, math.NaN()},
		"less than half":     {Drafted{Steps: []Step{{From: 26, To: 40}}}, 0, math.NaN()},
		"an instant":         {Drafted{Steps: []Step{step_(15, 15)}}, 0.5, 1},
	} {
		f, o := stepFigures(truth, c.drafted, 1)
		if !same(value(f), c.f1) || !same(value(o), c.order) {
			t.Errorf("%s: F1 %v, order %v; want %v, %v", name, value(f), value(o), c.f1, c.order)
		}
	}
}

func TestActions(t *testing.T) {
	truth := Truth{Actions: []Action{{T: 1, Kind: "click"}, {T: 3, Kind: "type"}, {T: 5, Kind: "command", Command: "ls"}}, Asides: []Action{{T: 2.5, Kind: "click"}}}
	for name, c := range map[string]struct {
		drafted []Action
		want    float64
	}{
		"the same":              {truth.Actions, 1},
		"exactly the tolerance": {[]Action{{T: 2, Kind: "click"}, {T: 4, Kind: "type"}, {T: 4, Kind: "command"}}, 1},
		"another kind":          {[]Action{{T: 1, Kind: "select"}, {T: 3, Kind: "type"}, {T: 5, Kind: "command"}}, 2. / 3},
		"an aside told":         {append([]Action{{T: 2.6, Kind: "click"}}, truth.Actions...), 1},
		"one made up":           {append([]Action{{T: 9, Kind: "click"}}, truth.Actions...), 6. / 7},
		"one twice":             {append([]Action{{T: 5, Kind: "command"}}, truth.Actions...), 6. / 7},
		"out of order":          {[]Action{truth.Actions[2], truth.Actions[0], truth.Actions[1]}, 1},
		"none":                  {nil, 0},
	} {
		if got := value(actionsF1(truth, Drafted{Actions: c.drafted}, 1)); !same(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := value(actionsF1(Truth{Actions: []Action{}}, Drafted{}, 1)); got != 1 {
		t.Errorf("nothing to do and nothing drafted: %v", got)
	}
}

func TestClicksAndLabels(t *testing.T) {
	box, far := &sop.Box{X: 100, Y: 100, W: 50, H: 20}, &sop.Point{X: 400, Y: 400}
	truth := Truth{Actions: []Action{
		{T: 1, Kind: "click", Label: "Build Now", Box: box, Point: &sop.Point{X: 110, Y: 110}},
		{T: 5, Kind: "click", Point: &sop.Point{X: 300, Y: 300}},
		{T: 7, Kind: "click", Label: "nowhere"},
		{T: 9, Kind: "type", Label: "Version"},
	}}
	for name, c := range map[string]struct {
		drafted        []Action
		clicks, labels float64
	}{
		"right":               {[]Action{{T: 1, Kind: "click", Label: " build now ", Point: &sop.Point{X: 149, Y: 119}}, {T: 5.2, Kind: "click", Point: &sop.Point{X: 316, Y: 316}}, {T: 7, Kind: "click", Label: "nowhere"}, {T: 9, Kind: "type", Label: "Version"}}, 1, 1},
		"a box alone":         {[]Action{{T: 1, Kind: "click", Box: &sop.Box{X: 100, Y: 95, W: 60, H: 30}}}, 0.5, 0},
		"at the wrong place":  {[]Action{{T: 1, Kind: "click", Label: "Build", Point: far}}, 0, 0},
		"at the wrong time":   {[]Action{{T: 2.5, Kind: "click", Label: "Build Now", Point: &sop.Point{X: 110, Y: 110}}}, 0, 0},
		"another kind":        {[]Action{{T: 9, Kind: "select", Label: "VERSION"}}, 0, 1. / 3},
		"one mark for two":    {[]Action{{T: 1, Kind: "click", Point: &sop.Point{X: 110, Y: 110}}, {T: 1.5, Kind: "click", Point: &sop.Point{X: 110, Y: 110}}}, 0.5, 0},
		"nothing":             {nil, 0, 0},
		"24 pixels from it":   {[]Action{{T: 5, Kind: "click", Point: &sop.Point{X: 324, Y: 300}}}, 0.5, 0},
		"25 pixels from it":   {[]Action{{T: 5, Kind: "click", Point: &sop.Point{X: 325, Y: 300}}}, 0, 0},
		"no place in a draft": {[]Action{{T: 1, Kind: "click", Label: "Build Now"}}, 0, 1. / 3},
	} {
		d := Drafted{Actions: c.drafted}
		if got := value(clicks(truth, d, 1)); !same(got, c.clicks) {
			t.Errorf("%s: clicks %v, want %v", name, got, c.clicks)
		}
		if got := value(labels(truth, d, 1)); !same(got, c.labels) {
			t.Errorf("%s: labels %v, want %v", name, got, c.labels)
		}
	}
}

func TestCommands(t *testing.T) {
	run := func(cs ...string) []Action {
		var out []Action
		for i, c := range cs {
			out = append(out, Action{T: float64(i), Kind: "command", Command: c})
		}
		return out
	}
	const url = "pg_dump postgresql://app:hunter2@db/shop"
	for name, c := range map[string]struct {
		truth, asides, drafted []string
		steps                  []string
		precision, recall      float64
	}{
		"the same":                {truth: []string{"ls -l", "ls -l"}, drafted: []string{" ls -l ", "ls -l"}, precision: 1, recall: 1},
		"altered":                 {truth: []string{"ls -l", "pwd"}, drafted: []string{"ls -1", "pwd"}, precision: 0.5, recall: 0.5},
		"wrapped in a word":       {truth: []string{"kubectl get pods"}, drafted: []string{"kubectl ge\nt pods"}, precision: 1, recall: 1},
		"wrapped at a blank":      {truth: []string{"kubectl get pods"}, drafted: []string{"kubectl get\npods"}, precision: 1, recall: 1},
		"continued":               {truth: []string{"a \\\n  --b"}, drafted: []string{"a --b"}, precision: 1, recall: 1},
		"masked":                  {truth: []string{url}, drafted: []string{"pg_dump postgresql://app:<DB_PASSWORD>@db/shop"}, precision: 1, recall: 1},
		"secret left":             {truth: []string{url}, drafted: []string{url}, precision: 0, recall: 0},
		"too much masked":         {truth: []string{url}, drafted: []string{"pg_dump <URL>"}, precision: 0, recall: 0},
		"an aside told":           {truth: []string{"ls"}, asides: []string{"sl"}, drafted: []string{"sl", "ls"}, precision: 1, recall: 1},
		"made up":                 {truth: []string{"ls"}, drafted: []string{"ls", "rm -rf /"}, precision: 0.5, recall: 1},
		"made up in a step":       {truth: []string{"ls"}, drafted: []string{"ls"}, steps: []string{"ls", "reboot"}, precision: 0.5, recall: 1},
		"only in a step":          {truth: []string{"ls"}, steps: []string{"ls"}, precision: 1, recall: 1},
		"none drafted":            {truth: []string{"ls"}, precision: math.NaN(), recall: 0},
		"none true":               {drafted: []string{"ls"}, precision: 0, recall: math.NaN()},
		"case counts":             {truth: []string{"ls -A"}, drafted: []string{"ls -a"}, precision: 0, recall: 0},
		"inner blanks count":      {truth: []string{"echo 'a  b'"}, drafted: []string{"echo 'a b'"}, precision: 0, recall: 0},
		"order doesn't":           {truth: []string{"a", "b"}, drafted: []string{"b", "a"}, precision: 1, recall: 1},
		"a pattern is no pattern": {truth: []string{"grep a.c hunter2"}, drafted: []string{"grep abc <X>"}, precision: 0, recall: 0},
	} {
		d := Drafted{Actions: run(c.drafted...)}
		if c.steps != nil {
			d.Steps = []Step{{Commands: c.steps}}
		}
		p, r := commandFigures(Truth{Actions: run(c.truth...), Asides: run(c.asides...), Secrets: []string{"hunter2"}}, d)
		if !same(value(p), c.precision) || !same(value(r), c.recall) {
			t.Errorf("%s: precision %v, recall %v; want %v, %v", name, value(p), value(r), c.precision, c.recall)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"Release 2.14.0, 25 %":      "release two point fourteen point zero twenty five percent",
		"Run kube control get pods": "run kubectl get pods",
		"The year 2024 & 007":       "the year two thousand twenty four and zero zero seven",
		"It's 'fine'":               "it's fine",
		"10000 items":               "one zero zero zero zero items",
		"":                          "",
	} {
		if got := strings.Join(words(in), " "); got != want {
			t.Errorf("words(%q) = %q, want %q", in, got, want)
		}
	}
	for _, c := range []struct {
		ref, hyp string
		want     float64
	}{
		{"open the job", "open the job", 0}, {"open the job", "open a job", 1. / 3}, {"open the job", "", 1}, {"open", "open it now", 2},
		{"roll back with psql", "rollback with p s q l", 0}, {"the rollback fails", "the roll back fails", 0}, {"", "noise", math.NaN()},
	} {
		got := value(wordErrors(Truth{Utterances: []Utterance{{Text: c.ref}}}, Drafted{Utterances: []Utterance{{Text: c.hyp}}}))
		if !same(got, c.want) {
			t.Errorf("%q heard as %q: %v, want %v", c.ref, c.hyp, got, c.want)
		}
	}
}

func TestNotes(t *testing.T) {
	truth := []Note{{Kind: "warning", Text: "do not proceed if an incident is open"}, {Kind: "expected", Text: "all pods should be running"}}
	for name, c := range map[string]struct {
		drafted           []Note
		recall, precision float64
	}{
		"both":            {[]Note{{Kind: "warning", Text: "Do not proceed if an incident is open."}, {Kind: "expected", Text: "All pods are running"}}, 1, 1},
		"another kind":    {[]Note{{Kind: "tip", Text: "do not proceed if an incident is open"}}, 0, 0},
		"a plain note":    {[]Note{{Kind: "note", Text: "do not proceed if an incident is open"}}, 0, 1},
		"said by nobody":  {[]Note{{Kind: "warning", Text: "do not proceed if an incident is open"}, {Kind: "warning", Text: "the disk may be full"}}, 0.5, 0.5},
		"nothing drafted": {nil, 0, math.NaN()},
	} {
		r, p := noteFigures(truth, c.drafted)
		if !same(value(r), c.recall) || !same(value(p), c.precision) {
			t.Errorf("%s: recall %v, precision %v; want %v, %v", name, value(r), value(p), c.recall, c.precision)
		}
	}
}

// fixed is a reader that reads the same in every picture.
type fixed string

func (f fixed) Text(context.Context, []byte, int) (string, error) { return string(f), nil }

func TestLeaks(t *testing.T) {
	const secret = "p<ss&w0rd-x"
	for name, c := range map[string]struct {
		files []Output
		read  string
		want  int
	}{
		"clean":            {files: []Output{{Name: "sop.md", Content: []byte("use <DB_PASSWORD>")}}},
		"plain twice":      {files: []Output{{Content: []byte(secret + " " + secret)}}, want: 2},
		"in HTML":          {files: []Output{{Content: []byte("p&lt;ss&amp;w0rd-x")}}, want: 1},
		"in JSON":          {files: []Output{{Content: []byte("p\\u003css\\u0026w0rd-x")}}, want: 1},
		"in a picture":     {files: []Output{{Picture: true}}, read: "user P<SS &w0rd -x now", want: 1},
		"most in picture":  {files: []Output{{Picture: true}}, read: "user p<ss&w0r", want: 1},
		"a bit in picture": {files: []Output{{Picture: true}}, read: "p<ss"},
	} {
		got, err := Leaks(context.Background(), []string{secret, ""}, c.files, fixed(c.read))
		if err != nil || len(got) != c.want {
			t.Errorf("%s: %d leaks (%v), want %d", name, len(got), err, c.want)
		}
	}
	if _, err := Leaks(context.Background(), []string{secret}, []Output{{Picture: true}}, nil); err == nil {
		t.Error("a picture without a reader must be an error: it wasn't looked at")
	}
}

func TestBestScene(t *testing.T) {
	truth := Truth{Duration: 30, Actions: []Action{{T: 5}, {T: 15}}, Steps: []Step{step_(4, 10, 0), step_(14, 20, 1)}}
	f, th := BestScene(truth, []SceneScore{{5.1, 0.4}, {5.4, 0.4}, {9, 0.01}, {15.1, 0.3}, {27, 0.02}})
	if value(f) != 1 || th != 0.3 {
		t.Errorf("F1 %v at %v, want 1 at 0.3", value(f), th)
	}
	if f, _ := BestScene(truth, nil); value(f) != 0 {
		t.Errorf("no cuts: %v", value(f))
	}
}

func TestCaseLeavesOutWhatIsNotScored(t *testing.T) {
	truth, err := ReadTruth([]byte(`{"duration": 60, "actions": [{"t": 1, "kind": "hop", "box": [1.5, 2, 3, 4]}], "later": true}`))
	if err != nil {
		t.Fatal(err)
	}
	f := Case(truth, Drafted{}, Options{Cost: &Cost{CPU: 30, Wall: 15, PeakBytes: 1 << 20, FloorCPU: 6}, Scene: []SceneScore{}})
	b, _ := json.Marshal(f)
	want := `{"steps_f1":null,"order":null,"actions_f1":0,"clicks":null,"labels":null,"commands_precision":null,"commands_recall":null,"wer":null,"notes_recall":null,"notes_precision":null,"unsupported":null,"secrets":null,"cpu_per_minute":30,"wall_per_minute":15,"peak_mib":1,"floor_cpu_per_minute":6,"baseline_steps_f1":null}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	if _, err := ReadTruth([]byte(`[]`)); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("a broken truth: %v", err)
	}
}

func TestTableAndJSON(t *testing.T) {
	rows := []Row{{"a", "tune", Figures{StepsF1: ptr(1), Secrets: ptr(0)}}, {"b", "tune", Figures{StepsF1: ptr(0.5)}}, {"c", "measure", Figures{}}}
	var text, js bytes.Buffer
	if err := Table(&text, rows); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"mean of tune", "mean of measure", "mean of all", "0.75"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &text)
		}
	}
	if err := JSON(&js, rows); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Cases []map[string]any
		Mean  map[string]any
	}
	if err := json.Unmarshal(js.Bytes(), &got); err != nil || len(got.Cases) != 3 || got.Cases[0]["case"] != "a" || got.Cases[2]["steps_f1"] != nil || got.Mean["steps_f1"] != 0.75 {
		t.Errorf("JSON (%v): %s", err, &js)
	}
}

func FuzzReadTruth(f *testing.F) {
	f.Add([]byte(`{"duration": 1, "actions": [{"t": 1, "kind": "click", "point": [1, 2]}], "steps": [{"from": 0, "to": 1, "actions": [0, -1, 9]}]}`))
	f.Add([]byte(`{"steps": [], "notes": [{"kind": "?"}], "secrets": ["", "x"], "utterances": [{"text": "1.2.3 99999999999999999999"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		truth, err := ReadTruth(b)
		if err != nil {
			return
		}
		Case(truth, truth, Options{Scene: []SceneScore{{1, 0.5}}})
	})
}
