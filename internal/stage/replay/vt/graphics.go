package vt

import "showhow/internal/sop"

// attrs are the attributes that SGR parameters set.
var attrs = map[int]attr{1: bold, 2: faint, 3: italic, 5: blink, 6: blink, 7: inverse, 8: hidden, 9: strike, 21: underline}

// cleared are the attributes that SGR parameters reset.
var cleared = map[int]attr{22: bold | faint, 23: italic, 24: underline, 25: blink, 27: inverse, 28: hidden, 29: strike}

// graphics is SGR: how the next characters are drawn.
func (t *Terminal) graphics() {
	p := &t.p
	if len(p.params) == 0 {
		t.pen = pen{}
		return
	}
	for i := 0; i < len(p.params) && i < maxParams; {
		i += t.graphic(i)
	}
}

// graphic obeys the SGR parameter at i and tells how many parameters belong to it.
func (t *Terminal) graphic(i int) int {
	p := &t.p
	n := p.params[i]
	subs := 1
	for i+subs < len(p.params) && p.sub[i+subs] {
		subs++
	}
	switch {
	case n == 38 || n == 48 || n == 58:
		return t.extendedColour(i, subs)
	case n == 0:
		t.pen = pen{}
	case n == 4:
		t.pen.attr |= underline
		if subs > 1 && p.params[i+1] == 0 {
			t.pen.attr &^= underline
		}
	case attrs[n] != 0:
		t.pen.attr |= attrs[n]
	case cleared[n] != 0:
		t.pen.attr &^= cleared[n]
	case n >= 30 && n <= 37:
		t.pen.fg = sop.PaletteColor(n - 30)
	case n == 39:
		t.pen.fg = 0
	case n >= 40 && n <= 47:
		t.pen.bg = sop.PaletteColor(n - 40)
	case n == 49:
		t.pen.bg = 0
	case n >= 90 && n <= 97:
		t.pen.fg = sop.PaletteColor(n - 90 + 8)
	case n >= 100 && n <= 107:
		t.pen.bg = sop.PaletteColor(n - 100 + 8)
	}
	return subs
}

// extendedColour reads 38, 48 or 58 with their colour, in all the forms that are about: 38;5;n, 38;2;r;g;b, 38:5:n,
// 38:2:r:g:b and 38:2::r:g:b (ITU-T T.416 with an empty colour space).
func (t *Terminal) extendedColour(i, subs int) int {
	p := &t.p
	colons := subs > 1
	args := p.params[i+1:]
	if colons {
		args = p.params[i+1 : i+subs]
	}
	if len(args) == 0 {
		return subs
	}
	used, need := 1, map[int]int{5: 2, 2: 4}[args[0]]
	rgb := args
	if colons && args[0] == 2 && len(args) >= 5 {
		rgb = args[1:]
	}
	if need > 0 && len(rgb) >= need {
		used = need
		c := sop.PaletteColor(min(rgb[1], 255))
		if args[0] == 2 {
			c = sop.RGBColor(byte(min(rgb[1], 255)), byte(min(rgb[2], 255)), byte(min(rgb[3], 255)))
		}
		switch p.params[i] {
		case 38:
			t.pen.fg = c
		case 48:
			t.pen.bg = c
		}
	} else if need > 0 {
		used = len(args)
	}
	if colons {
		return subs
	}
	return 1 + used
}
