package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/herald"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

type changed struct {
	Tool  string `help:"A program, by its name in commands." placeholder:"NAME"`
	Host  string `help:"A host." placeholder:"NAME"`
	Repo  string `help:"A repository: its address, host/owner/name, or owner/name." placeholder:"NAME"`
	Path  string `help:"A path; what lies below it has changed, too." placeholder:"PATH"`
	URL   string `name:"url" help:"An address; what lies below it has changed, too." placeholder:"URL"`
	Image string `help:"A container image, without its tag." placeholder:"NAME"`
	From  string `help:"The version that it was." placeholder:"VERSION"`
	To    string `help:"The version that it is. Steps that name it, or a range in which it lies, aren't marked." placeholder:"VERSION"`
	Why   string `help:"A word for those who look at the steps." placeholder:"TEXT"`
	ID    string `name:"id" help:"A name for this news: what is told twice under one counts once (default: of what has changed and its versions)." placeholder:"TEXT"`
	life.Place
}

// Help shows it in use.
func (changed) Help() string {
	return "Tells a workspace that something has changed outside: a program has another version, a host another name, a page has moved. The steps of procedures in force that name it are marked, and those who look after them are told. What is told twice counts once, so a pipeline may run it again.\n\nA workspace with accounts wants a token with the scope write (see showhow push --help).\n\n" + help.Examples(
		`showhow changed --tool helm --from 3.14 --to 3.15 --why https://github.com/helm/helm/releases/tag/v3.15.0`,
		`showhow changed --host db1.example.com --why "It is db2 since Monday."`,
		`showhow changed --tool kubectl --to 1.33 --data ./workspace`,
		`showhow changed --image registry.example.com/shop/api --to 2.4.0 --id "$CI_PIPELINE_ID" --server https://sop.example.com`)
}

// named is what has changed; there has to be one thing.
func (c changed) named() (kind current.Kind, name string, err error) {
	n := 0
	for _, x := range []struct {
		kind current.Kind
		name string
	}{{current.Tool, c.Tool}, {current.Host, c.Host}, {current.Repo, c.Repo}, {current.Path, c.Path}, {current.URL, c.URL}, {current.Image, c.Image}} {
		if x.name != "" {
			kind, name = x.kind, x.name
			n++
		}
	}
	if n != 1 {
		err = &sop.Error{Code: sop.Invalid, Message: "What has changed isn't clear.", Mend: "Name one of --tool, --host, --repo, --path, --url and --image."}
	}
	return kind, name, err
}

func (c changed) Run(ctx context.Context, f *face, w life.World) error {
	kind, name, err := c.named()
	if err != nil {
		return err
	}
	return c.On(ctx, w, func(to *remote.Client) error {
		r, err := herald.Tell(ctx, to, current.Change{ID: c.ID, Kind: kind, Name: name, From: c.From, To: c.To, Why: c.Why})
		if err != nil {
			return err
		}
		return c.told(f, &r)
	})
}

// told prints what came of it.
func (c changed) told(f *face, r *current.Report) error {
	if c.JSON {
		return json.NewEncoder(f.Out).Encode(r)
	}
	if r.Again {
		fmt.Fprintln(f.Err, "It was told before; what came of it then:")
	}
	for _, m := range r.Marked {
		var steps []string
		for _, n := range m.Steps {
			steps = append(steps, strconv.Itoa(n))
		}
		fmt.Fprintf(f.Out, "%s\t%s\tsteps %s\n", m.Slug, m.Title, strings.Join(steps, ", "))
	}
	if len(r.Marked) == 0 {
		fmt.Fprintln(f.Err, "No step of a procedure in force has to be looked at for that.")
	}
	return nil
}
