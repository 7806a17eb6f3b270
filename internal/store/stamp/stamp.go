// Package stamp is times as the database keeps them: microseconds since 1970, and 0 for none.
package stamp

import "time"

// Micros are a time's microseconds; 0 for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the time of microseconds, in UTC; the zero time for 0.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
