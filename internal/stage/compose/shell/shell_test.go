package shell

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestClass(t *testing.T) {
	for text, want := range map[string]sop.CommandClass{
		"kubectl get pods -n prod":                               sop.Reads,
		"./deploy.sh | grep ok":                                  "", // what it does isn't told by what looks at it
		"sudo ./deploy.sh; ls":                                   "",
		"./deploy.sh | tee log":                                  sop.Changes,
		`add-apt-repository "deb $(lsb_release -cs) stable"`:     sop.Changes,
		"apt-key fingerprint 0EBFCD88":                           sop.Reads,
		"kubectl -n prod get pods":                               sop.Reads,
		"kubectl apply -f deploy.yaml":                           sop.Changes,
		"kubectl delete pod checkout-1":                          sop.Destroys,
		"kubectl --context prod delete ns old":                   sop.Destroys,
		"kubectl delete pod x --dry-run=client":                  sop.Reads,
		"kubectl rollout status deploy/checkout":                 sop.Reads,
		"kubectl exec -it db-0 -- rm -rf /data":                  sop.Destroys,
		"kubectl get pods | grep checkout":                       sop.Reads,
		"git push":                                               sop.Changes,
		"git push --force origin main":                           sop.Destroys,
		"git reset --hard HEAD~1":                                sop.Destroys,
		"rm -rf build":                                           sop.Destroys,
		"sudo rm /etc/nginx/sites-enabled/old":                   sop.Destroys,
		"sudo -u postgres dropdb shop":                           sop.Destroys,
		"ls -la":                                                 sop.Reads,
		"ls > files.txt":                                         sop.Changes,
		"make deploy 2>/dev/null":                                sop.Changes,
		"terraform destroy -auto-approve":                        sop.Destroys,
		"terraform plan -out=tf.plan":                            sop.Reads,
		"docker compose down -v":                                 sop.Destroys,
		"docker compose down":                                    sop.Changes,
		"docker exec -it db psql -c 'DROP TABLE users'":          sop.Destroys,
		"psql -h db -U app -d shop -c 'select 1'":                sop.Reads,
		`psql shop -c "ALTER TABLE orders ADD COLUMN note text"`: sop.Changes,
		"psql -d shop -f migrate.sql":                            sop.Changes,
		"pg_dump shop > shop.sql":                                sop.Changes,
		"pg_dump shop":                                           sop.Reads,
		"curl -X DELETE https://api.example/x":                   sop.Destroys,
		"curl -s https://api.example/health":                     sop.Reads,
		"curl -XPOST -d '{}' https://api.example":                sop.Changes,
		"ssh bastion 'systemctl restart nginx'":                  sop.Changes,
		"ssh bastion sudo rm -rf /tmp/x":                         sop.Destroys,
		"timeout 30 kubectl delete job x":                        sop.Destroys,
		"env A=b kubectl get pods":                               sop.Reads,
		"for p in a b; do kubectl delete pod $p; done":           sop.Destroys,
		"find . -name '*.log' -delete":                           sop.Destroys,
		"rsync -a --delete src/ dst/":                            sop.Destroys,
		"redis-cli FLUSHALL":                                     sop.Destroys,
		"systemctl stop api && pg_dump shop -f x.sql":            sop.Changes,
		"frobnicate --all":                                       "",
		"kpt live destroy":                                       sop.Destroys,
		"kpt live apply --reconcile-timeout=15m":                 sop.Changes,
		"kpt live apply --dry-run":                               sop.Reads,
		"kpt help live destroy":                                  sop.Reads,
		"kpt live destroy --help":                                sop.Reads,
		"kpt pkg tree":                                           "",
		"shopctl delete-cluster old":                             sop.Destroys,
		"kops delete cluster --yes":                              sop.Destroys,
		"sudo flyctl apps destroy shop":                          sop.Destroys,
		"frobnicate ./delete":                                    "",
		"frobnicate Now delete":                                  "",
		"frobnicate list all old delete":                         "",
		"cat delete":                                             sop.Reads,
		"git --version":                                          sop.Reads,
		"helm version":                                           sop.Reads,
		"make --help":                                            sop.Reads,
		"psql postgres://app:<DB_PASSWORD>@db/shop -f a.sql":     sop.Changes,
		"bash -c 'rm -rf x'":                                     sop.Destroys,
		"truncate -s 0 /var/log/syslog":                          sop.Destroys,
	} {
		if got := Class(text, "shell"); got != want {
			t.Errorf("Class(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]sop.CommandClass{
		"SELECT * FROM users;": sop.Reads, `\d users`: sop.Reads, "drop table x;": sop.Destroys,
		"ALTER TABLE a DROP COLUMN b;": sop.Destroys, "BEGIN;": sop.Changes, "UPDATE a SET b = 1;": sop.Changes, `\q`: sop.Reads,
	} {
		if got := Class(text, "psql"); got != want {
			t.Errorf("psql: Class(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]sop.CommandClass{
		"Get-Service w3svc": sop.Reads, "Restart-Service w3svc": sop.Changes, "Remove-Item -Recurse x": sop.Destroys, "Get-Process | Format-Table": sop.Reads,
	} {
		if got := Class(text, "powershell"); got != want {
			t.Errorf("powershell: Class(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	for text, want := range map[string]string{
		"kubectl get pods":                                "List the pods.",
		"kubectl get po -n prod":                          "List the pods.",
		"kubectl get pods -w":                             "Watch the pods.",
		"kubectl get deploy,svc":                          "List the deployments and services.",
		"kubectl get ingress":                             "List the ingresses.",
		"kubectl rollout status deployment/checkout-api":  "Wait for the rollout of `deployment/checkout-api`.",
		"kubectl rollout status deployment checkout-api":  "Wait for the rollout of `checkout-api`.",
		"kubectl -n prod scale deploy api --replicas=3":   "Scale `api` to `3` replicas.",
		"kubectl config use-context prod":                 "Switch to the context `prod`.",
		"kubectl get widgets":                             "",
		"pg_dump shop":                                    "Dump the database `shop`.",
		"pg_dump -h db -U app -d shop -f shop.sql":        "Dump the database `shop` to `shop.sql`.",
		"pg_dump -U app -f /backup/a.dump shop":           "Dump the database `shop` to `/backup/a.dump`.",
		"psql -d shop -f 042_add_column.sql":              "Run the SQL file `042_add_column.sql` on `shop`.",
		"sudo systemctl stop api":                         "Stop `api`.",
		"systemctl status api --no-pager":                 "Show the status of `api`.",
		"cd app && docker compose up -d":                  "Start the services.",
		"cd /srv/app":                                     "Go to the folder `/srv/app`.",
		"ssh deploy@bastion":                              "Log in to `deploy@bastion`.",
		"curl -s https://shop.example/health":             "Request `https://shop.example/health`.",
		"git checkout -b release/2.3":                     "Create the branch `release/2.3`.",
		"git commit -m 'Release'":                         "Commit the changes.",
		"helm upgrade --install checkout ./chart -n prod": "Install or upgrade the release `checkout`.",
		"frobnicate":                                      "",
		"tar -xzf app.tgz":                                "Unpack `app.tgz`.",
		"terraform apply tf.plan":                         "Apply the changes.",
		"tail -f /var/log/app.log":                        "Follow `/var/log/app.log`.",
		"ls":                                              "List the files.",
		"rm -rf build":                                    "Delete `build`.",
		"git add .; git commit -m 'x'":                    "Stage all changes, and commit the changes.",
		"git add . && git commit -m x && git push":        "Stage all changes, commit the changes, and push the commits.",
		"set -e; cd app && git pull":                      "Pull the latest changes.",
		"sleep 5 && kubectl get pods | grep api":          "List the pods.",
		"kubectl get pods && frobnicate":                  "",
		"frobnicate --version && rm -rf build":            "Delete `build`.",
		"kubectl get pods; kubectl get pods":              "List the pods.",
		"systemctl stop api || true":                      "Stop `api`.",
		"cd /srv && cd app":                               "",
		"cd /srv && echo x > y":                           "",
		"echo x | docker login -u me --password-stdin":    "Log in to the registry.",
		"docker login -p <TOKEN>; rm -rf /data":           "Log in to the registry, and delete `/data`.",
		"export T=<TOKEN> && git pull":                    "Pull the latest changes.",
		"echo $(date) > y":                                "",
		"for i in 1 2; do git pull; done":                 "Pull the latest changes.",
	} {
		if got, _ := Title(text, "shell"); got != want {
			t.Errorf("Title(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`\d orders`: "Describe the table `orders`.", `\dt`: "List the tables.", "select count(*) from orders;": "Count the rows of `orders`.",
		`\q`: "Leave the database client.", "select version();": "Show the server's version.",
	} {
		if got, _ := Title(text, "psql"); got != want {
			t.Errorf("psql: Title(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBroken(t *testing.T) {
	for _, whole := range []string{"kubectl get pods", "echo 'a b'", "psql postgres://u:<DB_PASSWORD>@h/d", "a && b | c", "cat <<EOF\nx\nEOF", "for i in 1 2; do echo $i; done", "kubectl get pods \\\n  -n prod"} {
		if b := Parse(whole, "shell").Broken; b != "" {
			t.Errorf("%q: %s", whole, b)
		}
	}
	for _, broken := range []string{"echo 'a b", "kubectl get pods |", "(ls", "if true; then"} {
		if Parse(broken, "shell").Broken == "" {
			t.Errorf("%q counts as whole", broken)
		}
	}
}

func TestPrograms(t *testing.T) {
	for text, want := range map[string][]string{
		"kubectl get pods | grep x | jq .":      {"kubectl", "jq"},
		"sudo systemctl stop api":               nil,
		"ssh bastion 'psql -c x'":               {"ssh"},
		"docker exec db psql -c x":              {"docker"},
		"./deploy.sh prod":                      nil,
		"cd app && terraform init":              {"terraform"},
		"kubctl get pods":                       nil,
		"echo 'broken":                          nil,
		"pg_dump a > b; pg_dump c > d; rm -f e": {"pg_dump"},
	} {
		if got := Programs(text, "shell"); !slices.Equal(got, want) {
			t.Errorf("Programs(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	for program, rows := range classes {
		for _, r := range rows {
			if rank[r.class] == 0 {
				t.Errorf("%s has the class %q", program, r.class)
			}
		}
	}
	for program, rows := range titles {
		for _, r := range rows {
			if !strings.HasSuffix(r.title, ".") {
				t.Errorf("the title %q of %s is no sentence", r.title, program)
			}
			for _, hole := range blank.FindAllString(r.title, -1) {
				name, _, _ := strings.Cut(strings.Trim(hole, "{}"), ":")
				if !slices.Contains(r.words, "{"+name+"}") && !slices.Contains(r.takes, name) {
					t.Errorf("the title %q of %s asks for %s, which its form doesn't take", r.title, program, hole)
				}
				if name[0] == '-' && !valued[program][name] && !strings.HasPrefix(name, "--") {
					t.Errorf("%s: %s is not listed as a flag with a value", program, name)
				}
			}
		}
	}
}

func FuzzShell(f *testing.F) {
	for _, s := range []string{"kubectl get pods", "a 'b", "ssh x 'ssh y z'", "sudo sudo sudo", "bash -c 'bash -c \"x\"'", "env", "timeout", "<A> | <B", "ssh a 'ssh a b c'"} {
		f.Add(s, "shell")
	}
	f.Fuzz(func(t *testing.T, text, shell string) {
		Class(text, shell)
		Title(text, shell)
		Programs(text, shell)
	})
}
