package parameter_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// release is a procedure whose version was typed into a field, and whose namespace stands in a command, in another that nothing ties to it, and in words.
func release() *sop.Revision {
	by := func(actions ...string) sop.Evidence { return sop.Evidence{Actions: actions} }
	return &sop.Revision{
		Parameters: []sop.Parameter{
			{Name: "VERSION", Example: "2.14.0", Evidence: by("a1")},
			{Name: "NAMESPACE", Example: "shop", Evidence: by("a2")},
			{Name: "TOKEN", Secret: true, Evidence: by("a1")},
		},
		Sections: []sop.Section{{Steps: []sop.Step{
			{Key: "enter", Title: sop.Claim{Text: "Enter **2.14.0** in **VERSION** \\*.", Evidence: by("a1")}, Detail: []sop.Claim{{Text: "It isn't 2.14.0-rc1, nor `v2.14.0`.", Evidence: by("a1")}}},
			{Key: "look", Title: sop.Claim{Text: "Look at the pods.", Evidence: by("a2")}, Commands: []sop.Command{{Text: "kubectl get pods -n shop", Shell: "shell", Evidence: by("a2")}}},
			{Key: "back", Title: sop.Claim{Text: "Take the shop's 2.14.0 back."}, Commands: []sop.Command{{Text: "kubectl rollout undo deployment/shop-api -n shop", Shell: "shell"}}},
		}}},
	}
}

func TestWorded(t *testing.T) {
	r := release()
	before, _ := json.Marshal(r)
	got := parameter.Worded(r, map[string]string{"VERSION": "3*1", "NAMESPACE": "other", "TOKEN": "x"})
	if after, _ := json.Marshal(r); string(before) != string(after) {
		t.Error("it changes the revision itself")
	}
	enter := got.Sections[0].Steps[0]
	if enter.Title.Text != `Enter **3\*1** in **VERSION** \*.` || sop.Bare(enter.Title.Text) != "Enter 3*1 in VERSION *." {
		t.Errorf("title: %s", enter.Title.Text)
	}
	if text := enter.Detail[0].Text; text != "It isn't 2.14.0-rc1, nor `v2.14.0`." {
		t.Errorf("what is a part of something longer: %s", text)
	}
	if text := got.Sections[0].Steps[2].Title.Text; text != "Take the shop's 2.14.0 back." {
		t.Errorf("what nothing ties to it: %s", text)
	}
	if parameter.Worded(r, map[string]string{"VERSION": "2.14.0"}) != r {
		t.Error("the recorded values change something")
	}
}

func TestRemains(t *testing.T) {
	values := map[string]string{"VERSION": "3.0.0", "NAMESPACE": "shop-eu"}
	r := parameter.Worded(release(), values)
	want := map[string][]parameter.Remain{
		"enter": {{"VERSION", "2.14.0", "3.0.0"}}, // as v2.14.0
		"back":  {{"VERSION", "2.14.0", "3.0.0"}, {"NAMESPACE", "shop", "shop-eu"}},
	}
	for i := range r.Sections[0].Steps {
		s := &r.Sections[0].Steps[i]
		if got := parameter.Remains(r, s, values); !reflect.DeepEqual(got, want[s.Key]) {
			t.Errorf("%s: %+v, want %+v", s.Key, got, want[s.Key])
		}
	}
	s := &release().Sections[0].Steps[2]
	if got := parameter.Remains(release(), s, map[string]string{"VERSION": "2.14.0", "NAMESPACE": "shop"}); got != nil {
		t.Errorf("the recorded values: %+v", got)
	}
}
