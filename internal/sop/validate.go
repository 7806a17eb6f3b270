package sop

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Problem is a rule of the document that a Revision breaks.
type Problem struct {
	Rule    string `json:"rule"`    // "evidence", "key", "order", "reference", "span", "value"
	Place   string `json:"place"`   // where, by the names of the JSON form
	Message string `json:"message"` // what is wrong, as a sentence
}

// String is p as a line for a terminal.
func (p Problem) String() string { return p.Place + ": " + p.Message }

// slack is how far a span may run over the recording's end: containers round their duration.
const slack = time.Second

var (
	keyForm       = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,63}$`)
	parameterForm = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,63}$`)
	imageForm     = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{0,127}\.(png|jpg|webp)$`)
	stepKinds     = []StepKind{StepScreen, StepCommand, StepCheck, StepWait, StepManual}
	calloutKinds  = []CalloutKind{Warning, Caution, Note, Tip}
	markKinds     = []MarkKind{MarkBox, MarkNumber, MarkArrow, MarkText, MarkBlur}
	classes       = []CommandClass{"", Reads, Changes, Destroys}
)

// Validate gives every rule that r breaks, and nothing when it is sound. It doesn't change r.
func Validate(r *Revision) []Problem {
	v := validator{r: r, utterances: map[string]bool{}, actions: map[string]*Action{}, leads: map[string]string{}}
	v.recording()
	v.head()
	for part := range Walk(r) {
		v.part(part)
	}
	v.sections()
	v.problems = append(v.problems, Unfounded(r)...)
	return v.problems
}

// validator gathers the problems of one revision.
type validator struct {
	r          *Revision
	utterances map[string]bool
	actions    map[string]*Action
	leads      map[string]string // steps that other steps lead to, with the places of those
	problems   []Problem
}

func (v *validator) add(rule, place, format string, args ...any) {
	v.problems = append(v.problems, Problem{rule, place, fmt.Sprintf(format, args...)})
}

// recording checks what was seen and heard, and notes its IDs.
func (v *validator) recording() {
	for i, u := range v.r.Transcript.Utterances {
		place := fmt.Sprintf("transcript.utterances[%d]", i)
		if u.ID == "" || v.utterances[u.ID] {
			v.add("key", place+".id", "The ID %q is empty or stands twice.", u.ID)
		}
		v.utterances[u.ID] = true
		v.span(place+".span", u.Span)
	}
	for i := range v.r.Actions {
		a, place := &v.r.Actions[i], fmt.Sprintf("actions[%d]", i)
		if a.ID == "" || v.actions[a.ID] != nil {
			v.add("key", place+".id", "The ID %q is empty or stands twice.", a.ID)
		}
		v.actions[a.ID] = a
		v.span(place+".span", a.Span)
		if a.Kind == RunCommand && a.Command == nil {
			v.add("value", place+".command", "An action of kind command has no command.")
		}
	}
}

// head checks what stands before the sections.
func (v *validator) head() {
	r := v.r
	if r.Schema != Schema {
		v.add("value", "schema", "The schema is %q, not %q.", r.Schema, Schema)
	}
	if r.Number < 1 {
		v.add("value", "number", "Revisions count from 1, not %d.", r.Number)
	}
	names := map[string]bool{}
	for i, p := range r.Parameters {
		place := fmt.Sprintf("parameters[%d]", i)
		if !parameterForm.MatchString(p.Name) {
			v.add("value", place+".name", "The name %q is not in capitals.", p.Name)
		}
		if names[p.Name] {
			v.add("key", place+".name", "The name %q stands twice.", p.Name)
		}
		names[p.Name] = true
		if p.Secret && p.Example != "" {
			v.add("value", place+".example", "A secret has an example.")
		}
	}
	for i, g := range r.Gaps {
		if g.Part == "" || g.Text == "" || g.Question == "" {
			v.add("value", fmt.Sprintf("gaps[%d]", i), "A gap needs its part, a text and a question.")
		}
	}
}

// part checks one part's evidence.
func (v *validator) part(p Part) {
	e, place := p.Evidence, p.Place+".evidence"
	if !(e.Confidence >= 0 && e.Confidence <= 1) {
		v.add("value", place+".confidence", "The confidence %v is not between 0 and 1.", e.Confidence)
	}
	v.span(place+".span", e.Span)
	for _, at := range e.Frames {
		v.span(place+".frames", Span{at, at})
	}
	for _, id := range e.Utterances {
		if !v.utterances[id] {
			v.add("reference", place+".utterances", "There is no utterance %q.", id)
		}
	}
	v.actionIDs(place+".actions", e.Actions)
	if _, _, m := v.r.Reel(e.Span.From); m.Video != nil {
		video := m.Video
		for _, b := range e.Boxes {
			if !b.Overlaps(Box{0, 0, video.Width, video.Height}) {
				v.add("span", place+".boxes", "The box %v lies outside of the picture.", b)
			}
		}
	}
}

func (v *validator) actionIDs(place string, ids []string) {
	for _, id := range ids {
		if v.actions[id] == nil {
			v.add("reference", place, "There is no action %q.", id)
		}
	}
}

// span checks that s runs forward and lies within the recording.
func (v *validator) span(place string, s Span) {
	end := v.r.End()
	switch {
	case s.From < 0 || s.To < s.From:
		v.add("span", place, "The span from %v to %v runs backwards.", s.From, s.To)
	case end > 0 && s.To > end.Add(slack):
		v.add("span", place, "The span ends at %v, after the recording's end at %v.", s.To, end)
	}
}

// sections checks the sections and their steps.
func (v *validator) sections() {
	last, keys := -1, map[string]bool{}
	for i, s := range v.r.Sections {
		place := fmt.Sprintf("sections[%d]", i)
		at := slices.Index(SectionOrder, s.Kind)
		switch {
		case at < 0:
			v.add("value", place+".kind", "There is no section %q.", s.Kind)
		case at <= last:
			v.add("order", place+".kind", "The section %q stands after a later one, or twice.", s.Kind)
		}
		last = max(last, at)
		if strings.TrimSpace(s.Title) == "" {
			v.add("value", place+".title", "A section needs a heading.")
		}
		for j := range s.Steps {
			v.step(fmt.Sprintf("%s.steps[%d]", place, j), &s.Steps[j], keys)
		}
	}
	for _, to := range slices.Sorted(maps.Keys(v.leads)) {
		if to != "" && !keys[to] {
			v.add("reference", v.leads[to], "There is no step %q.", to)
		}
	}
}

func (v *validator) step(place string, s *Step, keys map[string]bool) {
	if !keyForm.MatchString(s.Key) {
		v.add("key", place+".key", "The key %q is not of small letters, digits and hyphens.", s.Key)
	}
	if keys[s.Key] {
		v.add("key", place+".key", "The key %q stands twice.", s.Key)
	}
	keys[s.Key] = true
	if !slices.Contains(stepKinds, s.Kind) {
		v.add("value", place+".kind", "There is no kind of step %q.", s.Kind)
	}
	v.actionIDs(place+".actions", s.Actions)
	for _, id := range s.Actions {
		if a := v.actions[id]; a != nil && a.Undone {
			v.add("reference", place+".actions", "The action %q was taken back.", id)
		}
	}
	if s.Kind == StepCommand && len(s.Commands) == 0 {
		v.add("value", place+".commands", "A step of kind command has no command.")
	}
	for i, c := range s.Commands {
		if !slices.Contains(classes, c.Class) {
			v.add("value", fmt.Sprintf("%s.commands[%d].class", place, i), "There is no class %q.", c.Class)
		}
		v.doubts(fmt.Sprintf("%s.commands[%d].doubts", place, i), c)
	}
	for i, c := range s.Callouts {
		if !slices.Contains(calloutKinds, c.Kind) {
			v.add("value", fmt.Sprintf("%s.callouts[%d].kind", place, i), "There is no callout %q.", c.Kind)
		}
	}
	for i, l := range s.Links {
		if u, err := url.Parse(l.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" {
			v.add("value", fmt.Sprintf("%s.links[%d].url", place, i), "A link goes to http or https only.")
		}
	}
	for i := range s.Figures {
		v.figure(fmt.Sprintf("%s.figures[%d]", place, i), &s.Figures[i])
	}
	if c := s.Conduct; c != nil {
		v.leads[c.Failed] = place + ".conduct"
		for _, b := range c.Branches {
			v.leads[b.To] = place + ".conduct"
		}
	}
}

// doubts checks that c's doubts point into its text.
func (v *validator) doubts(place string, c Command) {
	n := len([]rune(c.Text))
	for _, d := range c.Doubts {
		if d.At < 0 || d.At >= n {
			v.add("reference", place, "A doubt points to character %d of %d.", d.At, n)
		}
	}
}

func (v *validator) figure(place string, f *Figure) {
	if f.Image != "" && !imageForm.MatchString(f.Image) {
		v.add("value", place+".image", "The name %q is not a picture's plain name.", f.Image)
	}
	v.span(place+".at", Span{f.At, f.At})
	if _, _, m := v.r.Reel(f.At); m.Video != nil && f.Evidence.Source != FromAuthor && !f.Crop.Rect().In(Box{0, 0, m.Video.Width, m.Video.Height}.Rect()) {
		v.add("span", place+".crop", "The crop %v reaches out of the picture.", f.Crop)
	}
	if f.Crop.Empty() {
		v.add("value", place+".crop", "The crop is empty.")
	}
	for i, m := range f.Marks {
		at := fmt.Sprintf("%s.marks[%d]", place, i)
		if !slices.Contains(markKinds, m.Kind) {
			v.add("value", at+".kind", "There is no mark %q.", m.Kind)
		}
		if m.Box == nil && m.Point == nil || m.Kind == MarkText && (m.Point == nil || m.Label == "") {
			v.add("value", at, "A mark needs a box or a point, and a text its words.")
		}
	}
}
