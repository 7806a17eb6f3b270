package shell

import (
	"regexp"
	"slices"
	"strings"
)

// installers are the programs that bring others to a machine, with the words by which they are told to.
var installers = table(`
	apt: install
	apt-get: install
	yum: install
	dnf: install
	zypper: install
	apk: add
	pacman: -S -Sy -Syu
	brew: install
	snap: install
	choco: install
	pip: install
	pip3: install
	pipx: install
	npm: install i
	go: install
	cargo: install
`)

// Installs says whether text brings a program to the machine: its package has the program's name, and behind it at most an edition or a version
// ("docker-ce", "docker.io", "helm@3"): git-lfs isn't git.
func Installs(text, shell, program string) bool {
	if shell != "shell" {
		return false
	}
	return slices.ContainsFunc(Parse(text, shell).Calls, func(c Call) bool {
		told := installers[c.Program]
		return told != nil && slices.ContainsFunc(c.args, func(w string) bool { return told[w] }) && slices.ContainsFunc(c.Words, func(w string) bool {
			rest, ok := strings.CutPrefix(w[strings.LastIndexByte(w, '/')+1:], program)
			return ok && ending.MatchString(rest)
		})
	})
}

// ending is what may stand behind a program's name in that of its package.
var ending = regexp.MustCompile(`^(?:\.io)?(?:-(?:ce|ee|cli|engine|client|core|bin|server))?-?[0-9.]*(?:[@=:_].*)?$`)
