package shell

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// unknown stands for the class of a line of several programs of which one may do anything.
const unknown sop.CommandClass = "unknown"

var (
	// looks fits a title that says that nothing is changed.
	looks = regexp.MustCompile(`^(?:Show|List|Look|Watch|Follow|Describe|Search|Count|Query|Read|Request|Wait|Connect|Plan|Try|Run a query|Check (?:whether|the|what))\b`)
	// grave fits one that says that something is lost.
	grave = regexp.MustCompile(`(?i)\b(?:delete|remove|drop|destroy|throw away|overwrite|empty|clear|purge|uninstall|erase|wipe|discard|cut|forget)\b`)
	// open fits one that leaves what is done to the command that it shows.
	open = regexp.MustCompile(`^(?:Run (?:a command|the )|Send a )`)
)

// honest says whether a title says no less than a command of that class does: none that only looks for one that changes something or does nobody
// knows what, and only one that says so for one that destroys.
func honest(title string, class sop.CommandClass) bool {
	title = code.ReplaceAllString(title, "")
	switch class {
	case sop.Changes, unknown:
		return !looks.MatchString(title)
	case sop.Destroys:
		return !looks.MatchString(title) && (grave.MatchString(title) || open.MatchString(title))
	}
	return true
}

// code fits what of a title is the command's own word, not the title's.
var code = regexp.MustCompile("`[^`]*`")

// turning are flags that make a program do something else than it does without them.
var turning = set(`--abort --amend --clear --delete --delete-after --delete-before --delete-during --delete-excluded --disable --edit-description --erase --flush --force --force-with-lease
	--hard --mirror --move --overwrite --prune --purge --remove --remove-source-files --replace --reset --rotate --set-upstream-to --uninstall --undo --unset --unset-upstream --volumes --wipe`)

// tells says whether a row names each flag of c that makes it do something else; one that says that something is lost says enough.
func (row titleRow) tells(c Call) bool {
	if grave.MatchString(row.title) {
		return true
	}
	return !slices.ContainsFunc(c.Flags, func(f string) bool {
		f, _, _ = strings.Cut(f, "=")
		return (turning[f] || c.milderWithout(f)) && !slices.Contains(row.takes, f) && !slices.ContainsFunc(row.flags, func(group []string) bool {
			return slices.ContainsFunc(group, func(g string) bool { return (Call{Program: c.Program, Flags: []string{f}}).has(g) })
		})
	})
}

// milderWithout says whether it's the flag that makes c change or destroy something.
func (c Call) milderWithout(flag string) bool {
	less := c
	less.Flags = slices.DeleteFunc(slices.Clone(c.Flags), func(f string) bool { return f == flag })
	return rank[less.class()] < rank[c.class()]
}
