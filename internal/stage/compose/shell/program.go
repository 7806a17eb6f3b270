package shell

import (
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
	which while who whoami xargs yes gzip gunzip zcat awk . [ [[ :`)

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
