package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/blob"
	"showhow/internal/blob/dir"
	"showhow/internal/blob/s3"
	"showhow/internal/desk"
	"showhow/internal/pipeline"
	"showhow/internal/queue"
	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/tool/ffmpeg"
	"showhow/internal/work"
)

// Workspace is an open workspace: its database, its recordings and pictures, its queue, and what draws on them.
type Workspace struct {
	app   *App
	log   *slog.Logger
	name  string
	db    *store.DB
	blobs place
	free  func() (int64, error)
	queue *queue.Queue
	desk  *desk.Desk
	home  sop.Workspace
	dir   string
	close []func() error
}

// place is where recordings and pictures lie.
type place interface {
	blob.Store
	blob.Resumable
}

// slug is the one workspace that there is as long as there are no accounts.
const slug = "main"

// OpenWorkspace opens the workspace of the settings, and makes what isn't there yet. Close must be called.
func (a *App) OpenWorkspace(ctx context.Context, log *slog.Logger) (_ *Workspace, err error) {
	w := &Workspace{app: a, log: log, name: workerName()}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
		}
	}()
	if w.dir, err = a.config.Data(); err != nil {
		return nil, err
	}
	if err := w.openStore(ctx); err != nil {
		return nil, err
	}
	if err := w.openBlobs(ctx); err != nil {
		return nil, err
	}
	slots := int(a.config.Int("jobs"))
	drafter := w.worker()
	if w.queue, err = queue.Open(ctx, queue.Settings{
		Pool: w.db.Pool(), Engine: w.db.Engine(), Log: log, Worker: w.name, Beats: w.db, Work: drafter.Work,
		Slots: map[queue.Lane]int{queue.Short: slots, queue.Long: slots},
	}); err != nil {
		return nil, err
	}
	w.desk = &desk.Desk{Do: w.do, Now: time.Now, NewID: store.NewID}
	drafter.Desk = w.desk
	w.home, err = w.settle(ctx)
	return w, err
}

// Close frees everything, in the opposite order.
func (w *Workspace) Close() (err error) {
	for i := len(w.close) - 1; i >= 0; i-- {
		err = errors.Join(err, w.close[i]())
	}
	w.close = nil
	return err
}

// workerName is a name that no other process has or ever had.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), store.NewID()[:8])
}

func (w *Workspace) openStore(ctx context.Context) (err error) {
	if address := w.app.config.Text("database"); address != "" {
		w.db, err = postgres.Open(ctx, address)
	} else {
		w.db, err = sqlite.Open(ctx, filepath.Join(w.dir, "showhow.db"))
	}
	if err == nil {
		w.close = append(w.close, w.db.Close)
	}
	return err
}

func (w *Workspace) openBlobs(ctx context.Context) error {
	c := w.app.config
	if c.Text("s3_endpoint") == "" {
		d, err := dir.Open(filepath.Join(w.dir, "blobs"))
		if err != nil {
			return err
		}
		w.blobs, w.free, w.close = d, d.Free, append(w.close, d.Close)
		return nil
	}
	b, err := s3.Open(ctx, s3.Options{
		Endpoint: c.Text("s3_endpoint"), Region: c.Text("s3_region"), Bucket: c.Text("s3_bucket"), Prefix: c.Text("s3_prefix"),
		AccessKey: c.Text("s3_key"), SecretKey: c.Text("s3_secret"), Spool: w.dir,
	})
	if err == nil {
		w.blobs = b
	}
	return err
}

// settle finds the workspace, or makes it.
func (w *Workspace) settle(ctx context.Context) (home sop.Workspace, err error) {
	home, err = w.db.Read().Workspace(ctx, slug)
	if sop.CodeOf(err) != sop.NotFound {
		return home, err
	}
	err = w.db.Do(ctx, func(tx *store.Tx) error {
		return tx.AddWorkspace(ctx, sop.Workspace{ID: store.NewID(), Slug: slug, Name: "Workspace", Created: time.Now()})
	})
	if err != nil && sop.CodeOf(err) != sop.Exists { // another process made it at the same moment
		return home, err
	}
	return w.db.Read().Workspace(ctx, slug)
}

// do is a transaction of the desk's.
func (w *Workspace) do(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
	return w.db.Do(ctx, func(tx *store.Tx) error { return do(tx, jobs{w.queue, tx}) })
}

// jobs is the queue within a transaction.
type jobs struct {
	queue *queue.Queue
	tx    *store.Tx
}

func (j jobs) Add(ctx context.Context, run string, long bool) (int64, error) {
	lane := queue.Short
	if long {
		lane = queue.Long
	}
	return j.queue.Add(ctx, j.tx.SQL(), lane, run)
}

func (j jobs) Cancel(ctx context.Context, job int64) error {
	return j.queue.Cancel(ctx, j.tx.SQL(), job)
}

// worker is who drafts here.
func (w *Workspace) worker() *work.Worker {
	return &work.Worker{
		Blobs: objects{w.blobs}, Name: w.name, Folder: filepath.Join(w.dir, "work"), Log: w.log,
		Walk: func(ctx context.Context, in work.Walk) (pipeline.Result, error) {
			return w.app.walk(ctx, Draft{Recording: in.Recording, Transcript: in.Transcript, Title: in.Wish.Title, Template: in.Wish.Template, Mask: in.Wish.Mask, Progress: in.Progress}, in.Folder)
		},
		Preview: func(ctx context.Context, recording string, m sop.Media, out string) error {
			return w.app.ffmpeg(filepath.Dir(out)).Preview(ctx, ffmpeg.Preview{Path: recording, Media: m, Out: out})
		},
	}
}

// objects are the blobs as workers and pages see them.
type objects struct{ blob.Store }

// Get gives an object's bytes.
func (o objects) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	x, err := o.Store.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	return x, nil
}
