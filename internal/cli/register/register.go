// Package register is the command line of the register of processes. It asks the workspace's API, over the network or of a folder, so no rule is written twice.
package register

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/cli/named"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
)

// Commands are the commands.
type Commands struct {
	List   processList   `cmd:"" help:"Print what to record next, and what only one person can do, and why."`
	Import processImport `cmd:"" help:"Add processes from a CSV file; prints what would come of it unless --yes is given."`
	Export processExport `cmd:"" help:"Print all processes as CSV."`
	Ask    ratingAsk     `cmd:"" help:"Make a link by which one person without an account rates a process, and print it."`
	Rated  ratings       `cmd:"" name:"ratings" help:"Print who was asked of a process, what each said, and whether they agree."`
}

// process is a process as the workspace tells it.
type process struct {
	ID      string `json:"id"`
	Answers struct {
		Name   string `json:"name"`
		Status string `json:"status"`
	} `json:"answers"`
	Rank    int            `json:"rank"`
	Score   register.Score `json:"score"`
	Why     []string       `json:"why"`
	Missing []string       `json:"missing"`
	Lone    bool           `json:"lone"`
	Retired bool           `json:"sop_retired"`
	// Rated is missing where nobody was asked, and where the server is of before it told that.
	Rated *register.Rated `json:"rated"`
}

// processes are all of a workspace, by rank, and the same as it sent them.
func processes(ctx context.Context, c *remote.Client) (all []process, raw json.RawMessage, err error) {
	if err := c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "processes", Answer: &raw}); err != nil {
		return nil, nil, err
	}
	var got struct {
		Items []process `json:"items"`
	}
	if json.Unmarshal(raw, &got) != nil || got.Items == nil {
		return nil, nil, c.Stranger("an answer of another form")
	}
	return got.Items, raw, nil
}

// called is the process of a name, or an id.
func called(ctx context.Context, c *remote.Client, name string) (process, error) {
	all, _, err := processes(ctx, c)
	for _, p := range all {
		if p.ID == name || strings.EqualFold(p.Answers.Name, strings.Join(strings.Fields(name), " ")) {
			return p, nil
		}
	}
	if err == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no process by that name.", Mend: "See showhow processes export for all of them."}
	}
	return process{}, err
}

type processList struct{ life.Place }

// Help shows it in use.
func (processList) Help() string {
	return "Prints the processes that wait for an SOP, by rank, with their scores, what was rated by how many, and why; then those that have an SOP which one person at most can carry out.\n\nA workspace with accounts wants a token with the scope read (see showhow push --help).\n\n" + help.Examples(
		`showhow processes list`, `showhow processes list --server https://sop.example.com --token-file token`, `showhow processes list --data ~/sops --json | jq -r '.items[] | select(.lone) | .answers.name'`)
}

func (c processList) Run(ctx context.Context, w life.World) error {
	return c.On(ctx, w, func(to *remote.Client) error {
		all, raw, err := processes(ctx, to)
		if err != nil {
			return err
		}
		if c.JSON {
			_, err := fmt.Fprintf(w.Out, "%s\n", raw)
			return err
		}
		out := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', 0)
		var lone []process
		for _, p := range all {
			if p.Retired || register.Status(p.Answers.Status).Open() {
				row(out, p, p.Rank)
			} else if p.Lone {
				lone = append(lone, p)
			}
		}
		if len(lone) > 0 {
			fmt.Fprintln(out, "\nThey have an SOP, and one person at most can carry it out:")
		}
		for i, p := range lone {
			row(out, p, i+1)
		}
		return out.Flush()
	})
}

// row prints a process at its place in a list; 0 for none.
func row(out *tabwriter.Writer, p process, at int) {
	place, score, why := "-", "not ranked", strings.Join(p.Why, ", ")
	if at > 0 {
		place, score = strconv.Itoa(at), fmt.Sprintf("%.0f (%.0f to %.0f)", p.Score.Points, p.Score.Low, p.Score.High)
	}
	if len(p.Missing) > 0 {
		why += " [not said: " + strings.Join(p.Missing, ", ") + "]"
	}
	if p.Retired {
		why += " [its SOP is retired]"
	}
	if p.Rated != nil && p.Rated.Words != "" {
		why += " [" + strings.TrimSuffix(p.Rated.Words, ".") + "]"
	}
	fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", place, score, p.Answers.Name, why)
}

type processImport struct {
	File named.File `arg:"" help:"The CSV file; its first line names the columns, as the export has them."`
	Yes  bool       `help:"Add them."`
	life.Place
}

// Help shows it in use.
func (processImport) Help() string {
	return "A process whose name is there already is left out, so the same file can be sent again. Needs a token with the scope write where there are accounts.\n\n" + help.Examples(
		`showhow processes import chores.csv`, `showhow processes import chores.csv --yes --server https://sop.example.com`)
}

// imported is what came of a table.
type imported struct {
	Added int `json:"added"`
	Lines []struct {
		Line  int    `json:"line"`
		Name  string `json:"name"`
		Fault string `json:"fault"`
		Known bool   `json:"known"`
	} `json:"lines"`
	Ignored []string `json:"ignored"`
}

func (c processImport) Run(ctx context.Context, w life.World) error {
	text, err := os.ReadFile(string(c.File))
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The file can't be read.", Mend: "Name a CSV file.", Cause: err}
	}
	return c.On(ctx, w, func(to *remote.Client) error {
		var raw json.RawMessage
		if err := to.Call(ctx, remote.Request{Method: http.MethodPost, Path: "processes/import", Query: url.Values{"preview": {strconv.FormatBool(!c.Yes)}}, Body: remote.File{Type: "text/csv", Bytes: text}, Answer: &raw}); err != nil {
			return err
		}
		var got imported
		if json.Unmarshal(raw, &got) != nil || got.Lines == nil && got.Ignored == nil {
			return to.Stranger("an answer of another form")
		}
		if c.JSON {
			_, err := fmt.Fprintf(w.Out, "%s\n", raw)
			return err
		}
		c.told(w, &got)
		return nil
	})
}

// told prints what came of each line.
func (c processImport) told(w life.World, got *imported) {
	for _, l := range got.Lines {
		switch {
		case l.Fault != "":
			fmt.Fprintf(w.Out, "line %d: left out: %s\n", l.Line, l.Fault)
		case l.Known:
			fmt.Fprintf(w.Out, "line %d: %s is there already\n", l.Line, l.Name)
		case !c.Yes:
			fmt.Fprintf(w.Out, "line %d: %s would be added\n", l.Line, l.Name)
		}
	}
	if len(got.Ignored) > 0 {
		fmt.Fprintln(w.Out, "columns that aren't known: "+strings.Join(got.Ignored, ", "))
	}
	if !c.Yes {
		fmt.Fprintln(w.Out, "Nothing was written. Add them with --yes.")
		return
	}
	fmt.Fprintf(w.Out, "%d added.\n", got.Added)
}

type processExport struct{ life.Place }

// Help shows it in use.
func (processExport) Help() string {
	return "What it prints can be imported again. With --json it prints what the list holds.\n\n" + help.Examples(`showhow processes export > processes.csv`, `showhow processes export --server https://sop.example.com > processes.csv`)
}

func (c processExport) Run(ctx context.Context, w life.World) error {
	return c.On(ctx, w, func(to *remote.Client) error {
		if c.JSON {
			_, raw, err := processes(ctx, to)
			if err == nil {
				_, err = fmt.Fprintf(w.Out, "%s\n", raw)
			}
			return err
		}
		table := remote.File{Type: "text/csv"}
		if err := to.Call(ctx, remote.Request{Method: http.MethodGet, Path: "processes/export", Answer: &table}); err != nil {
			return err
		}
		_, err := w.Out.Write(table.Bytes)
		return err
	})
}

// address is that of a link: of the server that was asked, or of a folder as it says itself.
func address(p life.Place, to *remote.Client, secret, told string) string {
	if p.Data == "" {
		return to.Address("rate", secret)
	}
	return cmp.Or(told, "/rate/"+secret)
}
