package shell

import "strings"

// valued are, by program, the flags whose value stands as a word of its own.
var valued = table(`
	kubectl: -k -n --namespace -f --filename -o --output -l --selector -c --container --context --cluster --kubeconfig --replicas --image --timeout --tail --since --field-selector --from-literal --from-file -p --patch --type --revision --to-revision --user --sort-by
	oc: -n --namespace -f --filename -o --output -l --selector -c --container --context --tail
	helm: -n --namespace -f --values --set --set-string --version --timeout --kube-context -o --output --repo
	docker: -p --publish -v --volume -e --env --env-file --name -t --tag -f --file --network --net -w --workdir -u --user --restart --format --filter --since --tail -n --platform --build-arg --entrypoint -m --memory --cpus -l --label --mount --hostname --progress
	podman: -p -v -e --name -t -f --network -w -u --format --filter --tail
	docker-compose: -f --file -p --project-name --env-file --profile
	psql: -h --host -p --port -U --username -d --dbname -c --command -f --file -v --set -o --output -F -P
	pg_dump: -h --host -p --port -U --username -d --dbname -f --file -F --format -n --schema -t --table -j --jobs -Z -T
	pg_restore: -h --host -p --port -U --username -d --dbname -f --file -F --format -n --schema -t --table -j --jobs
	pg_dumpall: -h -p -U -f
	pg_isready: -h -p -U -d -t
	pg_basebackup: -h -p -U -D -X -F
	createdb: -h -p -U -O -T -E
	dropdb: -h -p -U
	mysql: -h -P -u -e -D --host --user --port --execute --database
	mysqldump: -h -P -u -r --host --user --port
	redis-cli: -h -p -a -n -u
	mongosh: --host --port -u -p
	ssh: -i -p -l -o -L -R -D -J -F -b
	scp: -i -P -o -F -J
	rsync: -e --exclude --include --rsync-path
	git: -C -c -m --message -b -B -u --author --depth --branch
	gh: -R --repo -t --title -b --body -B --base -H --head -f -F -L --json --jq
	curl: -X --request -H --header -d --data --data-raw --data-binary -o --output -u --user -w --write-out -F --form -b -c -A -e -T --max-time -m --retry --cacert --cert --key --resolve --connect-timeout -K
	wget: -O -P -o --header --timeout -t
	aws: --region --profile --output --query --bucket --key --instance-ids --filters --cluster --service --name --stack-name --template-body --parameters --task-definition --desired-count --function-name --secret-id --group-name
	gcloud: --project --zone --region --format --filter --machine-type
	az: -g --resource-group -n --name --subscription -o --output --query -l --location
	terraform: -var-file -var -target -chdir
	ansible-playbook: -i --inventory -e --extra-vars -l --limit -t --tags --skip-tags -u --user --vault-password-file -f
	ansible: -i -m -a -u -l -e
	systemctl: -H -t --type -n -o -p --property --state
	journalctl: --vacuum-size --vacuum-time --vacuum-files -u --unit -n --lines -S --since -U --until -p --priority -o -t
	tail: -n --lines -c --pid
	head: -n --lines -c
	grep: -e -f -m -A -B -C --include --exclude
	find: -name -iname -type -mtime -size -path -maxdepth -mindepth -user -newer
	tar: -f -C --file --directory --exclude
	watch: -n --interval
	sudo: -u -g -h -p
	nice: -n
	xargs: -n -I -P -d -a
	bash: -c
	sh: -c
	sed: -e -f
	awk: -F -v -f
	openssl: -in -out -connect -days -servername -subj -key -keyout
	make: -C -f -j
	npm: --prefix -w --workspace --tag
	chown: --reference
	cut: -d -f -c
	sort: -k -t
	du: -d --max-depth
	dig: -t -p
	nc: -w -p
	useradd: -u -g -G -s -d -c -m
	usermod: -G -g -s -d -l
	crontab: -u
	logger: -t -p
	date: -d --date -s --set -r --reference -f --file
	truncate: -s --size -r --reference
	mariadb: -h -P -u -e -D --host --user --port --execute --database
	hostname: -F --file
	mount: -t --types -o --options -L -U
	umount: -t -O
	sysctl: -r
	logrotate: -s --state -m --mail -l --log
	history: -d
	timeout: -s -k --signal --kill-after
	vault: -address -namespace -field -format -mount
	etcdctl: --endpoints --cacert --cert --key -w
	flyway: -url -user -password -configFiles
	argocd: --server --revision --timeout --path --repo --dest-server --dest-namespace
	kustomize: -o --output
	skopeo: --src-creds --dest-creds
	nmcli: -f
	pip: -r -e -t
	pip3: -r -e -t
	jq: --arg --argjson -f
`)

// bundled are the programs whose short flags may stand in one word.
var bundled = set(`rm cp mv ls tar git grep docker podman kubectl chmod chown chgrp sed sort du df ps rsync tail head ln mkdir cat less psql ssh scp curl ss netstat free unzip zip`)

// table reads lines of "name: word word".
func table(text string) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(text) {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			all[name] = set(rest)
		}
	}
	return all
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
