package story

// The commands of the cases for tuning: short and long ones, rich in the signs that are easily taken for each other.
var (
	tuneFiles = []string{
		`ls -lh ~/app | grep -v '^total'`,
		`cat app/values.yaml`,
		`export APP_ENV=staging DB_HOST=10.0.12.7`,
		`grep -n "image:" app/*.yaml | cut -d: -f1,3`,
		`find . -name '*.log' -size +1k 2>/dev/null`,
		`echo "{\"build\": [1, 2, 3], \"ok\": true}" > out.json`,
		`for i in 1 2 3; do echo "worker_$i"; done`,
		`sed -i 's/replicas: 2/replicas: 4/' app/values.yaml`,
		`tail -n 3 app/run.log; date +%F_%H`,
		`test -f out.json && wc -c < out.json`,
	}
	tuneCluster = []string{
		`kubectl -n shop get pods -o wide`,
		`kubectl config use-context prod-eu-1`,
		`helm upgrade --install checkout-api ./chart --set image.tag=v2.14.3`,
		`kubectl get pods -l app=checkout-api -o jsonpath='{.items[*].metadata.name}'`,
		`echo $((16 * 1024)) | tee limits_mem.txt`,
		`kubectl -n shop rollout history deployment/checkout-api`,
		`git log --oneline HEAD~3..HEAD^ 2>&1 | head -n 1`,
		`kubectl get nodes | awk '$2 == "Ready" {print $1}'`,
		`[ -z "$NS" ] || echo "ns is ${NS:-default}"`,
		`kubectl -n shop logs deploy/checkout-api --tail=5`,
	}
	tuneHost = []string{
		`sudo systemctl status nginx --no-pager`,
		`df -h / | tail -1`,
		`echo 'max_connections = 250' >> app/pg.conf`,
		`awk -F= '/max_/ {print $2}' app/pg.conf`,
		`ps -eo pid,comm | sort -k2 | head -4`,
		`openssl rand -hex 4 > /tmp/id; wc -c /tmp/id`,
		`tar -czf backup_$(date +%s).tgz app/*.yaml`,
		`cut -d' ' -f1 app/run.log | uniq -c`,
		`printf '%s|%5.1f%%\n' disk_use 71.4`,
		`ls *.tgz | xargs -I{} echo "kept: {}"`,
	}
)

// The commands of the cases for measuring. None of them is among those above.
var (
	measureFiles = []string{
		`mkdir -p releases/2026-11 && cd releases/2026-11`,
		`cp ../../app/values.yaml "values (old).yaml"`,
		`diff -u ../../app/values.yaml *.yaml && echo same`,
		`find ~ -maxdepth 2 -type f ! -name '.*' | wc -l`,
		`echo "PATH=$HOME/bin:${PATH%%:*}" | tr ':' '\n'`,
		`cat > notes.md <<< "# Release 2.15.0 - ok?"`,
		`grep -c '[0-9]' ../../app/run.log || true`,
		`seq 10 | paste -sd+ | tee sum_10.txt`,
		`stat -c '%n %s' *.md; umask 027`,
		`cd ~; rm -rf releases/2026-11`,
	}
	measureCluster = []string{
		`kubectl -n shop set image deployment/checkout-api api=registry.acme.internal/checkout-api:2.15.0`,
		`kubectl get deploy checkout-api -n shop`,
		`kubectl -n shop scale deploy/checkout-api --replicas=5`,
		`helm list -A --filter '^(web|api)-[a-z]+$'`,
		`export KUBE_NS=shop_eu; echo "<$KUBE_NS>"`,
		`kubectl get svc -n shop | sed -n '2,$p'`,
		`kubectl describe deploy/checkout-api | grep -E "Image|Replicas"`,
		`echo '{"spec":{"paused":false}}' > patch.json`,
		`kubectl get pods -n shop --sort-by=.status.startTime | tail -n +2`,
		`cat patch.json | tr -d '{}"' && rm patch.json`,
	}
	measureHost = []string{
		`uname -sm; id -un`,
		`sudo systemctl restart shop-worker@2.service`,
		`grep -E '^(root|sync):' /etc/passwd | cut -d: -f1,7`,
		`echo "0 3 * * 1-5 /opt/bin/backup.sh --full" > cron_job`,
		`awk '{ s += $1 } END { print s/NR }' <(seq 1 9)`,
		`ls -l /etc/host* | awk '{print $5 "\t" $9}'`,
		`date -u -d @1767225600 +%Y-%m-%dT%H:%MZ`,
		`df -P / | awk 'NR>1 {print $5}' | tr -d %`,
		`wc -l < cron_job && chmod 640 cron_job`,
		`printf '%03d;%x\n' 7 255 | tee -a ids.csv`,
	}
)

// desk are the files that the commands work on.
var desk = map[string]string{
	"app/values.yaml":  "image: registry.acme.internal/checkout-api:v2.14.2\nreplicas: 2\nresources:\n  limits: {cpu: \"500m\", memory: 512Mi}\n",
	"app/run.log":      "INFO  09:41:02 started on :8080\nINFO  09:41:03 pool_size=16 [ok]\nWARN  09:44:17 slow query (812 ms) ~ orders_2024\nINFO  09:45:00 flushed 1,204 rows\n",
	"app/pg.conf":      "shared_buffers = 512MB\nwork_mem = 16MB\n",
	"chart/Chart.yaml": "name: checkout-api\nversion: 2.14.3\n",
}
