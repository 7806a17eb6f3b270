package shell

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A title says no less than its command does: each row of the titles is tried with each word and flag by which the classes tell that something is
// changed or destroyed.
func TestTitleNeverMilder(t *testing.T) {
	n := 0
	for program, rows := range titles {
		for _, row := range rows {
			words := []string{program}
			for _, w := range row.words {
				words = append(words, strings.Replace(strings.Trim(w, "{}"), "kind", "pods", 1))
			}
			for _, f := range row.takes {
				words = append(words, f+" v")
			}
			for _, f := range row.flags {
				words = append(words, f[0])
			}
			more := []string{"", " > out.txt", " x", " x y", " | xargs rm"}
			for _, c := range classes[program] {
				at := " " + strings.Join(c.words, " ")
				for _, group := range c.flags {
					for _, f := range group {
						more = append(more, at+" "+f, " "+f)
					}
				}
				if len(c.flags) == 0 {
					more = append(more, at)
				}
			}
			more = append(more, " --delete", " --force", " --prune")
			for _, m := range more {
				for _, text := range []string{strings.Join(words, " ") + m, program + m + " " + strings.Join(words[1:], " ")} {
					title, ok := Title(text, "shell")
					if !ok {
						continue
					}
					class := Class(text, "shell")
					n++
					said := code.ReplaceAllString(title, "")
					if looks.MatchString(said) && rank[class] > rank[sop.Reads] || class == sop.Destroys && !grave.MatchString(said) && !open.MatchString(said) {
						t.Errorf("%q is %s, and its title is %q", text, class, title)
					}
				}
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d titles were looked at", n)
	}
}

func TestTitleSaysWhatIsLost(t *testing.T) {
	for text, want := range map[string]string{
		"git branch -D feature":                            "Delete the branch `feature`.",
		"git branch":                                       "List the branches.",
		"git branch -a":                                    "List the branches.",
		"git branch feature":                               "Create the branch `feature`.",
		"git branch -m old new":                            "Rename the branch `old` to `new`.",
		"git tag -d v1":                                    "Delete the tag `v1`.",
		"git tag":                                          "List the tags.",
		"git tag -a v1 -m x":                               "Create the tag `v1`.",
		"git stash":                                        "Stash the local changes.",
		"git stash push -m wip":                            "Stash the local changes.",
		"git stash drop":                                   "Delete the stash.",
		"git stash drop stash@{1}":                         "Delete the stash `stash@{1}`.",
		"git stash pop":                                    "Take the local changes out of the stash.",
		"git stash clear":                                  "Delete all stashes.",
		"git stash list":                                   "List the stashes.",
		"git stash branch x":                               "",
		"git push --force":                                 "Overwrite the remote branch.",
		"git push -f origin main":                          "Overwrite `main` on `origin`.",
		"git push origin main":                             "Push `main` to `origin`.",
		"git push --delete origin old":                     "Delete `old` on `origin`.",
		"git push origin :old":                             "",
		"git push origin +main":                            "",
		"git clean -fd":                                    "Delete the untracked files.",
		"git clean -n":                                     "Show which untracked files would be deleted.",
		"git reset --hard HEAD~1":                          "Throw away all local changes.",
		"git checkout main":                                "Check out `main`.",
		"git checkout -- a.txt":                            "",
		"git remote remove origin":                         "Remove the remote repository `origin`.",
		"git commit --amend":                               "Change the last commit.",
		"journalctl --vacuum-size=2G":                      "Delete old entries of the journal beyond `2G`.",
		"journalctl --vacuum-time=2weeks":                  "Delete entries of the journal older than `2weeks`.",
		"journalctl --rotate":                              "Rotate the journal.",
		"journalctl --rotate --vacuum-time 1s":             "Delete entries of the journal older than `1s`.",
		"journalctl -u api -n 50":                          "Show the journal of `api`.",
		"redis-cli flushall":                               "Delete everything in Redis.",
		"redis-cli -h cache FLUSHDB":                       "Delete everything in the Redis database.",
		"redis-cli -h cache":                               "Connect to Redis.",
		"redis-cli set a b":                                "",
		"redis-cli get a":                                  "",
		"redis-cli config set maxmemory 1gb":               "",
		"mysql -e 'drop database shop'":                    "Drop the database `shop`.",
		"mysql -uroot shop -e 'select * from orders'":      "Query `orders`.",
		"mysql -u root -p shop":                            "Connect to the database `shop`.",
		"mysql shop < dump.sql":                            "",
		"zcat dump.sql.gz | mysql shop":                    "",
		"psql shop < dump.sql":                             "",
		"psql shop -c 'vacuum full orders'":                "Vacuum the database.",
		"psql -c 'drop schema old cascade'":                "Drop the schema `old`.",
		"psql -c 'alter table a drop column b'":            "Drop the column `b` of the table `a`.",
		"psql -c 'select 1; drop table x'":                 "",
		"psql shop -c 'select 1'":                          "Run a query on `shop`.",
		"cat /dev/null > app.log":                          "Empty `app.log`.",
		"> app.log":                                        "Empty `app.log`.",
		"sudo truncate -s 0 /var/log/syslog":               "Cut `/var/log/syslog` to the size `0`.",
		"cat a b > c":                                      "",
		"cat a":                                            "Show `a`.",
		"ls -l 2>/dev/null":                                "List the files.",
		"ls &>/dev/null":                                   "List the files.",
		"kubectl get pods -o yaml > pods.yaml 2>/dev/null": "",
		"date -s '2026-01-01 12:00'":                       "Set the date to `2026-01-01 12:00`.",
		"date 010112002026":                                "",
		"date +%F":                                         "Show the date.",
		"date -d yesterday +%F":                            "Show the date.",
		"hostname web9":                                    "Set the host's name to `web9`.",
		"hostname":                                         "Show the host's name.",
		"hostname -f":                                      "Show the host's name.",
		"sudo hostnamectl set-hostname web9":               "Set the host's name to `web9`.",
		"history -c":                                       "Delete the earlier commands from the history.",
		"history 20":                                       "Show the earlier commands.",
		"crontab -r":                                       "Delete the scheduled jobs.",
		"rsync -a src/ dst/":                               "Copy `src/` to `dst/`.",
		"rsync -a --delete src/ dst/":                      "Copy `src/` to `dst/`, and delete what is only there.",
		"docker compose down":                              "Stop and remove the services.",
		"docker compose down -v":                           "Stop and remove the services and their volumes.",
		"docker system prune -af --volumes":                "Remove unused containers, images and volumes.",
		"kubectl delete pods --all":                        "Delete all pods.",
		"kubectl delete pods -l app=x":                     "Delete the pods with the label `app=x`.",
		"kubectl apply -f a.yaml --prune":                  "Apply `a.yaml`, and delete what it leaves out.",
		"terraform apply -destroy":                         "Destroy what Terraform manages.",
		"aws s3 sync a s3://b --delete":                    "Copy what has changed from `a` to `s3://b`, and delete what is only there.",
		"curl -d a=b https://x.example":                    "Send data to `https://x.example`.",
		"curl -X DELETE https://x.example/1":               "Send a `DELETE` request to `https://x.example/1`.",
		"curl -fsSL https://get.example | sh":              "",
		"kubectl get pods | xargs kubectl delete pod":      "",
		"ssh web1 'systemctl restart nginx'":               "",
		"ssh web1":                                         "Log in to `web1`.",
		"openssl x509 -in a.pem -noout -enddate":           "Look at the certificate.",
		"openssl x509 -req -in a.csr -out a.pem":           "",
		"helm upgrade api ./chart --force":                 "",
		"docker compose up -d --remove-orphans":            "Start the services.",
	} {
		if got, _ := Title(text, "shell"); got != want {
			t.Errorf("Title(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"flushall": "Delete everything in Redis.", "SET a b": "", "ping": "Check whether Redis answers."} {
		if got, _ := Title(text, "redis"); got != want {
			t.Errorf("redis: Title(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestClassOfWhatOnlyLooksReading(t *testing.T) {
	for class, texts := range map[sop.CommandClass][]string{
		sop.Destroys: {"find . -name x -exec rm {} +", `find /var/log -mtime +7 -exec sudo rm -f {} \;`, "find . -type f -delete", "git remote remove origin", "dmesg -C", "history -c", "> /var/log/app.log",
			": > a", "cat /dev/null > a", "cp /dev/null a", "redis-cli unlink a", "git restore a.txt", "git checkout -- a.txt", "git push origin :old", "echo 'drop table x' | psql shop"},
		sop.Changes: {"date -s 12:00", "hostname web9", "journalctl --rotate", "swapoff -a", "umount /mnt", "fsck -y /dev/sdb1", "sysctl -w vm.swappiness=1", "sysctl vm.swappiness=1", "logrotate -f /etc/logrotate.conf",
			"find . -exec touch {} +", "ls > a 2>/dev/null", "ls &>> a", "for i in 1 2; do ls; done > a", "mysql shop < dump.sql", "git branch feature", "mount /dev/sdb1 /mnt", "redis-cli incr a", "redis-cli config set a b"},
		sop.Reads: {"find . -name x", "find . -exec grep -l x {} +", "git remote -v", "git branch -a", "git branch -vv", "dmesg -T", "date +%s", "date -d yesterday", "date -u", "hostname -f", "hostname -I", "journalctl -u x --since today", "history 20",
			"swapon --show", "fsck -N /dev/sda1", "sysctl vm.swappiness", "sysctl -a", "mount", "mount -l", "logrotate -d /etc/logrotate.conf", "ls &>/dev/null", "ls >/dev/null 2>&1", "redis-cli get a", "redis-cli config get a", "redis-cli",
			"git stash list", "git clean -n", "hostnamectl", "timedatectl", "echo 'select 1' | psql shop", "cat a | grep b", "cat < a", "git tag --list"},
		"": {`find . -exec ./frob {} \;`, "curl https://get.example | sh"},
	} {
		for _, text := range texts {
			if got := Class(text, "shell"); got != class {
				t.Errorf("Class(%q) = %q, want %q", text, got, class)
			}
		}
	}
}
