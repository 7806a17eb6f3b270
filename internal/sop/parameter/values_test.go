package parameter

import (
	"testing"

	"showhow/internal/sop"
)

func TestValues(t *testing.T) {
	e := sop.Evidence{Actions: []string{"a1"}}
	for _, c := range []struct{ value, command, want string }{
		{"payments", "kubectl set image deployment/payments-api api=acme/payments-api:v1 -n payments", "kubectl set image deployment/payments-api api=acme/payments-api:v1 -n <X>"},
		{"payments", "kubectl -n=payments get svc payments.internal", "kubectl -n=<X> get svc payments.internal"},
		{"web-1", "ssh deploy@web-1 && scp a web-1:/tmp web-1.acme.internal: web-10:", "ssh deploy@<X> && scp a <X>:/tmp web-1.acme.internal: web-10:"},
		{"v2.3.0", "deploy api:v2.3.0 api:v2.3.0-rc1 api:v2.3.01 v2.3.0.tgz", "deploy api:<X> api:v2.3.0-rc1 api:v2.3.01 <X>.tgz"},
		{"2.3.0", "deploy 1.2.3.0 v2.3.0 =2.3.0", "deploy 1.2.3.0 v2.3.0 =<X>"},
		{"2026-01-10", "cp shop-2026-01-10.sql shop-2026-01-10-old.sql 2026-01-100", "cp shop-<X>.sql shop-<X>-old.sql 2026-01-100"},
		{"CHG-1042", "release CHG-1042 backup-CHG-1042.sql CHG-10421", "release <X> backup-<X>.sql CHG-10421"},
		{"shop", "psql shop -c 'shop_orders' ./shop.sql", "psql <X> -c 'shop_orders' ./shop.sql"},
	} {
		r := &sop.Revision{Parameters: []sop.Parameter{{Name: "X", Example: c.value, Evidence: e}}}
		k := &sop.Command{Text: c.command, Evidence: e}
		got, last := "", -1
		for i, n := range Values(r, k) {
			switch {
			case n < 0:
				got += string([]rune(c.command)[i])
			case last < 0:
				got += "<X>"
			}
			last = n
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.value, got, c.want)
		}
	}
}
