//go:build !linux

package app

import "syscall"

func resetPeak() {}

// ownPeak is our largest resident size in bytes since the program began.
func ownPeak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Maxrss
}
