package entry

import (
	"strings"

	"showhow/internal/stage/replay/vt"
)

// behind is what stands behind the open line's prompt, over as many lines as the editor held.
func (d *Reader) behind(o *place, e ending) (text string, ok bool) {
	if e.first == o.line || e.first < o.line { // a prompt that folds itself up on Enter is drawn further up
		if rest, found := strings.CutPrefix(e.text, o.prompt); found {
			return d.cutRight(o, e, rest), true
		}
		if strings.TrimRight(e.text, " ") == strings.TrimRight(o.prompt, " ") {
			return "", true
		}
		was := strings.TrimSpace(strings.TrimPrefix(o.text, o.prompt))
		now := strings.TrimRight(e.text, " ")
		if was != "" && strings.HasSuffix(now, was) {
			return was, true
		}
		return "", false
	}
	if e.first-o.line > maxBuffer {
		return "", false
	}
	var all []string
	open := false
	for n := o.line; n < e.end; n++ {
		text, wrapped, kept := d.term.Line(n)
		if !kept {
			return "", false
		}
		if wrapped {
			text = d.padded(text)
		}
		if open {
			all[len(all)-1] += text
		} else {
			all = append(all, text)
		}
		open = wrapped
	}
	rest, found := strings.CutPrefix(all[0], strings.TrimRight(o.prompt, " "))
	if !found {
		return "", false
	}
	all[0] = strings.TrimPrefix(rest, " ")
	if o.right > 0 {
		if cut := vt.LeftOf(o.prompt+all[0], o.right); len(cut) < len(o.prompt+all[0]) && strings.HasSuffix(cut, "  ") {
			all[0] = strings.TrimRight(strings.TrimPrefix(cut, o.prompt), " ")
		}
	}
	return strings.Join(level(all, columns(o.prompt)), "\n"), true
}

// level takes the blanks of the prompt's width off the lines behind the first, where an editor lets all of them stand below each other.
func level(all []string, width int) []string {
	indent := strings.Repeat(" ", width)
	for _, l := range all[1:] {
		if !strings.HasPrefix(l, indent) && l != "" {
			return all
		}
	}
	for i := range all[1:] {
		all[i+1] = strings.TrimPrefix(all[i+1], indent)
	}
	return all
}

// wideGap is how many blanks at the least stand between what is typed and what stands at the right edge.
const wideGap = 5

// cutRight takes off what stands at the right edge: a prompt there, or a proposal that was not taken.
func (d *Reader) cutRight(o *place, e ending, rest string) string {
	if e.cursor < len(e.text) && e.cursor >= len(o.prompt) {
		right := strings.TrimLeft(e.text[e.cursor:], " ")
		at := columns(e.text[:len(e.text)-len(right)])
		cols, _ := d.term.Size()
		edge := at-columns(e.text[:e.cursor]) >= wideGap && columns(e.text) >= cols-2
		if right != "" && (edge || o.right > 0 && at >= o.right-2 && at > columns(e.text[:e.cursor]) || d.ghostly(e)) {
			return strings.TrimRight(e.text[len(o.prompt):e.cursor], " ")
		}
	}
	if o.right > 0 {
		cut := vt.LeftOf(e.text, o.right)
		if len(cut) < len(e.text) && len(cut) > len(o.prompt) && strings.HasSuffix(cut, "  ") {
			return strings.TrimRight(cut[len(o.prompt):], " ")
		}
	}
	return strings.TrimRight(rest, " ")
}

// ghostly says whether what stands right of the cursor is drawn as a proposal is: faint or grey.
func (d *Reader) ghostly(e ending) bool {
	x, y, _ := d.term.Cursor()
	if d.term.Top()+y != e.under {
		return false
	}
	return d.term.Dim(x, y)
}
