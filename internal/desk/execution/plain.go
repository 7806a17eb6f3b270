package execution

import (
	"context"
	"maps"
	"slices"
	"strings"

	"showhow/internal/sop/execution"
)

// Exposed tells which values of parameters look like secrets, by the parameters' names, with why as a sentence: what is given for a parameter that isn't marked as secret is
// kept, and shown to everybody who reads the execution. A name that says so tells, too: DB_PASSWORD.
func (d *Desk) Exposed(ctx context.Context, values map[string]string) (map[string]string, error) {
	if d.Look == nil || len(values) == 0 {
		return nil, nil
	}
	names := slices.Sorted(maps.Keys(values))
	var texts []string
	for _, n := range names {
		texts = append(texts, values[n], n+"="+values[n])
	}
	spots, err := d.Look(ctx, texts)
	if err != nil {
		return nil, err
	}
	why := map[string]string{}
	for i, n := range names {
		if all := append(spots[2*i], spots[2*i+1]...); len(all) > 0 {
			why[n] = all[0].Sign.Why()
		}
	}
	return why, nil
}

// unsaid refuses values that look like secrets and of which nobody says that they are none. The refusal names the parameters, and holds no value.
func (d *Desk) unsaid(ctx context.Context, values map[string]string, plain []string) error {
	why, err := d.Exposed(ctx, values)
	if err != nil {
		return err
	}
	maps.DeleteFunc(why, func(name, _ string) bool { return slices.Contains(plain, name) })
	if len(why) == 0 {
		return nil
	}
	return refused(execution.LooksSecret+strings.Join(slices.Sorted(maps.Keys(why)), ", ")+".", execution.SaysPlain)
}
