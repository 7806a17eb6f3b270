package mention

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// told are mentions as short texts: "tool helm 3.12".
func told(all []current.Mention) (out []string) {
	for _, m := range all {
		out = append(out, strings.TrimSpace(string(m.Kind)+" "+m.Name+" "+m.Version))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestWhatCommandsName(t *testing.T) {
	digest := "sha256:" + strings.Repeat("ab", 32)
	for command, want := range map[string]string{
		"helm upgrade checkout ./chart --version 2.3.0":                                                    "path ./chart, tool helm",
		"sudo -u deploy systemctl restart nginx":                                                           "tool sudo, tool systemctl",
		"sudo FOO=1 env -i BAR=2 /usr/local/bin/terraform apply":                                           "path /usr/local/bin/terraform, tool env, tool sudo, tool terraform",
		"KUBECONFIG=/etc/k.yaml kubectl get pods | grep api && echo done":                                  "tool grep, tool kubectl",
		"kubectl -n shop exec -it api-0 -- psql -h db1.example.com -U app":                                 "host db1.example.com, tool kubectl, tool psql",
		"kubectl set image deploy/api api=registry.example.com:5000/shop/api:v2.3.1":                       "host registry.example.com, image registry.example.com:5000/shop/api v2.3.1, tool kubectl",
		"kubectl set image deploy/api api=ghcr.io/shop/api:<VERSION>":                                      "host ghcr.io, image ghcr.io/shop/api, tool kubectl",
		"docker run --rm -v /srv/app:/app --name x node:20.11 npm test":                                    "image node 20.11, path /srv/app, tool docker, tool npm",
		"docker pull alpine@" + digest:                                                                     "image alpine " + digest + ", tool docker",
		"podman exec -it web nginx -t":                                                                     "tool nginx, tool podman",
		"ssh -p 2222 ops@bastion.example.com 'sudo journalctl -u api | tail'":                              "host bastion.example.com, tool journalctl, tool ssh, tool sudo, tool tail",
		"scp build.tar ops@web1:/srv/releases/":                                                            "host web1, path /srv/releases, tool scp",
		"rsync -a ./dist/ deploy@10.0.0.7:/var/www":                                                        "host 10.0.0.7, path ./dist, path /var/www, tool rsync",
		"git clone git@git.example.com:shop/checkout.git && cd checkout":                                   "host git.example.com, repo git.example.com/shop/checkout, tool git",
		"git clone https://x:tok@github.com/acme/api.git":                                                  "host github.com, repo github.com/acme/api, tool git",
		"gh release create v1 -R acme/api":                                                                 "host github.com, repo github.com/acme/api, tool gh",
		"curl -fsS https://User:pw@API.example.com:8443/v1/health/?token=s#x":                              "host api.example.com, tool curl, url https://api.example.com:8443/v1/health",
		"bash -c 'cd /srv && ./migrate.sh'":                                                                "path ./migrate.sh, tool bash, tool migrate.sh",
		"timeout 30 nc -z db1.example.com 5432":                                                            "host db1.example.com, tool nc, tool timeout",
		"pip install ansible==9.1.0 && npm i -g @scope/tool@2.0 && apt-get install -y helm=3.12.1":         "tool ansible 9.1.0, tool apt-get, tool helm 3.12.1, tool npm, tool pip, tool tool 2.0",
		"asdf install terraform 1.5.7":                                                                     "tool asdf, tool terraform 1.5.7",
		"python3.12 -m venv /opt/venv":                                                                     "path /opt/venv, tool python 3.12",
		"cat <<EOF | kubectl apply -f -\nspec:\n  - image: quay.io/acme/job:7\n    run: rm -rf /data\nEOF": "host quay.io, image quay.io/acme/job 7, tool cat, tool kubectl",
		"ssh web1 <<'EOF'\nsystemctl stop api\nEOF":                                                        "host web1, tool ssh, tool systemctl",
		"bash <<EOF\nvault login\nEOF":                                                                     "tool bash, tool vault",
		"deploy() { helm list; }; deploy":                                                                  "tool helm",
		"for h in a b; do ssh \"$h\" uptime; done":                                                         "tool ssh, tool uptime",
		"$(which helm) list":                                                                               "tool which",
		"<TOOL> run; ssh <HOST> ls":                                                                        "tool ls, tool ssh",
		"echo \"unclosed":                                                                                  "",
		"helm list )":                                                                                      "tool helm",
		"cd /tmp; export A=1; true":                                                                        "",
		"xargs -n1 -I{} kubectl delete pod {}":                                                             "tool kubectl, tool xargs",
		"echo hi > /var/log/app.log 2>/dev/null":                                                           "path /var/log/app.log",
		"sed -i 's/a/b/' x.txt":                                                                            "tool sed",
		"":                                                                                                 "",
		"   \n\t":                                                                                          "",
		"#!/bin/sh":                                                                                        "",
		"sudo":                                                                                             "tool sudo",
		strings.Repeat("bash -c '", 3) + "x":                                                               "tool bash",
		"ssh -o ProxyJump=jump.example.com web1.example.com":                                               "host jump.example.com, host web1.example.com, tool ssh",
		"psql postgresql://deploy:<DB_PASSWORD>@db01/shop":                                                 "host db01, tool psql",
		"psql 'postgresql://<USER>@db01:<PORT>/<DATABASE>?sslmode=require'":                                "host db01, tool psql",
		"pg_dump --dbname=postgres://app:$PW@db01:5432/shop -f /srv/dump/<DATE>/shop.sql":                  "host db01, path /srv/dump, tool pg_dump",
		"flyway -url=jdbc:postgresql://db01:5432/shop migrate":                                             "host db01, tool flyway",
		"mongosh 'mongodb://ops:<PW>@m1:27017,m2:27017/shop'":                                              "host m1, host m2, tool mongosh",
		"psql 'host=db01 port=5432 dbname=shop'; mysql -hdb02 -P 3306":                                     "host db01, host db02, tool mysql, tool psql",
		"PGHOST=db01 psql shop; export VAULT_ADDR=https://vault.example.com":                               "host db01, host vault.example.com, tool psql, url https://vault.example.com",
		"kafka-topics --bootstrap-server k1:9092,k2:9092 --list":                                           "host k1, host k2, tool kafka-topics",
		"app --db-host=db01 --no-host; app --db-host db02":                                                 "host db01, host db02, tool app",
		"ssh -J ops@jump1,jump2:2222 web1":                                                                 "host jump1, host jump2, host web1, tool ssh",
		"curl https://<TOKEN>@api.example.com/v1/<VERSION>/x?t=<T>":                                        "host api.example.com, tool curl, url https://api.example.com/v1",
		"curl https://<HOST>/v1":                                                                           "tool curl",
		"curl https://api.example.com:<PORT>/v1?q=<Q>":                                                     "host api.example.com, tool curl, url https://api.example.com/v1",
		"git clone https://deploy:<TOKEN>@github.com/acme/api.git":                                         "host github.com, repo github.com/acme/api, tool git",
		"git clone https://github.com/acme/<REPO>.git":                                                     "host github.com, tool git",
		"helm upgrade web oci://registry.example.com/charts/web --set image=x":                             "host registry.example.com, image registry.example.com/charts/web, tool helm",
		"rsync -a dist/ <HOST>:/srv/releases/<VERSION>/":                                                   "path /srv/releases, tool rsync",
		"/opt/terraform-<VERSION>/terraform apply":                                                         "path /opt, tool terraform",
		"rm /var/log/app/*.log && dd if=/srv/a.img of=/srv/img/b.img":                                      "path /srv/a.img, path /srv/img/b.img, path /var/log/app, tool dd, tool rm",
		"pip install ansible==<VERSION> && apt-get install -y helm=$HELM":                                  "tool ansible, tool apt-get, tool helm, tool pip",
		"docker run <REGISTRY>/shop/api:<VERSION>":                                                         "image shop/api, tool docker",
		"bash file:///etc/app/run.sh":                                                                      "path /etc/app/run.sh, tool bash",
	} {
		f := finder{step: "s", number: 1}
		f.command(command, "shell", 0)
		if got := strings.Join(told(f.found), ", "); got != want {
			t.Errorf("%q:\n got %s\nwant %s", command, got, want)
		}
	}
}

func TestWhatIsNotAShell(t *testing.T) {
	f := finder{}
	f.command("SELECT * FROM helm; -- see https://wiki.example.com/sql.", "sql", 0)
	f.command("Get-Service api | Restart-Service", "powershell", 0)
	if got := strings.Join(told(f.found), ", "); got != "host wiki.example.com, tool get-service, url https://wiki.example.com/sql" {
		t.Error(got)
	}
}

// What a program's version is, is told by the commands and by sentences, also by those before the steps; of a program that no step calls nothing is told.
func TestOfARevision(t *testing.T) {
	claim := func(s string) []sop.Claim { return []sop.Claim{{Text: s}} }
	r := &sop.Revision{
		Prerequisites: claim("Helm 3.12 or later and Docker 24.0 are installed; see https://wiki.example.com/tools."),
		Sections: []sop.Section{{Steps: []sop.Step{
			{Key: "a", Title: sop.Claim{Text: "Update with `helm` v3.14.2."}, Commands: []sop.Command{{Text: "helm upgrade x .", Context: "ops@Bastion:~/app"}}},
			{Key: "b", Title: sop.Claim{Text: "Look."}, Commands: []sop.Command{{Text: "helm status x"}}, Links: []sop.Link{{URL: "https://grafana.example.com/d/1?from=now"}}},
		}}},
	}
	var got []string
	for _, m := range Of(r) {
		got = append(got, strings.TrimSpace(m.Step+" "+told([]current.Mention{m})[0]))
	}
	want := []string{"host wiki.example.com", "url https://wiki.example.com/tools", "tool helm >=3.12", "a host bastion", "a tool helm 3.14.2", "b tool helm", "b host grafana.example.com", "b url https://grafana.example.com/d/1"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if again := Of(r); !slices.Equal(Of(r), again) {
		t.Error("not the same twice")
	}
}

// What a parameter stood for in the recording is named by its step, in commands, in the place they were typed at, and in addresses of sentences; a version that is asked for each time pins nothing, and a secret is nobody's name.
func TestRecordedValues(t *testing.T) {
	r := &sop.Revision{
		Parameters: []sop.Parameter{
			{Name: "DB_HOST", Example: "db01"}, {Name: "VERSION", Example: "2.3.1"}, {Name: "DIR", Example: "/srv/releases"}, {Name: "REPO", Example: "api"}, {Name: "PROGRAM", Example: "helmfile"}, {Name: "SITE", Example: "shop.example.com"},
			{Name: "TOKEN", Example: "hush.example.com", Secret: true}, {Name: "ODD", Example: "a; ssh evil"},
		},
		Purpose: []sop.Claim{{Text: "Moves postgresql://app:<TOKEN>@db09/shop, see https://<SITE>/wiki."}},
		Sections: []sop.Section{{Steps: []sop.Step{
			{Key: "a", Commands: []sop.Command{{Text: "pg_dump -h <DB_HOST> -f <DIR>/shop.sql", Context: "ops@<DB_HOST>:~"}}},
			{Key: "b", Commands: []sop.Command{{Text: "helm upgrade web . ; kubectl set image deploy/api api=ghcr.io/shop/<REPO>:<VERSION>; pip install ansible==<VERSION> boto==1.2.3"}}},
			{Key: "c", Commands: []sop.Command{{Text: "<PROGRAM> apply; git clone https://x:<TOKEN>@github.com/acme/<REPO>.git; ssh <TOKEN>; ssh <ODD>"}}},
			{Key: "d", Commands: []sop.Command{{Text: "\\connect postgresql://app:<TOKEN>@<DB_HOST>/shop", Shell: "sql"}}},
		}}},
	}
	var got []string
	for _, m := range Of(r) {
		got = append(got, strings.TrimSpace(m.Step+" "+told([]current.Mention{m})[0]))
	}
	slices.Sort(got)
	want := []string{
		"a host db01", "a path /srv/releases/shop.sql", "a tool pg_dump",
		"b host ghcr.io", "b image ghcr.io/shop/api", "b tool ansible", "b tool boto 1.2.3", "b tool helm", "b tool kubectl", "b tool pip",
		"c host github.com", "c repo github.com/acme/api", "c tool git", "c tool helmfile", "c tool ssh",
		"d host db01",
		"host db09", "host shop.example.com", "url https://shop.example.com/wiki",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestVersions(t *testing.T) {
	c := current.Change{Kind: current.Tool, Name: "helm", From: "3.14", To: "3.15"}
	for version, want := range map[string]string{
		"": "look", "3.15": "", "3.15.2": "look it is pinned to 3.15.2", "3": "", "3.x": "", ">=3.12": "", "^3.2": "", "~3.14": "look it names ~3.14", "3.14": "look it names 3.14",
		"3.12": "look it is pinned to 3.12", "3.1": "look it is pinned to 3.1", "v3.15": "", "2": "look it is pinned to 2", ">=3.16": "look it is pinned to >=3.16", "^2.9": "look it is pinned to ^2.9",
	} {
		look, note := Means(c, version)
		got := ""
		if look {
			got = strings.TrimSpace("look " + note)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", version, got, want)
		}
	}
	if look, _ := Means(current.Change{Kind: current.Tool, Name: "helm"}, "3.15"); !look {
		t.Error("a change without versions is none")
	}
	for _, x := range [][2]string{{"3.9", "3.10"}, {"3.9.9", "3.10"}, {"2.99", "3"}, {"1.0-rc1", "1.1"}} {
		if compare(x[0], x[1]) >= 0 || compare(x[1], x[0]) <= 0 {
			t.Errorf("%s isn't before %s", x[0], x[1])
		}
	}
}

func TestConcerns(t *testing.T) {
	for _, x := range []struct {
		kind       current.Kind
		change, of string
		want       bool
	}{
		{current.Tool, "Helm", "helm", true}, {current.Tool, "helm", "helmfile", false},
		{current.Host, "DB1.example.com", "db1.example.com", true}, {current.Host, "example.com", "db1.example.com", false},
		{current.Path, "/etc/app/", "/etc/app/config.yaml", true}, {current.Path, "/etc/app", "/etc/apps", false},
		{current.URL, "https://wiki.example.com/a/", "https://wiki.example.com/a/b", true}, {current.URL, "https://wiki.example.com/a", "https://wiki.example.com/ab", false},
		{current.Repo, "acme/api", "github.com/acme/api", true}, {current.Repo, "https://github.com/acme/api.git", "github.com/acme/api", true}, {current.Repo, "git@github.com:acme/api.git", "github.com/acme/api", true}, {current.Repo, "api", "github.com/acme/api", true}, {current.Repo, "me/api", "github.com/acme/api", false},
		{current.Image, "node:22", "node", true}, {current.Image, "shop/api", "registry.example.com:5000/shop/api", true}, {current.Image, "ode", "node", false},
	} {
		if got := Concerns(current.Change{Kind: x.kind, Name: x.change}, current.Mention{Kind: x.kind, Name: x.of}); got != x.want {
			t.Errorf("%s %q of %q: %t", x.kind, x.change, x.of, got)
		}
	}
	if Concerns(current.Change{Kind: current.Host, Name: "x"}, current.Mention{Kind: current.Tool, Name: "x"}) {
		t.Error("a host concerns a program")
	}
}

func FuzzCommand(f *testing.F) {
	for _, s := range []string{"sudo env A=1 kubectl exec x -- sh -c 'helm list'", "cat <<EOF\nimage: a:b\nEOF", "ssh -o", "docker run -v", "git clone git@:", "\x01\x02", "timeout", "<A>@<B>:<C>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x := finder{}
		x.command(s, "shell", 0)
		for _, m := range x.found {
			if m.Name == "" || strings.Contains(m.Name, hole) {
				t.Errorf("%q names %q", s, m.Name)
			}
		}
	})
}
