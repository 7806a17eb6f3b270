package shell

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// everywhere are programs that every machine has, so that nobody needs to be told to have them.
var everywhere = set(`
	alias bg bash basename break builtin bye case cat cd chgrp chmod chown clear column command cp cut date dd df diff dirname
	dmesg do done du echo else env eval exec exit export false fg fi file find for free function grep groups head help hexdump
	history host hostname id if ifconfig ip jobs join kill killall less let ln local logout look ls ll la man md5sum mkdir more
	mount mv nice nl nohup od passwd paste pgrep ping pkill popd printf printenv ps pushd pwd read readonly realpath reboot
	return rm rmdir sed select seq set sh sha256sum shift shopt sleep sort source stat stty su sudo sum sync tail tar tee test
	then time timeout top touch tr trap true tty type ulimit umask unalias uname uniq unset until uptime vi wait watch wc
	fsck hostnamectl logrotate swapoff swapon sysctl timedatectl truncate umount egrep fgrep fmt fold nl rev shuf strings tac
	which while who whoami xargs yes systemctl journalctl service curl wget apt apt-get dpkg crontab nano vim screen tmux gzip gunzip zcat awk . [ [[ :`)

// Programs are the programs that text needs and that not every machine has, by their names, in order, each once.
func Programs(text, shell string) []string {
	if shell != "shell" {
		return nil
	}
	var names []string
	line := Parse(text, shell)
	if line.Broken != "" {
		return nil
	}
	for i, c := range line.Calls {
		if i > 0 && wrappers[line.Calls[i-1].Program] == wrapOpenly && len(innerWords(line.Calls[i-1])) > 0 {
			continue // it runs inside a container or on the other machine
		}
		local := strings.HasPrefix(c.Program, ".") || strings.HasSuffix(c.Program, ".sh") || strings.ContainsAny(c.Program, "$<>(){}=\"'")
		if c.Program == "" || local || everywhere[c.Program] || slices.Contains(names, c.Program) || classes[c.Program] == nil && valued[c.Program] == nil {
			continue
		}
		names = append(names, c.Program)
	}
	return names
}

// Spoken is the beginning of text that names a program and, behind it, what it can be told to do ("kubectl rollout undo"), as
// far as the tables know its words; "" when text doesn't begin with a known program.
func Spoken(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 || classes[words[0]] == nil && valued[words[0]] == nil {
		return ""
	}
	longest := 0
	for _, row := range classes[words[0]] {
		if n := len(row.words); n > longest && n < len(words) && slices.Equal(row.words, cleaned(words[1:n+1])) {
			longest = n
		}
	}
	for _, row := range titles[words[0]] {
		n := 0
		for n < len(row.words) && n+1 < len(words) && row.words[n] == cleaned(words[n+1 : n+2])[0] {
			n++
		}
		longest = max(longest, n)
	}
	end := 0
	for range longest + 1 {
		end += len(text[end:]) - len(strings.TrimLeft(text[end:], " "))
		end += strings.IndexByte(text[end:]+" ", ' ')
	}
	return strings.TrimRight(text[:min(end, len(text))], ".,;:!?")
}

// cleaned takes the sentence's own signs off the words' ends.
func cleaned(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.TrimRight(w, ".,;:!?")
	}
	return out
}

// Entered is the host that an ssh command enters; empty for any other.
func Entered(text, shell string) string {
	for _, call := range Parse(text, shell).Calls {
		if call.Program == "ssh" && len(call.Words) > 0 && !strings.HasPrefix(call.Words[0], "<") {
			return call.Words[0]
		}
	}
	return ""
}

// Called are the programs that text calls and that not every machine has, known or not, by their names, in order, each once; none where it doesn't parse.
func Called(text, shell string) (names []string) {
	if shell != "shell" {
		return nil
	}
	line := Parse(text, shell)
	for _, c := range line.Calls {
		if line.Broken == "" && plain.MatchString(c.Program) && !strings.HasSuffix(c.Program, ".sh") && !everywhere[c.Program] && !slices.Contains(names, c.Program) {
			names = append(names, c.Program)
		}
	}
	return names
}

// plain is a program's name as people say it.
var plain = regexp.MustCompile(`^[a-z][a-z0-9+_-]*$`)

// Into is the folder to which text goes, by its last name; empty for none, or for one that says nothing.
func Into(text, shell string) string {
	if shell != "shell" {
		return ""
	}
	into := ""
	for _, c := range Parse(text, shell).Calls {
		if c.Program == "cd" && len(c.Words) == 1 {
			into = Folder(c.Words[0])
		}
	}
	return into
}

// Folder is a folder's own name; empty for one that tells nothing: somebody's home, the root, or one that isn't named.
func Folder(at string) string {
	at = strings.TrimRight(at, "/")
	name := path.Base(at)
	if at == "" || strings.ContainsAny(name, "$<>~*\"'`") || strings.Trim(name, ".-") == "" || at == "/root" || path.Dir(at) == "/home" || path.Dir(at) == "/Users" || path.Dir(at) == "/" && !strings.Contains(at, "srv") {
		return ""
	}
	return name
}
