package command

import (
	"context"
	"sync"
)

// A Meter adds up what programs used that were started under its context.
type Meter struct {
	mu    sync.Mutex
	sum   Usage
	above *Meter
}

type meterKey struct{}

// WithMeter gives a context under which every program's use is added to m, and to the meters that ctx had before.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	m.above, _ = ctx.Value(meterKey{}).(*Meter)
	return context.WithValue(ctx, meterKey{}, m)
}

// Usage is the sum so far; PeakBytes is the largest single program's.
func (m *Meter) Usage() Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sum
}

func (m *Meter) add(u Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sum.User += u.User
	m.sum.System += u.System
	m.sum.Wall += u.Wall
	m.sum.PeakBytes = max(m.sum.PeakBytes, u.PeakBytes)
	if m.above != nil {
		m.above.add(u)
	}
}

// record adds u to the meter of ctx, if there is one.
func record(ctx context.Context, u Usage) {
	if m, ok := ctx.Value(meterKey{}).(*Meter); ok {
		m.add(u)
	}
}
