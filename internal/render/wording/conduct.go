package wording

import (
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Conduct says what carrying a step out asks for beside doing it, in sentences; none for nil.
func Conduct(c *sop.Conduct) (all []string) {
	if c == nil {
		return nil
	}
	if c.Value != nil {
		all = append(all, fmt.Sprintf("Write down what you see: it has to be “%s”.", Line(c.Value.Text)))
	}
	for _, b := range c.Branches {
		to := "go on with the next step"
		if b.To != "" {
			to = "go on with the step " + Line(b.To)
		}
		all = append(all, fmt.Sprintf("If “%s”: %s.", Line(sop.Bare(b.Text)), to))
	}
	if c.Wait > 0 {
		all = append(all, "Wait "+(time.Duration(c.Wait)*time.Second).String()+".")
	}
	if len(c.Wants) > 0 {
		all = append(all, "Keep as evidence: "+Line(strings.Join(c.Wants, ", "))+".")
	}
	if c.Approver != "" {
		all = append(all, "Another person approves it: "+Line(c.Approver)+" or above.")
	}
	if c.Procedure != "" {
		all = append(all, fmt.Sprintf("Carry out the procedure %s, revision %d.", Line(c.Procedure), c.Revision))
	}
	if c.Failed != "" {
		all = append(all, "If it fails, go on with the step "+Line(c.Failed)+".")
	}
	return all
}
