package stamp

import (
	"testing"
	"time"
)

func TestStamps(t *testing.T) {
	at := time.Date(2026, 11, 28, 8, 0, 0, 123000, time.FixedZone("", 3600))
	for _, x := range []time.Time{{}, at} {
		if got := Time(Micros(x)); !got.Equal(x) || got.Location() != time.UTC {
			t.Errorf("%v became %v", x, got)
		}
	}
	if Micros(time.Time{}) != 0 || Micros(at) != at.UnixMicro() {
		t.Error("the zero time is 0, any other its microseconds")
	}
}
