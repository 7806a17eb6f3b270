package workspace

import (
	"context"

	"showhow/internal/desk"
	"showhow/internal/pipeline"
	"showhow/internal/trace"
	"showhow/internal/work"
)

// openTraces begins to tell a collector how long things take, when the settings name one.
func (w *Workspace) openTraces() {
	if to := w.Config.Text("traces_url"); to != "" {
		w.traces = trace.New(trace.Settings{Collector: to, Version: w.Version, Log: w.Log, Now: w.now})
		w.close = append(w.close, w.traces.Close)
	}
}

// traced makes a span of each job.
func (w *Workspace) traced(do func(ctx context.Context, job string) error) func(context.Context, string) error {
	return func(ctx context.Context, job string) (err error) {
		name := "draft"
		if _, picture := desk.TakeOf(job); picture {
			name = "picture"
		}
		ctx, s := w.traces.Start(ctx, name, trace.Consumer)
		s.Say("showhow.job", job)
		defer func() { s.End(err != nil) }()
		return do(ctx, job)
	}
}

// walked walks a recording with a span for each stage.
func (w *Workspace) walked(ctx context.Context, in work.Walk) (r pipeline.Result, err error) {
	stage, end := w.traces.Stages(ctx)
	defer func() { end(err != nil) }()
	tell := in.Progress
	in.Progress = func(e pipeline.Event) {
		stage(e.Stage)
		tell(e)
	}
	return w.Walk(ctx, in)
}
