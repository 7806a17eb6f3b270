package template

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// rootKey is where a request's context keeps its root.
type rootKey struct{}

// WithRoot is ctx for pages that lie below a path, such as "/w/ops": a workspace's, beside the server's first one, which lies at "".
func WithRoot(ctx context.Context, root string) context.Context {
	return context.WithValue(ctx, rootKey{}, root)
}

// Root is the path below which the pages lie that are drawn; empty for the server's own root.
func Root(ctx context.Context) string {
	root, _ := ctx.Value(rootKey{}).(string)
	return root
}

// At is an address of a workspace as a page names it. Pages and handlers write all of theirs from the workspace's root on; it is put in front here, and
// nowhere else. Other addresses stay as they are, unless they could run something.
func At(ctx context.Context, address string) templ.SafeURL {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
		return templ.SafeURL(Root(ctx) + address)
	}
	return templ.URL(address)
}

// Src is at for what a page loads.
func Src(ctx context.Context, address string) string { return string(At(ctx, address)) }
