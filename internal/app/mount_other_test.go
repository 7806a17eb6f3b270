//go:build !linux

package app

import "testing"

func mount(t *testing.T, _ string) { t.Skip("only Linux mounts a disk for a test") }
