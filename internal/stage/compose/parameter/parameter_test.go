package parameter

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// of are the parameters of command lines, as "NAME=example".
func of(lines ...string) string {
	var actions []*sop.Action
	for i, l := range lines {
		shell, text, ok := strings.Cut(l, "> ")
		if !ok || strings.Contains(shell, " ") {
			shell, text = "shell", l
		}
		actions = append(actions, &sop.Action{ID: string(rune('a' + i)), Kind: sop.RunCommand, Command: &sop.CommandLine{Text: text, Shell: shell}})
	}
	var out []string
	for _, p := range Of(actions) {
		out = append(out, p.Name+"="+p.Example+" "+strings.Join(p.Evidence.Actions, ""))
	}
	return strings.Join(out, ", ")
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{[]string{"kubectl set image deployment/payments-api api=acme/payments-api:v2.3.0 -n payments", "kubectl get pods -n payments"}, "NAMESPACE=payments ab, VERSION=v2.3.0 a"},
		{[]string{"kubectl get pods -n shop", "psql -d shop", "pg_dump shop -f shop.sql"}, "NAMESPACE=shop a, DATABASE=shop bc"},
		{[]string{"kubectl exec -it checkout-api-6c9f -n shop -- bash", "kubectl delete pod/checkout-api-6c9f", "kubectl logs deploy/checkout-api"}, "NAMESPACE=shop a, POD=checkout-api-6c9f ab"},
		{[]string{"kubectl drain worker-2 --ignore-daemonsets", "kubectl uncordon worker-2"}, "NODE=worker-2 ab"},
		{[]string{"helm upgrade checkout ./chart --version 1.4.2 -n shop"}, "NAMESPACE=shop a, RELEASE=checkout a, VERSION=1.4.2 a"},
		{[]string{"docker exec -it checkout bash", "docker restart checkout"}, "CONTAINER=checkout ab"},
		{[]string{"ssh deploy@bastion.acme.internal", "scp app.tgz deploy@web-1:/srv", "rsync -a web-2:/etc/app ./etc"}, "HOST=bastion.acme.internal a, HOST_2=web-1 b, HOST_3=web-2 c"},
		{[]string{"aws ec2 stop-instances --instance-ids i-0abc1234def567890 --region eu-central-1"}, "REGION=eu-central-1 a, INSTANCE_ID=i-0abc1234def567890 a"},
		{[]string{"ping -c 1 10.0.0.5", "curl http://127.0.0.1:8080/", "nmap 10.1.0.0/16"}, "ADDRESS=10.0.0.5 a"},
		{[]string{"release CHG-1042 2026-01-10", "git checkout 9fceb02d0ae598e95dc970b74767f19372d61af8"}, "TICKET=CHG-1042 a, DATE=2026-01-10 a, COMMIT=9fceb02d0ae598e95dc970b74767f19372d61af8 b"},
		{[]string{"echo v2.3.0 $VERSION", "kubectl get pods -n $NS"}, "VERSION=v2.3.0 a"},
		{[]string{"psql> select * from orders where id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';"}, "ID=3f2504e0-4f89-11d3-9a0c-0305e82c3301 a"},
		{[]string{"pg_dump -Fc -f shop.dump postgresql://deploy:<DB_PASSWORD>@db01.acme.internal/shop", "psql -h db01.acme.internal -d shop"}, "DB_PASSWORD= a, DB_HOST=db01.acme.internal ab, DATABASE=shop ab"},
		{[]string{"DATABASE_URL=mysql://10.0.0.5:3306/orders ./migrate", "curl https://db01/shop", "psql postgres://$HOST/shop"}, "DB_HOST=10.0.0.5 a, DATABASE=orders a"},
		{[]string{"psql -f shop.sql", "cat /etc/hosts", "ls -l"}, ""},
		{[]string{"mysql -u root", "mysql> use shop"}, ""},
	} {
		if got := of(c.lines...); got != c.want {
			t.Errorf("%q: %s, want %s", c.lines, got, c.want)
		}
	}
}

func TestFields(t *testing.T) {
	got := Of([]*sop.Action{
		{ID: "a", Kind: sop.Type, Label: "VERSION", Text: "v2.3.0"},
		{ID: "b", Kind: sop.Select, Label: "Colour", Text: "blue"},
		{ID: "c", Kind: sop.Type, Label: "Search", Text: "release v2.3.0"},
		{ID: "d", Kind: sop.Type, Label: "Password", Text: "<PASSWORD>"},
	})
	if len(got) != 2 || got[0].Name != "VERSION" || len(got[0].Evidence.Actions) != 2 || got[1].Name != "PASSWORD" || !got[1].Secret || got[1].Example != "" {
		t.Errorf("%+v", got)
	}
}
