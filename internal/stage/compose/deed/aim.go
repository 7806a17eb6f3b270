package deed

import (
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/compose/vocabulary"
)

// Aims says whether an instruction that was typed before all is what all is done for, not the first of it: its verb changes something, and the first
// command that does more than lead there only looks, while a later one doesn't.
func Aims(text string, all []*sop.Action) bool {
	if !changing[phrase.FirstWord(text)] {
		return false
	}
	var classes []sop.CommandClass
	for _, a := range all {
		switch {
		case a.Kind != sop.RunCommand || a.Command == nil || a.Command.Shell == "input":
		case OnlyMoves(a.Command), shell.Entered(a.Command.Text, a.Command.Shell) != "" && len(shell.Parse(a.Command.Text, a.Command.Shell).Calls) == 1:
		default:
			classes = append(classes, shell.Class(a.Command.Text, a.Command.Shell))
		}
	}
	return len(classes) > 1 && classes[0] == sop.Reads && slices.ContainsFunc(classes[1:], func(c sop.CommandClass) bool { return c != sop.Reads })
}

// changing are verbs of deeds that no command does that only reads.
var changing = vocabulary.SetOf(`add apply archive build change clean clear configure copy create delete deploy disable drain drop enable expand extend fix free grow
	import increase install migrate move patch promote prune purge put raise rebuild reboot recover reduce release reload remove rename renew repair replace reset resize
	restart restore revoke roll rotate scale set shrink stop switch uninstall update upgrade upload`)
