package system

import (
	"slices"
	"testing"

	"showhow/internal/sop"
)

func TestSystems(t *testing.T) {
	for command, want := range map[string]string{
		"kubectl rollout status deploy/api": "kubectl", "sudo -E systemctl restart nginx": "systemctl", "PGHOST=db LC_ALL=C pg_dump orders": "pg_dump", "/usr/local/bin/Helm upgrade": "helm",
		"cd /srv": "", "./deploy.sh prod": "deploy.sh", "<PROGRAM> --now": "", "": "", "sudo": "", "# a comment": "", "$(which x) y": "", "docker-compose up": "docker-compose", "g++ x.cc": "g++",
	} {
		if got := programOf(command); got != want {
			t.Errorf("%q runs %q, want %q", command, got, want)
		}
	}
	for context, want := range map[string]string{"deploy@bastion:~/app": "bastion", "root@DB-1.example.com:/": "db-1.example.com", "~/app": "", "": "", "a@<HOST>:~": "", "me@localhost": ""} {
		if got := machineOf(context); got != want {
			t.Errorf("%q is on %q, want %q", context, got, want)
		}
	}
	r := sop.Revision{Sections: []sop.Section{{Steps: []sop.Step{
		{Commands: []sop.Command{{Text: "psql -c x", Context: "ops@db-1:~"}, {Text: "psql -c y", Context: "ops@db-1:~"}, {Text: "ls"}}},
		{Links: []sop.Link{{URL: "https://Grafana.example:3000/d/1"}, {URL: "://"}}},
	}}}}
	if got, want := Of(&r, 60), []string{"db-1", "grafana.example", "psql"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
