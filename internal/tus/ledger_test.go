package tus

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"sync"
	"time"

	"showhow/internal/sop"
)

// ledger keeps records and leases in memory, and in a file when it has the name of one.
type ledger struct {
	mu      sync.Mutex
	file    string
	Records map[string]sop.Upload
	Leases  map[string]taking
	lost    bool // from now on no lease can be renewed
}

type taking struct {
	Holder string
	Until  time.Time
}

func openLedger(file string) (*ledger, error) {
	l := &ledger{file: file, Records: map[string]sop.Upload{}, Leases: map[string]taking{}}
	if file == "" {
		return l, nil
	}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	return l, json.Unmarshal(b, l)
}

// save writes the file anew; the caller has the lock.
func (l *ledger) save() error {
	if l.file == "" {
		return nil
	}
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(l.file+".new", b, 0o600), os.Rename(l.file+".new", l.file))
}

func (l *ledger) Keep(_ context.Context, u sop.Upload) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Records[u.ID] = u
	return l.save()
}

func (l *ledger) Upload(_ context.Context, id string) (sop.Upload, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	u, ok := l.Records[id]
	if !ok {
		return u, &sop.Error{Code: sop.NotFound, Message: "No such upload."}
	}
	return u, nil
}

func (l *ledger) Unfinished(_ context.Context, owner string) (all []sop.Upload, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for u := range maps.Values(l.Records) {
		if u.Finished.IsZero() && (owner == "" || owner == u.Owner) {
			all = append(all, u)
		}
	}
	return all, nil
}

func (l *ledger) Drop(_ context.Context, id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.Records, id)
	return l.save()
}

func (l *ledger) Take(_ context.Context, w Lease) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	has, ok := l.Leases[w.ID]
	if ok && (has.Holder != w.Holder && now.Before(has.Until) || has.Holder == w.Holder && l.lost) {
		return &sop.Error{Code: sop.Busy, Message: "Another writes it."}
	}
	l.Leases[w.ID] = taking{w.Holder, now.Add(w.For)}
	return l.save()
}

func (l *ledger) Release(_ context.Context, w Lease) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Leases[w.ID].Holder == w.Holder {
		delete(l.Leases, w.ID)
	}
	return l.save()
}
