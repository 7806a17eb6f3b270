package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"

	"showhow/internal/cli/help"
)

type sampleLife struct {
	Data     string `help:"Folder of the workspace (default: the setting)." placeholder:"DIR"`
	Database string `help:"Database of the workspace, such as postgres://user@host/showhow (default: SQLite in its folder)." placeholder:"URL"`
	Jobs     uint   `help:"How many recordings are drafted at a time." default:"1" placeholder:"N"`
}

// Help shows it in use.
func (sampleLife) Help() string {
	return "Drafts the recordings that come with the program and fills the workspace with people, reviews, executions and what else nine weeks bring, each marked as the sample's. The workspace must be empty: to begin anew, or after this was stopped on its way, remove its folder. As long as nobody has an account whoever sits at this machine may do everything. The people of the sample can't sign in until somebody takes their account: showhow account reset prints a link for one, which works once (ada@, rob@, sam@ and nia@sample.invalid).\n\n" + help.Examples(
		`showhow sample --data tmp/sample && showhow serve --data tmp/sample`,
		`showhow account reset nia@sample.invalid --data tmp/sample`)
}

func (s sampleLife) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(map[string]string{"data": s.Data, "database": s.Database, "jobs": strconv.FormatUint(uint64(max(s.Jobs, 1)), 10)})
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(f.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := a.Sample(ctx, log, told(f.Err)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(f.Out, "The sample's workspace is ready: showhow serve shows it.")
	return err
}

// told tells what is done, with how long it has taken until then, so that nobody thinks that it hangs.
func told(w io.Writer) func(string) {
	began := time.Now()
	return func(what string) {
		d := time.Since(began)
		fmt.Fprintf(w, "  %d:%02d  %s\n", int(d.Minutes()), int(d.Seconds())%60, what)
	}
}
