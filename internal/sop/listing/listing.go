// Package listing words several things as people list and count them.
package listing

import (
	"fmt"
	"strings"
)

// And is "a, b and c"; empty for nothing.
func And(all []string) string { return with(" and ", all) }

// Or is "a, b or c"; empty for nothing.
func Or(all []string) string { return with(" or ", all) }

func with(last string, all []string) string {
	n := len(all)
	if n < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:n-1], ", ") + last + all[n-1]
}

// Count is "1 step", or "3 steps".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
