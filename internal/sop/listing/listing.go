// Package listing words several things as people list them.
package listing

import "strings"

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
