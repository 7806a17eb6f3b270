package session

import (
	"slices"
	"strings"

	"showhow/internal/stage/align/terminal"
)

// programs are those whose names alone tell that a line is a command, where no prompt does.
var programs = strings.Fields(`ansible ansible-playbook apt apt-get argocd aws az brew cargo cat cd chmod chown cp curl dig docker docker-compose
	dnf find flux gcloud gh git go grep gsutil helm istioctl jq journalctl kind kubectl kubectx kubens kustomize ls make minikube mkdir mv mysql
	npm npx oc openssl pip pip3 podman psql python python3 pytest redis-cli rm rsync scp sed ssh sudo systemctl tail tar terraform tofu touch
	vault vim wget yarn yum`)

// bare takes lines for commands in a recording that shows no prompt at all, as a scripted one: lines that were typed letter by letter
// and begin with a program's name. They are marked as unsure.
func (r *reader) bare() {
	if r.keyed || slices.ContainsFunc(r.lines, func(l line) bool { return l.kind == command }) {
		return
	}
	for i := range r.lines {
		l := &r.lines[i]
		text := strings.TrimSpace(l.Prompt + l.Text)
		words := strings.Fields(text)
		if len([]rune(l.Prompt)) > 2 || len(words) < 2 || l.Grown < len(text)/2 || strings.ContainsAny(text[len(text)-1:], ".:!?") || !slices.Contains(programs, words[0]) {
			continue
		}
		l.kind, l.text, l.Prompt, l.unsure = command, text, "", "No prompt stands before it: it may be no command."
		l.prompt = terminal.Prompt{Shell: "shell"}
	}
}
