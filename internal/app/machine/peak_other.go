//go:build !linux

package machine

import "syscall"

// ResetPeak does nothing: the system tells the peak since the program began alone.
func ResetPeak() {}

// Peak is our largest resident size in bytes since the program began.
func Peak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Maxrss
}
