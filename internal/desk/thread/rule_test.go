package thread

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
)

func said(all ...string) (out []sop.Claim) {
	for _, t := range all {
		out = append(out, sop.Claim{Text: t})
	}
	return out
}

func sample() *sop.Revision {
	return &sop.Revision{Title: said("Deploy")[0], Purpose: said("So that it runs."), Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
		{Key: "one", Title: said("Open the page.")[0], Detail: said("Wait.", "Then look.")},
		{Key: "two", Title: said("Run it.")[0], Commands: []sop.Command{{Text: "cd app\nmake all\nmake all"}, {Text: "git pull"}}, Expected: said("It says done.")},
	}}}}
}

// Where an anchor stands after its step was changed.
func TestFollow(t *testing.T) {
	moved := sample()
	moved.Sections[0].Steps = []sop.Step{moved.Sections[0].Steps[1], moved.Sections[0].Steps[0]}
	moved.Sections[0].Steps[0].Commands = append([]sop.Command{{Text: "whoami"}}, moved.Sections[0].Steps[0].Commands...)
	moved.Sections[0].Steps[0].Commands[1].Text = "# first\ncd app\nmake all"
	moved.Sections[0].Steps[1].Detail = said("Wait a moment.", "Then look.")
	cut := sample()
	cut.Sections[0].Steps = cut.Sections[0].Steps[:1]
	for name, c := range map[string]struct {
		r             *sop.Revision
		a             thread.Anchor
		index, line   int
		gone, changed bool
		text          string
	}{
		"the whole procedure":     {sample(), thread.Anchor{}, 0, 0, false, false, ""},
		"a whole step":            {moved, thread.Anchor{Step: "one"}, 0, 0, false, false, ""},
		"the purpose":             {sample(), thread.Anchor{Part: thread.Purpose, Words: "it runs"}, 0, 0, false, false, "So that it runs."},
		"a command that moved":    {moved, thread.Anchor{Step: "two", Part: thread.Commands, Index: 1, Words: "git pull"}, 2, 0, false, false, "git pull"},
		"a line that moved":       {moved, thread.Anchor{Step: "two", Part: thread.Commands, Line: 1, Words: "cd app"}, 1, 2, false, false, "cd app"},
		"a line in its place":     {sample(), thread.Anchor{Step: "two", Part: thread.Commands, Line: 3, Words: "make all"}, 0, 3, false, false, "make all"},
		"words that were changed": {moved, thread.Anchor{Step: "one", Part: thread.Detail, Words: "Wait."}, 0, 0, false, true, ""},
		"words that were all, and have more beside them": {sample(), thread.Anchor{Step: "one", Part: thread.Title, Words: "Open the", Whole: true}, 0, 0, false, true, ""},
		"a step that is gone":                            {cut, thread.Anchor{Step: "two", Part: thread.Title, Words: "Run it."}, 0, 0, true, false, ""},
		"an element without words":                       {sample(), thread.Anchor{Step: "one", Part: thread.Detail, Index: 1}, 1, 0, false, false, "Then look."},
		"a picture that is gone":                         {sample(), thread.Anchor{Step: "one", Part: thread.Figure}, 0, 0, false, true, ""},
	} {
		got := Follow(c.r, c.a)
		if got.Gone != c.gone || got.Changed != c.changed || !c.changed && !c.gone && (got.Anchor.Index != c.index || got.Anchor.Line != c.line || got.Text != c.text) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

var (
	viewer   = desk.Actor{Account: "tom", Role: team.Viewer}
	editor   = desk.Actor{Account: "ada", Role: team.Editor}
	reviewer = desk.Actor{Account: "rob", Role: team.Reviewer}
)

func want(t *testing.T, name string, err error, code sop.Code) {
	t.Helper()
	if code == "" && err != nil || code != "" && (err == nil || sop.CodeOf(err) != code) {
		t.Errorf("%s: %v; want the code %q", name, err, code)
	}
}

func TestOpenable(t *testing.T) {
	words := []thread.Remark{{Text: "Why?"}}
	line := thread.Anchor{Step: "two", Part: thread.Commands, Line: 2, Words: "make all"}
	for name, c := range map[string]struct {
		a    desk.Actor
		t    thread.Thread
		code sop.Code
	}{
		"a viewer asks":                       {viewer, thread.Thread{Kind: thread.Question, Remarks: words}, ""},
		"a viewer holds up the approval":      {viewer, thread.Thread{Kind: thread.Note, Remarks: words, Blocking: true}, sop.Forbidden},
		"a viewer's finding may":              {viewer, thread.Thread{Kind: thread.Finding, Sort: thread.Wrong, Blocking: true, Anchor: line}, ""},
		"an editor holds it up":               {editor, thread.Thread{Kind: thread.Note, Remarks: words, Blocking: true, Anchor: line}, ""},
		"nothing said":                        {editor, thread.Thread{Kind: thread.Note}, sop.Invalid},
		"no kind":                             {editor, thread.Thread{Remarks: words}, sop.Invalid},
		"a finding of nothing":                {editor, thread.Thread{Kind: thread.Finding, Remarks: words}, sop.Invalid},
		"a part that a step hasn't":           {editor, thread.Thread{Kind: thread.Note, Remarks: words, Anchor: thread.Anchor{Step: "one", Part: thread.Purpose}}, sop.Invalid},
		"a part that stands before no step":   {editor, thread.Thread{Kind: thread.Note, Remarks: words, Anchor: thread.Anchor{Part: thread.Commands}}, sop.Invalid},
		"an index below nothing":              {editor, thread.Thread{Kind: thread.Note, Remarks: words, Anchor: thread.Anchor{Step: "one", Part: thread.Detail, Index: -1}}, sop.Invalid},
		"a step that isn't there":             {editor, thread.Thread{Kind: thread.Note, Remarks: words, Anchor: thread.Anchor{Step: "none"}}, sop.NotFound},
		"words that aren't there":             {editor, thread.Thread{Kind: thread.Note, Remarks: words, Anchor: thread.Anchor{Step: "one", Part: thread.Title, Words: "Close"}}, sop.NotFound},
		"a suggestion":                        {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: line, Proposed: "make test"}, ""},
		"a suggestion for no words":           {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: thread.Anchor{Step: "one", Part: thread.Title}, Proposed: "x"}, sop.Invalid},
		"a suggestion of the same":            {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: line, Proposed: "make all"}, sop.Invalid},
		"a title left out":                    {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: thread.Anchor{Step: "one", Part: thread.Title, Words: "Open the page."}}, sop.Invalid},
		"a suggestion for words twice there":  {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: thread.Anchor{Step: "two", Part: thread.Commands, Words: "make"}, Proposed: "x"}, sop.Invalid},
		"a suggestion for a line twice there": {viewer, thread.Thread{Kind: thread.Suggestion, Anchor: thread.Anchor{Step: "two", Part: thread.Commands, Line: 3, Words: "make all"}, Proposed: "x"}, ""},
	} {
		err := openable(c.a, &c.t, sample())
		want(t, name, err, c.code)
	}
}

func TestResolveAndReopen(t *testing.T) {
	by := func(who string) []thread.Remark {
		return []thread.Remark{{By: "rob", Text: "Why?"}, {By: who, Text: "So."}}
	}
	for name, c := range map[string]struct {
		a    desk.Actor
		t    thread.Thread
		r    thread.Resolution
		code sop.Code
	}{
		"the author mends":                       {editor, thread.Thread{By: "rob", Blocking: true}, thread.Resolution{How: thread.Mended}, ""},
		"the author answers":                     {editor, thread.Thread{By: "rob", Remarks: by("ada")}, thread.Resolution{How: thread.Answered}, ""},
		"answered with words":                    {editor, thread.Thread{By: "rob"}, thread.Resolution{How: thread.Answered, Words: "So."}, ""},
		"answered by nobody":                     {editor, thread.Thread{By: "rob", Remarks: by("rob")}, thread.Resolution{How: thread.Answered}, sop.Invalid},
		"the author waves it away":               {editor, thread.Thread{By: "rob", Blocking: true}, thread.Resolution{How: thread.Declined, Words: "No."}, sop.Forbidden},
		"the author declines what holds up none": {editor, thread.Thread{By: "rob"}, thread.Resolution{How: thread.Declined, Words: "No."}, ""},
		"declined without words":                 {editor, thread.Thread{By: "rob"}, thread.Resolution{How: thread.Declined}, sop.Invalid},
		"a reviewer declines":                    {reviewer, thread.Thread{By: "tom", Blocking: true}, thread.Resolution{How: thread.Declined, Words: "No."}, ""},
		"whoever opened it takes it back":        {editor, thread.Thread{By: "ada", Blocking: true}, thread.Resolution{How: thread.Declined, Words: "I was wrong."}, ""},
		"a viewer's own":                         {viewer, thread.Thread{By: "tom"}, thread.Resolution{How: thread.Mended}, ""},
		"a viewer, another's":                    {viewer, thread.Thread{By: "rob"}, thread.Resolution{How: thread.Mended}, sop.Forbidden},
		"no way":                                 {editor, thread.Thread{By: "rob"}, thread.Resolution{How: "x"}, sop.Invalid},
		"resolved already":                       {editor, thread.Thread{By: "rob", State: thread.Resolved}, thread.Resolution{How: thread.Mended}, sop.Invalid},
	} {
		if c.t.State == "" {
			c.t.State = thread.Open
		}
		before, _ := json.Marshal(c.t)
		c.r.By = c.a.Account
		err := resolve(c.a, &c.t, c.r)
		want(t, name, err, c.code)
		if after, _ := json.Marshal(c.t); err != nil && string(before) != string(after) || err == nil && c.t.State != thread.Resolved {
			t.Errorf("%s: %s became %s", name, before, after)
		}
	}
	for name, c := range map[string]struct {
		a    desk.Actor
		t    thread.Thread
		code sop.Code
	}{
		"whoever opened it": {viewer, thread.Thread{By: "tom", State: thread.Resolved}, ""},
		"an editor":         {editor, thread.Thread{By: "tom", State: thread.Resolved}, ""},
		"another viewer":    {viewer, thread.Thread{By: "rob", State: thread.Resolved}, sop.Forbidden},
		"open already":      {editor, thread.Thread{By: "rob", State: thread.Open}, sop.Invalid},
	} {
		want(t, name, reopen(c.a, &c.t), c.code)
	}
}

func TestReply(t *testing.T) {
	th := thread.Thread{State: thread.Open, By: "rob", At: time.Unix(1, 0)}
	want(t, "nothing", reply(&th, thread.Remark{Text: " "}), sop.Invalid)
	for range mostRemarks {
		want(t, "some", reply(&th, thread.Remark{By: "ada", Text: "x", At: time.Unix(2, 0)}), "")
	}
	want(t, "too much", reply(&th, thread.Remark{Text: "x"}), sop.Invalid)
	if th.Last() != "ada" || !th.Changed().Equal(time.Unix(2, 0)) || strings.Join(th.Voices(), " ") != "rob ada" {
		t.Errorf("%s, %v, %v", th.Last(), th.Changed(), th.Voices())
	}
}
