// Package proof draws how the trail is proven, kept and taken along.
package proof

import (
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
)

// Proof is the page of what an auditor wants to see.
type Proof struct {
	custody.Checked
	Retention custody.Retention
	Due       []DueRow
	Holds     []HoldRow
	// Acts are what can be done, and Access who may do which of it.
	Acts   []string
	Access []AccessRow
	// Manages says that whoever looks may set rules; Saved that they were set.
	Manages, Saved bool
	Now            time.Time
	template.Fault
	// Reason and Slug are what was typed before something was refused.
	Reason, Slug string
}

// DueRow is what is deleted soon: how much of what, and until when nothing is.
type DueRow struct {
	// One and More are what it is, in words.
	One, More string
	N, Held   int
}

// Words are how much of what is deleted, and what of it stays.
func (d DueRow) Words() string {
	s := template.Number(int64(d.N), d.One, d.More)
	if d.Held > 0 {
		s += fmt.Sprintf(", of which %d kept by a legal hold", d.Held)
	}
	return s
}

// HoldRow is a legal hold in words.
type HoldRow struct {
	custody.Hold
	On, Who, EndedWho string
}

// AccessRow is what a person may.
type AccessRow struct {
	team.Member
	May []bool
}

// actWords are what can be done, in words.
var actWords = map[string]string{
	"read": "Read", "record": "Bring recordings", "write": "Write", "judge": "Judge", "share": "Share", "self": "Own account", "manage": "Rule people", "audit": "See the trail", "serve": "Rule the server",
}

func actName(act string) string {
	if w := actWords[act]; w != "" {
		return w
	}
	return strings.ToUpper(act[:1]) + act[1:]
}

// trailWords is what a check found, in one sentence.
func trailWords(p Proof) string {
	if p.Chained() {
		return "What became of procedures isn’t what the trail vouches for."
	}
	return "The trail isn’t what it was."
}
