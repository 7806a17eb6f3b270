package execution

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Past reads what was carried out before.
type Past interface {
	// Executions answers a question, the newest first.
	Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error)
}

// lately is how many executions for real are asked where they were done.
const lately = 500

// outside refuses a pilot in production: one whose environment is named so, or like one in which something was carried out for real, or whose values lie in it.
func outside(ctx context.Context, tx Tx, workspace string, s Starting, r *sop.Revision) error {
	where := strings.TrimSpace(s.Environment)
	mend := "Name the environment in which it is tried, such as staging."
	if Production(where) {
		return refused(fmt.Sprintf("“%s” is production, and a pilot is done outside of it.", where), mend)
	}
	live, err := tx.Executions(ctx, execution.Question{Workspace: workspace, Mode: execution.Live, Limit: lately})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(live, func(x execution.Execution) bool { return strings.EqualFold(strings.TrimSpace(x.Environment), where) }) {
		return refused(fmt.Sprintf("In “%s” procedures are carried out for real, and a pilot is done outside of that.", where), mend)
	}
	for i := range r.Parameters {
		p := &r.Parameters[i]
		if v := strings.TrimSpace(s.Values[p.Name]); !p.Secret && placing(p.Name) && Production(v) {
			return refused(fmt.Sprintf("%s “%s” lies in production, and a pilot is done outside of it.", p.Name, v), "Give the values of the environment in which it is tried.")
		}
	}
	return nil
}

// productions are words by which people call production; befores turn one into its contrary where they stand before it ("pre-production").
var (
	productions = []string{"production", "prod", "prd", "live"}
	befores     = []string{"pre", "non", "not", "no", "nonlive", "like", "pseudo"}
)

// Production says whether a name, of an environment or of something in it, is one of production's: "prod", "eu-production", "db01.prod.example.com"; not "preprod", "pre-production" or "live-like".
func Production(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for i, w := range words {
		if slices.Contains(productions, w) && (i == 0 || !slices.Contains(befores, words[i-1])) && (i+1 == len(words) || words[i+1] != "like") {
			return true
		}
	}
	return false
}

// places are the ends of the names of parameters that say where something is done.
var places = []string{"ENV", "ENVIRONMENT", "STAGE", "NAMESPACE", "CLUSTER", "CONTEXT", "HOST", "HOSTNAME", "SERVER", "NODE", "DOMAIN", "BASTION", "DATABASE", "DB"}

// placing says whether a parameter tells where something is done, by its name.
func placing(name string) bool {
	return slices.ContainsFunc(places, func(end string) bool { return name == end || strings.HasSuffix(name, "_"+end) })
}
