package current

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/mention"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
)

// marks are the steps of a revision that a change concerns; places are what one procedure names of the change's kind. A version that stands before the steps counts for those that name none.
func marks(c current.Change, r *sop.Revision, places []current.Place) (all []current.FlagStep) {
	general := ""
	for _, p := range places {
		if p.Step == "" && mention.Concerns(c, p.Mention) && p.Version != "" {
			general = p.Version
		}
	}
	at := map[string]int{}
	for _, p := range places {
		if !mention.Concerns(c, p.Mention) {
			continue
		}
		version, note := p.Version, ""
		look := true
		if version == "" {
			version = general
		}
		if look, note = mention.Means(c, version); !look {
			continue
		}
		named := strings.TrimSpace(p.Name + " " + version)
		if i, known := at[p.Step]; known {
			if all[i].Named != named {
				all[i].Named += ", " + named
			}
			continue
		}
		s := current.FlagStep{Key: p.Step, Number: p.Number, Named: named, Note: note}
		if step, _ := feedback.StepOf(r, p.Step); step != nil {
			s.Digest = feedback.DigestOf(step)
		}
		at[p.Step] = len(all)
		all = append(all, s)
	}
	if len(all) > 1 { // the steps tell more than what stands before them
		all = slices.DeleteFunc(all, func(s current.FlagStep) bool { return s.Key == "" })
	}
	return all
}

// stepWords are the numbers of steps in words: "step 4", "steps 4, 7"; empty for none.
func stepWords(all []current.FlagStep) string {
	var n []string
	for _, s := range all {
		if s.Number > 0 {
			n = append(n, strconv.Itoa(s.Number))
		}
	}
	switch len(n) {
	case 0:
		return ""
	case 1:
		return "step " + n[0]
	}
	return "steps " + strings.Join(n, ", ")
}

// Because is a flag as a line: "helm 3.14 → 3.15 (steps 4, 7)".
func Because(f current.Flag) string {
	if w := stepWords(f.Left()); w != "" {
		return f.Text + " (" + w + ")"
	}
	return f.Text
}

// settle says that a step, or a flag without steps, is still right; done is false when there is no such step left.
func settle(f *current.Flag, s current.FlagStep) (done bool) {
	if !f.Open() {
		return false
	}
	if len(f.Steps) == 0 && s.Key == "" {
		clear(f, current.Flag{Cleared: s.Settled, ClearedBy: s.By, How: "still right", Note: s.Reason})
		return true
	}
	for i := range f.Steps {
		if x := &f.Steps[i]; x.Key == s.Key && x.Settled.IsZero() {
			x.Settled, x.By, x.Reason, done = s.Settled, s.By, s.Reason, true
		}
	}
	if done && len(f.Left()) == 0 {
		clear(f, current.Flag{Cleared: s.Settled, ClearedBy: s.By, How: "still right", Note: s.Reason})
	}
	return done
}

// Of is a procedure with its life, and who led the executions that led to a flag.
type Of struct {
	Procedure sop.Procedure
	Life      life.Life
	Led       []string
}

// own says that it was somebody's own use that led to a flag, where others have to approve what is in force: then others set that aside, too.
func (o Of) own(account string) bool {
	in := o.Life.In(life.Effective)
	return in != nil && in.Policy.Approvals > 0 && slices.Contains(o.Led, account)
}

// Clears says whether somebody may say that what a flag marks is still right: those who say that procedures hold, but not of executions that they led; and its owner and their deputy, if they may change it, of
// what has changed outside or of nobody's having carried it out. That it failed, or that readers say it is wrong, isn't theirs alone to set aside, and nothing is of a critical one.
func Clears(a desk.Actor, of Of, f current.Flag) bool {
	if of.own(a.Account) {
		return false
	}
	if a.May(desk.Judge) == nil {
		return true
	}
	theirs := a.Account != "" && (of.Procedure.Owner == a.Account || of.Life.Deputy == a.Account)
	return theirs && a.May(desk.Write) == nil && of.Life.Of() != life.Critical && (f.Reason == current.ByChange || f.Reason == current.ByRest)
}

func clear(f *current.Flag, by current.Flag) {
	f.Cleared, f.ClearedBy, f.How, f.Note = by.Cleared, by.ClearedBy, by.How, by.Note
}

// touched settles the steps that another revision changed or left out; what failed as a whole, or was said of it, is settled by any change of what one does. It tells whether that changed anything.
func touched(f *current.Flag, r *sop.Revision, now time.Time) (any bool) {
	if !f.Open() || f.Number == r.Number {
		return false
	}
	if len(f.Steps) == 0 {
		clear(f, current.Flag{Cleared: now, How: "revision", Note: "revision " + strconv.Itoa(r.Number)})
		return true
	}
	for i := range f.Steps {
		x := &f.Steps[i]
		if !x.Settled.IsZero() {
			continue
		}
		step, _ := feedback.StepOf(r, x.Key)
		if step != nil && feedback.DigestOf(step) == x.Digest || x.Key == "" {
			continue
		}
		x.Settled, x.Reason, any = now, "changed by revision "+strconv.Itoa(r.Number), true
	}
	if any && len(f.Left()) == 0 {
		clear(f, current.Flag{Cleared: now, How: "revision", Note: "revision " + strconv.Itoa(r.Number)})
	}
	return any
}
