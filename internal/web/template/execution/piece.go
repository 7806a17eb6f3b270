package execution

import (
	"fmt"
	"html"
	"strings"

	"showhow/internal/sop/parameter"
)

// piecesOf are a command's pieces as HTML: blanks count in them, and a template would add some.
func piecesOf(all []parameter.Piece) string {
	var b strings.Builder
	for _, x := range all {
		text, name := html.EscapeString(x.Text), html.EscapeString(x.Name)
		switch {
		case len(x.Left) > 0:
			fmt.Fprintf(&b, `<mark class="left" data-left="%s"`, html.EscapeString(x.Place()))
			for _, l := range x.Left {
				fmt.Fprintf(&b, ` data-given-%s="%s"`, html.EscapeString(strings.ToLower(l.Name)), html.EscapeString(l.Given))
			}
			fmt.Fprintf(&b, `>%s</mark>`, text)
		case x.Name == "":
			b.WriteString(text)
		case x.Secret:
			fmt.Fprintf(&b, `<span class="param secret" data-secret-place="%s" data-quote="%s" title="%s">%s</span>`, name, html.EscapeString(string(x.Quote)), name, text)
		default:
			fmt.Fprintf(&b, `<span class="param" title="%s">%s</span>`, name, text)
		}
	}
	return b.String()
}

// leftNames are the parameters whose recorded value is left at a place.
func leftNames(left parameter.Piece) string {
	var all []string
	for _, l := range left.Left {
		all = append(all, l.Name)
	}
	return strings.Join(all, " and ")
}
