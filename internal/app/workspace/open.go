// Package workspace puts a workspace together from its settings: the database, recordings and pictures, the queue, the desk and the pages.
package workspace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/app/doorway"
	"showhow/internal/app/harmless"
	"showhow/internal/app/register"
	"showhow/internal/blob"
	"showhow/internal/blob/dir"
	"showhow/internal/blob/s3"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/mail"
	"showhow/internal/pipeline"
	"showhow/internal/queue"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/trace"
	"showhow/internal/tus"
	"showhow/internal/web/door"
	"showhow/internal/work"
)

// Needs are what a workspace is made of. All fields but Now must be set.
type Needs struct {
	Config config.Config
	Log    *slog.Logger
	// Version is the program's name and version.
	Version string
	// Now tells the time; nil for the machine's.
	Now func() time.Time
	// Walk, Preview and Picture are as in work.Worker.
	Walk    func(ctx context.Context, w work.Walk) (pipeline.Result, error)
	Preview func(ctx context.Context, recording string, m sop.Media, out string) error
	Picture func(ctx context.Context, p work.Photo) ([]byte, sop.Figure, error)
}

// Workspace is an open workspace.
type Workspace struct {
	Needs
	name  string
	db    *store.DB
	blobs place
	free  func() (int64, error)
	queue *queue.Queue
	// arriving takes uploads in; nil where no pages are served.
	arriving *tus.Handler
	desk     *desk.Desk
	gate     *gate.Gate
	door     *door.Door
	drafter  *work.Worker
	// sender sends mails; nil when there is no server for them.
	sender *mail.Sender
	// home is the server's first workspace, and room the one that the command line works in.
	home, room team.Workspace
	dir        string
	// keptAt is when it was last looked for what is to be deleted.
	keptAt time.Time
	close  []func() error
	traces *trace.Tracer
	links  current.Links
}

// place is where recordings and pictures lie.
type place interface {
	blob.Store
	blob.Resumable
}

// slug is the server's first workspace, and the only one until others are made.
const slug = "main"

// Open opens the workspace of the settings, and makes what isn't there yet. Close must be called.
func Open(ctx context.Context, n Needs) (_ *Workspace, err error) {
	w := &Workspace{Needs: n, name: workerName()}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
		}
	}()
	if w.dir, err = w.Config.Data(); err != nil {
		return nil, err
	}
	if w.links, err = current.LinksOf(w.Config, w.Version); err != nil {
		return nil, err
	}
	if err := w.openStore(ctx); err != nil {
		return nil, err
	}
	if err := w.openBlobs(ctx); err != nil {
		return nil, err
	}
	w.openTraces()
	slots := int(w.Config.Int("jobs"))
	w.drafter = w.worker()
	if w.queue, err = queue.Open(ctx, queue.Settings{
		Pool: w.db.Pool(), Engine: w.db.Engine(), Log: w.Log, Worker: w.name, Beats: w.db, Work: w.traced(w.drafter.Work),
		Slots: map[queue.Lane]int{queue.Short: slots, queue.Long: slots},
	}); err != nil {
		return nil, err
	}
	w.desk = &desk.Desk{Do: w.do, Now: w.now, NewID: store.NewID, Judge: judge, Look: secret.Remembered(redact.Spots), Quota: team.Quota{
		Recordings: w.Config.Int("quota_recordings"), Minutes: w.Config.Int("quota_minutes"), Bytes: w.Config.Int("quota_bytes"),
	}}
	register.Join(w.desk, w.db, w.now)
	harmless.Join(w.desk, w.db)
	w.drafter.Desk = w.desk
	if w.home, err = w.settle(ctx); err != nil {
		return nil, err
	}
	w.room = w.home
	return w, errors.Join(w.openMail(), w.openGate())
}

// now is the time.
func (w *Workspace) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

// Close frees everything, in the opposite order.
func (w *Workspace) Close() (err error) {
	for i := len(w.close) - 1; i >= 0; i-- {
		err = errors.Join(err, w.close[i]())
	}
	w.close = nil
	return err
}

// Start begins to draft what is brought; Stop must be called.
func (w *Workspace) Start(ctx context.Context) error { return w.queue.Start(ctx) }

// Stop ends the jobs; what is undone goes on elsewhere, or here next time.
func (w *Workspace) Stop() error {
	end, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return errors.Join(w.queue.Stop(end), w.drafter.DropPictures())
}

// Here is whoever sits at this machine, as long as there are no accounts.
func (w *Workspace) Here() desk.Actor {
	return desk.Actor{Workspace: w.home.ID, Home: true, Account: door.Here, Role: team.Admin}
}

// Store is the database.
func (w *Workspace) Store() *store.DB { return w.db }

// Blobs is where recordings and pictures lie.
func (w *Workspace) Blobs() blob.Store { return w.blobs }

// Folder is the workspace's folder on this machine.
func (w *Workspace) Folder() string { return w.dir }

// workerName is a name that no other process has or ever had.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), store.NewID()[:8])
}

func (w *Workspace) openStore(ctx context.Context) (err error) {
	if address := w.Config.Text("database"); address != "" {
		w.db, err = postgres.Open(ctx, address)
	} else {
		w.db, err = sqlite.Open(ctx, filepath.Join(w.dir, doorway.Database))
	}
	if err == nil {
		w.close = append(w.close, w.db.Close)
	}
	return err
}

func (w *Workspace) openBlobs(ctx context.Context) error {
	c := w.Config
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
func (w *Workspace) settle(ctx context.Context) (home team.Workspace, err error) {
	home, err = w.db.Read().Workspace(ctx, slug)
	if sop.CodeOf(err) != sop.NotFound {
		return home, err
	}
	err = w.db.Do(ctx, func(tx *store.Tx) error {
		return tx.AddWorkspace(ctx, team.Workspace{ID: store.NewID(), Slug: slug, Name: "Workspace", Created: w.now()})
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
		Blobs: objects{w.blobs}, Name: w.name, Folder: filepath.Join(w.dir, "work"), Log: w.Log,
		Glossary: func(ctx context.Context, workspace string) ([]sop.Term, error) {
			return w.db.Read().Glossary(ctx, workspace)
		},
		Walk: w.walked, Preview: w.Preview, Picture: w.Picture, Shared: w.Config.Text("s3_endpoint") != "",
	}
}

// List gives the keys that begin with a text.
func (o objects) List(ctx context.Context, prefix string) (keys []string, err error) {
	for e, err := range o.Store.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		keys = append(keys, e.Key)
	}
	return keys, nil
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

// judge says of a command that somebody wrote what it does, and why it doesn't parse.
func judge(c *sop.Command) {
	c.Class, c.Broken = shell.Class(c.Text, c.Shell), shell.Parse(c.Text, c.Shell).Broken
}
