package sop

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Moment is an instant on the recording's clock, counted from its first picture. In JSON it is seconds, rounded to
// the millisecond.
type Moment time.Duration

// Seconds returns the moment that lies s seconds after the start.
func Seconds(s float64) Moment { return Moment(math.Round(s * float64(time.Second))) }

// Seconds returns m in seconds.
func (m Moment) Seconds() float64 { return time.Duration(m).Seconds() }

// Add returns m moved by d.
func (m Moment) Add(d time.Duration) Moment { return m + Moment(d) }

// Sub returns the time from n to m.
func (m Moment) Sub(n Moment) time.Duration { return time.Duration(m - n) }

// String gives minutes and seconds, as a player's bar shows them: "1:07.3"; with hours from the first hour on.
func (m Moment) String() string {
	d := time.Duration(m).Round(100 * time.Millisecond)
	h, min, s := int(d/time.Hour), int(d/time.Minute)%60, (d % time.Minute).Seconds()
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%04.1f", h, min, s)
	}
	return fmt.Sprintf("%d:%04.1f", min, s)
}

// MarshalJSON writes seconds.
func (m Moment) MarshalJSON() ([]byte, error) {
	return json.Marshal(math.Round(m.Seconds()*1000) / 1000)
}

// UnmarshalJSON reads seconds.
func (m *Moment) UnmarshalJSON(b []byte) error {
	var s float64
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("a moment is a number of seconds: %w", err)
	}
	*m = Seconds(s)
	return nil
}

// Span is a stretch of the recording, From inclusive, To exclusive; From == To is a single instant.
type Span struct {
	From Moment `json:"from"`
	To   Moment `json:"to"`
}

// Length is the time the span takes.
func (s Span) Length() time.Duration { return s.To.Sub(s.From) }

// Holds says whether m lies within s; an instant holds itself.
func (s Span) Holds(m Moment) bool { return s.From <= m && (m < s.To || m == s.From) }

// Overlap is the time that s and t have in common; 0 when they don't touch.
func (s Span) Overlap(t Span) time.Duration {
	return max(0, min(s.To, t.To).Sub(max(s.From, t.From)))
}

// Gap is the time between s and t; 0 when they touch or overlap.
func (s Span) Gap(t Span) time.Duration {
	return max(0, max(s.From, t.From).Sub(min(s.To, t.To)))
}

// Cover is the smallest span that holds both s and t. A zero Span covers nothing and gives way to the other.
func (s Span) Cover(t Span) Span {
	if s == (Span{}) {
		return t
	}
	if t == (Span{}) {
		return s
	}
	return Span{min(s.From, t.From), max(s.To, t.To)}
}
