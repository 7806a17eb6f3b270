package workspace

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"showhow/internal/app/doorway"
	"showhow/internal/sop"
)

// The times of a server. Pages are small; uploads set deadlines of their own.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	// grace is how long requests and jobs have to end when the server is stopped.
	grace = 10 * time.Second
)

// Serve serves a workspace's pages and drafts what is brought, until ctx ends. ready is told the address.
func Serve(ctx context.Context, n Needs, ready func(address string)) (err error) {
	w, err := Open(ctx, n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	l, err := w.listen(ctx, n.Config.Text("listen"))
	if err != nil {
		return err
	}
	defer l.Close()
	served, err := doorway.Serve(w.dir, l.Addr())
	if err != nil { // one with its database and objects elsewhere needs no folder
		w.Log.Warn("it can't be written down where the workspace is served: commands on this machine print the usual address, unless url is set", "error", err)
	}
	defer func() { err = errors.Join(err, served.Done()) }()
	pages, err := w.Pages()
	if err != nil {
		return err
	}
	if err := w.Start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Stop()) }()
	w.sweep(ctx)
	w.tend(ctx)
	if err := w.watch(ctx); err != nil {
		return err
	}
	// what ends ctx must not break requests off: Shutdown does, in its own time; what is listened to as long as it lasts ends at once
	base, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	s := &http.Server{
		Handler: served.Handler(pages), ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, ErrorLog: slog.NewLogLogger(n.Log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return base },
	}
	s.RegisterOnShutdown(end)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	ready("http://" + l.Addr().String() + "/")
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := s.Shutdown(late); err != nil { // someone still listens to news or brings a file, which goes on when we are back
		return s.Close()
	}
	return nil
}

// sweepTime is how often uploads that nobody goes on with are dropped.
const sweepTime = time.Hour

// sweep drops them now and then until ctx ends.
func (w *Workspace) sweep(ctx context.Context) {
	go func() {
		tick := time.NewTicker(sweepTime)
		defer tick.Stop()
		for {
			if err := w.arriving.Sweep(ctx); err != nil && ctx.Err() == nil {
				w.Log.Warn("old uploads can't be dropped", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
}

// Work drafts what is brought to a workspace, until ctx ends: one of any number of processes, on any number of machines.
func Work(ctx context.Context, n Needs, ready func(worker string)) (err error) {
	if n.Config.Int("jobs") == 0 {
		return &sop.Error{Code: sop.Invalid, Message: "A worker that does no job at a time has nothing to do.", Mend: "Set jobs to 1 or more."}
	}
	w, err := Open(ctx, n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := w.Start(ctx); err != nil {
		return err
	}
	w.tend(ctx)
	ready(w.name)
	<-ctx.Done()
	return w.Stop()
}

// listen opens the address to listen at. As long as there are no accounts it is one that only this machine reaches.
func (w *Workspace) listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%q is no address to listen at.", address), Mend: "Name one as HOST:PORT, such as 127.0.0.1:8710.", Cause: err}
	}
	alone, err := w.gate.Local(ctx)
	if err != nil {
		return nil, err
	}
	if alone && !local(host) {
		return nil, &sop.Error{Code: sop.Unsupported, Message: "There are no accounts yet: whoever reached that address could read and change everything.", Mend: "Make the first one with showhow account add, or listen at 127.0.0.1 and make it there."}
	}
	if !local(host) && !strings.HasPrefix(w.Config.Text("url"), "https://") {
		w.Log.Warn("people sign in over plain http: whoever is on the way can read along; set url to an https address, and have a proxy encrypt")
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &sop.Error{Code: sop.Busy, Message: fmt.Sprintf("Nothing can listen at %s: %s.", address, strings.TrimPrefix(err.Error(), "listen tcp ")), Mend: "Stop what listens there, or name another port with --listen.", Cause: err}
	}
	return l, nil
}

// local says whether a host is this machine, as others can't reach it.
func local(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
