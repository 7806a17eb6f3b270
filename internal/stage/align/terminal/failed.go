package terminal

import (
	"regexp"
	"slices"
	"strings"
)

// failures are how shells and programs say that they failed.
var failures = regexp.MustCompile(`(?m)(?:command not found|: not found$|[Uu]nknown command\b|is not a \w+ command|is not recognized as|No such file or directory|` +
	`[Pp]ermission denied|[Aa]ccess denied|[Oo]peration not permitted|Connection refused|No route to host|Name or service not known|[Cc]ould not resolve host|could not be found\.$|` +
	`^(?:[│ ]*|[\w./-]+: )(?:error|Error|ERROR|fatal|FATAL|panic|Fatal error)(?: \w+)?[:\[ (]|^\(error\) |^E: |^curl: \(\d+\)|Traceback \(most recent call last\)|syntax error|` +
	`exit (?:code|status) [1-9]|^npm ERR!|^make: \*\*\*|unable to connect|^Failed to |^Unable to (?:connect|locate|resolve|open|read|write|start|load|access|authenticate|lock|acquire|fetch|parse)\b)`)

// viewers print what others have written: what looks like a failure there is what one looked for.
var viewers = strings.Fields("cat zcat bat less more head tail grep egrep zgrep rg journalctl dmesg awk sed jq view diff")

// speakers print what they are told to.
var speakers = strings.Fields("echo printf print")

var logs = regexp.MustCompile(`^(?:sudo )?(?:kubectl|oc|docker|podman|docker-compose|stern)\b.*\slogs\b`)

// failed says whether the output of the command line text shows that it failed.
func failed(text string, output []string) bool {
	words := strings.Fields(strings.TrimPrefix(text, "sudo "))
	if len(words) == 0 || slices.Contains(speakers, words[0]) {
		return false
	}
	said := slices.DeleteFunc(slices.Clone(output), func(l string) bool { return strings.TrimSpace(l) == "" })
	program := words[0][strings.LastIndexByte(words[0], '/')+1:]
	switch {
	case slices.Contains(viewers, program): // its own complaints bear its name
		own := func(l string) bool {
			return strings.HasPrefix(l, program+": ") || strings.HasSuffix(l, "command not found")
		}
		said = slices.DeleteFunc(said, func(l string) bool { return !own(l) })
	case logs.MatchString(text) && len(said) > 1:
		return false
	}
	return failures.MatchString(strings.Join(said, "\n"))
}
