package figure

import (
	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
)

// terminals shows the terminal as it stood when the last of the commands had ended, and each editor as it stood before it was left.
// What part of a picture is shown is decided when it's drawn.
func (m Maker) terminals(actions []*sop.Action) (all []sop.Figure) {
	last := actions[len(actions)-1]
	for _, a := range actions {
		if a.Kind == sop.RunCommand && !deed.OnlyMoves(a.Command) {
			last = a
		}
	}
	for _, a := range actions {
		at, alternate := a.After, false
		if a.Kind == sop.RunCommand {
			at, alternate = m.ownScreen(a)
		}
		switch {
		case a == last && !alternate:
			all = append(all, m.terminal(at, "The terminal after the command.", actions))
		case a == last, a.Command != nil && a.Command.Edited != nil:
			all = append(all, m.terminal(at, "The terminal while the program ran.", []*sop.Action{a}))
		}
	}
	return all
}

// ownScreen is the last moment at which a program that a started had the whole screen for itself; a.After when none did.
func (m Maker) ownScreen(a *sop.Action) (at sop.Moment, found bool) {
	at = a.After
	for i := range m.Screens {
		if s := &m.Screens[i]; s.At > a.At && s.At < a.After && len(s.Terminals) > 0 && s.Terminals[0].Alternate {
			at, found = s.At, true
		}
	}
	return at, found
}

func (m Maker) terminal(at sop.Moment, alt string, actions []*sop.Action) sop.Figure {
	f := sop.Figure{At: at, Crop: sop.Box{W: m.Terminal.Columns * sop.CellWidth, H: m.Terminal.Rows * sop.CellHeight}, Evidence: evidence.Seen(actions...)}
	f.Width, f.Height = f.Crop.W, f.Crop.H
	f.Alt = sop.Claim{Text: alt, Evidence: f.Evidence}
	return f
}
