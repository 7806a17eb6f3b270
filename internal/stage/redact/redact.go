// Package redact finds the secrets in what was read and heard, and masks each with one placeholder everywhere: in text,
// in pictures, and in the times of sound. It proves finished pictures by reading them again.
package redact

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/zricethezav/gitleaks/v8/detect"

	"showhow/internal/sop"
)

// Input is everything that was read and heard.
type Input struct {
	Transcript sop.Transcript
	// Screens and Terminals are in order of time.
	Screens, Terminals []sop.Screen
	// Session is what a terminal recording holds beside its screens; nil for others.
	Session *sop.Session
	// Title is what the author calls the procedure, and Name the recording's file name; both may be empty.
	Title, Name string
	// Author is what the author wrote down before the recording.
	Author []string
	// Words are the user's own, masked wherever they stand.
	Words []string
}

// Output is the same without secrets.
type Output struct {
	Transcript         sop.Transcript
	Screens, Terminals []sop.Screen
	Session            *sop.Session
	Title, Name        string
	Author             []string
	Redactions         []sop.Redaction
	// Spoken are the times in which a secret is said: of its words where their times are known.
	Spoken  []sop.Span
	Secrets Secrets
}

// listed is the rule of the user's own words.
const listed = "listed"

// privateKey is the rule of keys with their first and last line.
const privateKey = "private-key"

// bareKey is the rule of keys of which nothing tells but their letters.
const bareKey = "bare-key"

var detector = sync.OnceValues(detect.NewDetectorDefaultConfig)

// Apply finds and masks. It changes nothing of what it is given.
func Apply(ctx context.Context, in Input) (Output, error) {
	s, err := discover(ctx, in)
	if err != nil {
		return Output{}, err
	}
	m := masker{secrets: s, redactions: make([]sop.Redaction, len(s.all))}
	for i, k := range s.all {
		m.redactions[i] = sop.Redaction{Placeholder: k.placeholder, Rule: k.rule}
	}
	out := Output{Transcript: m.transcript(in.Transcript), Screens: m.screens(in.Screens), Terminals: m.screens(in.Terminals), Session: m.session(in.Session), Title: s.Mask(in.Title), Name: s.Mask(in.Name), Spoken: s.spoken(in.Transcript), Secrets: s}
	for _, line := range in.Author {
		out.Author = append(out.Author, s.Mask(line))
	}
	for _, r := range m.redactions {
		r.Seen = joined(r.Seen)
		out.Redactions = append(out.Redactions, r)
	}
	return out, nil
}

// found is a secret's value as it was read, before the forms of one secret are put together.
type found struct {
	value, name, rule string
	exact             bool // read from a terminal's cells, which seldom errs, or not read at all
	times             int
}

// parts are what stands of a secret in each of the lines over which it runs; nothing for one in a single line.
func (f found) parts() (all []string) {
	if f.rule == privateKey || !strings.Contains(f.value, "\n") {
		return nil
	}
	for p := range strings.SplitSeq(f.value, "\n") {
		if len(p) >= legible {
			all = append(all, p)
		}
	}
	return all
}

// discover gathers the secrets of all texts.
func discover(ctx context.Context, in Input) (Secrets, error) {
	d, err := detector()
	if err != nil {
		return Secrets{}, fmt.Errorf("gitleaks' rules: %w", err)
	}
	values := map[string]*found{}
	note := func(f found) {
		if old := values[f.value]; old != nil {
			old.times++
			old.exact = old.exact || f.exact
			if old.rule == bareKey { // a label says more
				old.name, old.rule = f.name, f.rule
			}
			return
		}
		f.times = 1
		values[f.value] = &f
	}
	for text, exact := range texts(in) {
		if err := ctx.Err(); err != nil {
			return Secrets{}, err
		}
		for _, h := range find(text) {
			note(found{text[h.from:h.to], h.name, h.rule, exact, 1})
		}
		for _, g := range d.DetectString(text) {
			g.Secret = bareOf(g.RuleID, g.Secret)
			if g.Secret != "" && !harmless(g.Secret, "") && !hash(g.Secret) {
				note(found{g.Secret, nameOf("", strings.ReplaceAll(g.RuleID, "generic-", "")), g.RuleID, exact, 1})
			}
		}
	}
	if in.Session != nil {
		for _, w := range in.Session.Hidden {
			note(found{w, "PASSWORD", unseen, true, 1})
		}
	}
	for _, w := range in.Words {
		if w = strings.TrimSpace(w); w != "" {
			values[w] = &found{w, "MASKED", listed, true, 1 << 20}
		}
	}
	return together(values), nil
}

// bareOf is a secret that gitleaks found without the signs around it, and without the name before it: both are parts of the command.
func bareOf(rule, v string) string {
	if q := v; len(q) > 2 && (q[0] == '\'' || q[0] == '"') && q[len(q)-1] == q[0] {
		v = q[1 : len(q)-1]
	}
	if rule == "curl-auth-user" {
		_, v, _ = strings.Cut(v, ":")
	}
	return v
}

// hash says whether v is nothing but the digest of a commit, an image or a file: hexadecimal of the usual lengths.
func hash(v string) bool {
	if n := len(v); n != 7 && n != 8 && n != 12 && n != 32 && n != 40 && n != 64 && n != 128 {
		return false
	}
	return strings.Trim(v, "0123456789abcdef") == ""
}

// together puts the forms of each secret together, beginnings of it and misread ones, and names each once.
func together(values map[string]*found) Secrets {
	var all []*found
	for _, f := range values {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { // the best form of a secret comes before its worse ones
		a, b := all[i], all[j]
		switch {
		case (a.rule == listed) != (b.rule == listed):
			return a.rule == listed
		case a.exact != b.exact:
			return a.exact
		case len(a.value) != len(b.value):
			return len(a.value) > len(b.value)
		case a.times != b.times:
			return a.times > b.times
		}
		return a.value < b.value
	})
	var s Secrets
	taken := map[string]int{}
	for _, f := range all {
		like := alike
		if f.exact {
			like = confused // of two that were read exactly, one that differs in a figure is another secret: the old one and the new one
		}
		if i := s.index(f.value, like); i >= 0 && f.rule != listed {
			s.all[i].forms = append(append(s.all[i].forms, f.value), f.parts()...)
			continue
		}
		taken[f.name]++
		name := f.name
		if n := taken[f.name]; n > 1 {
			name = fmt.Sprintf("%s_%d", f.name, n)
		}
		s.all = append(s.all, secret{append([]string{f.value}, f.parts()...), "<" + name + ">", f.rule})
	}
	return s
}

// ErrNoReader is given when a picture can't be proved for want of a reader.
var ErrNoReader = errors.New("redact: nothing to read pictures with")
