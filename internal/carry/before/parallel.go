package before

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
)

// Parallel says what goes on beside what somebody begins: by whom, since when and how far.
func Parallel(p execution.Parallel, name func(account string) string) string {
	told := "Under way already: " + p.Mode.Words()
	if p.Environment != "" {
		told += " in " + p.Environment
	}
	told += " by " + name(p.Lead)
	if same := p.Values(); same != "" {
		told += ", " + same
	}
	return told + fmt.Sprintf(", begun %s, %d of %d settled", p.Started.Local().Format("2 Jan 15:04"), p.Done, p.Of)
}

// Others asks a workspace what goes on beside an execution of a procedure, which x names by its slug.
func Others(ctx context.Context, c *remote.Client, x execution.Execution) ([]execution.Parallel, error) {
	var all struct{ Items []execution.Execution }
	q := url.Values{"procedure": {x.Slug}, "state": {"running"}, "limit": {strconv.Itoa(execution.MostParallel)}}
	err := c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "executions", Query: q, Answer: &all})
	return execution.Parallels(x, all.Items), err
}

// Unasked is the error where nobody answers whether another one is begun beside what is under way: the input has ended. Any other error stays.
func Unasked(err error) error {
	if sop.CodeOf(err) != sop.Cancelled || err == nil {
		return err
	}
	return &sop.Error{Code: sop.Invalid, Message: "The same is under way already, and nobody answers here: the input has ended. Nothing was begun.", Mend: "Join in there with --join ADDRESS, or begin another one all the same with --beside.", Cause: err}
}

// Gone says that what is carried out isn't in force any more; now is the number of the revision that is, 0 for none. What is tried needn't be in force.
func Gone(x execution.Execution, now int) []string {
	if told := life.Gone(x.Number, now); told != "" && (!x.Mode.Tries() || now > x.Number) {
		return []string{told}
	}
	return nil
}

// Collides says that something of what is under way would collide with what is begun for a purpose, in an environment.
func Collides(all []execution.Parallel, mode execution.Mode, environment string) bool {
	return slices.ContainsFunc(all, func(p execution.Parallel) bool { return p.Collides(mode, environment) })
}
