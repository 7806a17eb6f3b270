package read

import (
	"regexp"
	"strings"

	"showhow/internal/sop"
)

// address is what an address bar shows: a host with a dot or a port, or a path behind it.
var address = regexp.MustCompile(`^(https?://)?(localhost|\d{1,3}(\.\d{1,3}){3}|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,}|[a-zA-Z][a-zA-Z0-9-]*:\d{2,5})(:\d{2,5})?(/\S*)?$`)

// chrome finds the address bar's text and the title of the tab above it, in the upper part of the screen.
func chrome(lines []textLine, w, h int) (title, addr string) {
	var bar *textLine
	for i := range lines {
		l := &lines[i]
		if l.Box.Y > h*2/5 {
			break
		}
		s := addressText(l.Text)
		if s == "" || !barLike(l, lines) {
			continue
		}
		bar, addr = l, s
		break
	}
	if bar == nil {
		return "", ""
	}
	// The tab in front has the colour of the bar that holds the address field; other tabs haven't.
	var best *textLine
	for i := range lines {
		l := &lines[i]
		gap := bar.Box.Y - (l.Box.Y + l.Box.H)
		if gap < 4 || gap > 70 || l.Box.X < bar.Box.X-260 || len([]rune(l.Text)) < 4 {
			continue
		}
		if best == nil || frontness(l, bar) > frontness(best, bar) {
			best = l
		}
	}
	if best != nil {
		title = strings.TrimSpace(strings.TrimRight(best.Text, "xX×+… "))
		title = strings.TrimSpace(strings.TrimLeft(title, "@©®°•» ")) // a site's icon
	}
	return title, addr
}

// frontness tells tabs apart: the one in front is of one piece with the bar that holds the address field. The strip of the tabs may
// reach round that bar, too, and is larger.
func frontness(l, bar *textLine) int {
	if bar.on.Box.Rect().In(l.on.Box.Rect()) {
		return 1<<40 - l.on.Box.W*l.on.Box.H
	}
	return -l.on.Pixels
}

// addressText is the line's text if it looks like an address, without signs that icons leave.
func addressText(s string) string {
	fields := strings.Fields(s)
	for len(fields) > 1 && len([]rune(fields[0])) <= 2 {
		fields = fields[1:]
	}
	if len(fields) >= 3 && fields[0] == "Not" && fields[1] == "secure" {
		fields = fields[2:]
	}
	if len(fields) != 1 {
		return ""
	}
	if f := strings.TrimRight(fields[0], "|"); address.MatchString(f) {
		return f
	}
	return ""
}

// barLike says whether the line stands where an address does: in a wide low field, or behind the signs of a browser's buttons. A
// table's row is as wide and as low, but begins with words.
func barLike(l *textLine, lines []textLine) bool {
	const near = 420 // pixels
	signs := 0
	for _, k := range lines {
		gap := l.Box.X - (k.Box.X + k.Box.W)
		if gap < 0 || gap > near || abs(k.Box.Centre().Y-l.Box.Centre().Y) > l.Box.H/2 {
			continue
		}
		switch {
		case strings.Contains(k.Text, "ecure"):
			signs += 2
		case len([]rune(k.Text)) <= 2:
			signs++
		case k.on.Box == l.on.Box:
			return false
		}
	}
	b := l.on.Box
	return b.W >= 250 && b.H <= 60 || b.W >= 400 && b.H <= 120 || b == (sop.Box{}) || signs >= 2
}
