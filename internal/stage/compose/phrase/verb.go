package phrase

import "strings"

// verbs are those of instructions, in their base form.
var verbs = words(`
	abort accept access acknowledge activate add adjust allow amend announce answer append apply approve archive ask assign
	attach authenticate authorise authorize back begin bind block book boot bounce bring browse build bump bypass call cancel
	capture cat change check choose clean clear click clone close collapse collect comment commit compare compile compose
	compress configure confirm connect convert copy cordon correct create curl cut cycle deactivate debug declare decrypt
	define delete deploy deprovision describe destroy detach diff disable disconnect discard dismiss display dispatch do double
	double-check double-click download downgrade downscale drag drain drop dump duplicate echo edit eject email empty enable
	encrypt end enlarge enrol ensure enter escalate evict examine exclude execute exit expand export expose extend extract
	fail fetch fill filter find finish fix flip flush focus follow force fork format forward freeze gather generate get give
	go grab grant grep group hand handle head highlight hit hold hop hover identify ignore import include increase decrease
	inform initialise initialize inject insert inspect install invite invoke issue join jump keep kick kill label launch leave
	let lift limit link list load lock log login look lower maintain make map mark mask merge message migrate mirror mitigate
	modify monitor mount move mute name navigate note notify observe open order override pack page paste patch pause perform
	pick pin ping pipe place plan plug point populate post prepare press prevent print proceed probe promote prompt protect
	provide provision prune publish pull purge push put query queue quiesce quit raise read rebase rebalance reboot rebuild recall
	recheck reconnect record recover recreate recycle redeploy redirect redo reduce refer refresh register reindex reject
	release reload remind remove rename renew reopen repeat replace reply report request rerun reschedule reset resize resolve
	restart restore restrict resume retrieve retry return revert review revoke rewrite right-click roll rotate run save scale
	scan schedule scp screenshot scroll search secure see seed select send set share shell ship show shrink shut sign silence skip
	snooze snapshot sort source specify spin split ssh stage start stash stop store stream strip submit subscribe sudo suspend
	swap switch sync synchronise synchronize tag tail take tap tell terminate test throttle tick toggle touch trace track transfer
	trigger trim truncate try tune turn type unblock uncheck uncomment uncordon undo uninstall unlock unmask unmount unmute
	unpack unpause unplug untick unzip up update upgrade upload use vacuum validate verify view visit wait walk warm warn watch
	whitelist widen wipe withdraw work write zip zoom`)

// checking are the verbs that ask the reader to look.
var checking = words(`check confirm ensure examine inspect look observe recheck see validate verify`)

// telling are the verbs that ask the reader to speak to people.
var telling = words(`announce ask call email inform invite message notify page ping post remind report tell thank warn`)

// words reads a list into a set.
func words(list string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(list) {
		all[w] = true
	}
	return all
}

// irregular are the forms that no rule gives.
var irregular = map[string]string{
	"went": "go", "gone": "go", "did": "do", "done": "do", "made": "make", "took": "take", "taken": "take", "ran": "run",
	"sent": "send", "got": "get", "gave": "give", "given": "give", "chose": "choose", "chosen": "choose", "found": "find",
	"told": "tell", "wrote": "write", "written": "write", "saw": "see", "seen": "see", "kept": "keep", "left": "leave",
	"brought": "bring", "built": "build", "began": "begin", "begun": "begin", "held": "hold", "drew": "draw", "shown": "show",
	"froze": "freeze", "frozen": "freeze", "undid": "undo", "undone": "undo", "rebuilt": "rebuild", "withdrew": "withdraw",
	"logging": "log", "picked": "pick", "tied": "tie", "lying": "lie", "does": "do", "goes": "go",
}

// base is the base form of word if it is a form of one of the verbs, and "" otherwise. word is in small letters.
func base(word string) string {
	if verbs[word] {
		return word
	}
	if b := irregular[word]; b != "" {
		return b
	}
	for _, ending := range []string{"ing", "ed", "es", "s"} {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok || len(stem) < 2 {
			continue
		}
		for _, form := range stems(stem) {
			if verbs[form] {
				return form
			}
		}
	}
	return ""
}

// stems are the forms that a verb may have had before its ending: drag(g)ing, delet(e)ing, copi→copy.
func stems(stem string) []string {
	forms := []string{stem, stem + "e"}
	n := len(stem)
	if n > 2 && stem[n-1] == stem[n-2] {
		forms = append(forms, stem[:n-1])
	}
	if stem[n-1] == 'i' {
		forms = append(forms, stem[:n-1]+"y")
	}
	return forms
}

// gerund is word's base form if it ends in -ing.
func gerund(word string) string {
	if !strings.HasSuffix(word, "ing") {
		return ""
	}
	return base(word)
}

// past is word's base form if it is a past form.
func past(word string) string {
	if b := irregular[word]; b != "" && !strings.HasSuffix(word, "ing") && !strings.HasSuffix(word, "s") {
		return b
	}
	if !strings.HasSuffix(word, "ed") {
		switch word {
		case "set", "put", "hit", "cut", "shut", "read", "let", "run":
			return word
		}
		return ""
	}
	return base(word)
}

// IsVerb says whether word, in any case, is the base form of a verb that instructions begin with.
func IsVerb(word string) bool { return verbs[strings.ToLower(word)] }

// NamesDeed says whether a label tells what is done, as "Create access key" does: a verb, and what it is done to.
func NamesDeed(label string) bool {
	all := strings.Fields(strings.ToLower(label))
	return len(all) >= 2 && len(all) <= 6 && verbs[all[0]] && !things[all[0]] && !prepositions[all[1]]
}

var (
	// things are words that are verbs, too, but name a thing where a label begins with them: "Access Key ID", "Release notes".
	things = words(`access release log report order request issue group contact project process account`)
	// prepositions are words that no object of an instruction begins with: "Build with Parameters" names no deed.
	prepositions = words(`with by from for in on at to of as up out off into over via per`)
)

// Begins says whether an instruction begins as one does: with its verb, or with the condition on which it is to be followed.
func Begins(instruction string) bool {
	first, rest, _ := strings.Cut(strings.ToLower(instruction), " ")
	switch first {
	case "when", "once", "if", "after", "as", "before":
		return strings.Contains(rest, ",")
	case "back":
		return strings.HasPrefix(rest, "up ") // "back in the browser" tells where
	}
	return verbs[first]
}

// Conditional says whether an instruction begins with when it holds: "once it's up, …".
func Conditional(text string) bool {
	switch FirstWord(text) {
	case "when", "once", "if", "after", "as", "before":
		return strings.Contains(text, ",")
	}
	return false
}
