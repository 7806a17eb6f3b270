package tooled

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A long session is named by what it is done with and in; a short one, one of many programs, and one that isn't of commands alone have no such title.
func TestTitle(t *testing.T) {
	for _, x := range []struct{ commands, dir, want string }{
		{"helm list; helm repo update; cd charts/shop; helm diff; helm upgrade shop .; ls; helm history shop; helm test shop", "", "Work with helm in shop"},
		{"helm list; helm repo update; kubectl get pods; kubectl get svc; helm upgrade shop .; helm test shop", "~/deploy/shop", "Work with helm and kubectl in shop"},
		{"helm list; helm repo update; helm diff; helm upgrade shop .; helm history shop; helm test shop", "~", "Work with helm"},
		{"helm list; helm repo update; helm diff; helm upgrade shop .; helm history shop; helm test shop", "/home/ada", "Work with helm"},
		{"helm list; helm upgrade shop .; helm test shop; ls; cat x; cd y; pwd; exit", "~/x", ""},
		{"helm list; git pull; kubectl get pods; terraform plan; ansible x; psql y", "~/x", ""},
		{"sudo apt-get remove docker docker-engine; sudo apt-get install docker.io; curl -fsSL https://download.docker.com/gpg | sudo apt-key add -; sudo apt-key fingerprint 0EBF; sudo add-apt-repository 'deb https://download.docker.com/linux stable'; sudo apt install docker-ce; docker run hello-world; exit", "~", "Work with docker"},
		{"sudo apt-get install nginx; vim nginx.conf; ls nginx; curl x; cat nginx; cp nginx x", "~/x", ""},
		{"go build; go test; vim main.go; cat main.go; ls dogo; kubectl get pods; kubectl get svc; kubectl apply -f x", "~", ""}, // the ending of a file’s name is no program,
		{"ls; cat x; sudo systemctl stop a; curl b; df; du; tail c; cat d", "~/x", ""},
	} {
		var all []*sop.Action
		for _, c := range strings.Split(x.commands, "; ") {
			all = append(all, &sop.Action{Kind: sop.RunCommand, Command: &sop.CommandLine{Text: c, Shell: "shell", Dir: x.dir}})
		}
		got, ok := Title(all)
		if got.Text != x.want || ok != (x.want != "") || ok && (got.Unsure == "" || got.Evidence.Source != sop.FromRule) {
			t.Errorf("%s: %+v, want %q", x.commands, got, x.want)
		}
		answered := append(slices.Clone(all), &sop.Action{Kind: sop.Type, Text: "yes", Command: &sop.CommandLine{Text: "helm", Shell: "shell"}})
		if again, _ := Title(answered); again.Text != x.want {
			t.Errorf("%s: with an answer %q, want %q", x.commands, again.Text, x.want)
		}
		if _, ok := Title(append(all, &sop.Action{Kind: sop.Click})); ok {
			t.Errorf("%s and a click have a title", x.commands)
		}
	}
}
