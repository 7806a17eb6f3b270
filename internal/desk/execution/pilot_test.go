package execution_test

import (
	"strings"
	"testing"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

func TestProduction(t *testing.T) {
	for _, name := range []string{"production", "Prod", "PRODUCTION", "eu-prod", "prod_eu1", "prod2", "live", "shop/live", "db01.prod.example.com", "the production of the shop"} {
		if !desk_execution.Production(name) {
			t.Errorf("%q isn't taken for production", name)
		}
	}
	for _, name := range []string{"", "staging", "preprod", "pre-prod", "Pre-production", "non-prod", "not production", "production-like", "product", "prodigy", "liver", "olive", "reproduction", "test"} {
		if desk_execution.Production(name) {
			t.Errorf("%q is taken for production", name)
		}
	}
}

// A pilot is refused in production, by whatever that is called here, and with values that lie in it; nothing else is.
func TestAPilotIsOutsideProduction(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) {
		r.Parameters = append(r.Parameters, sop.Parameter{Name: "SHOP_NAMESPACE"}, sop.Parameter{Name: "TEAM"})
	})
	o.enforce(2)
	values := func(namespace string) map[string]string {
		return map[string]string{"VERSION": "2.0.0", "SHOP_NAMESPACE": namespace, "TEAM": "production"}
	}
	try := func(want string, s desk_execution.Starting) {
		t.Helper()
		_, err := o.Start(t.Context(), tom, "deploy", s)
		if (err == nil) != (want == "") || err != nil && (sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), want)) {
			t.Errorf("%+v: %v, want %q", s, err, want)
		}
	}
	pilot := func(where, namespace string) desk_execution.Starting {
		return desk_execution.Starting{Mode: execution.Pilot, Environment: where, Values: values(namespace)}
	}
	try("“Prod-EU” is production", pilot(" Prod-EU ", "shop"))
	try("SHOP_NAMESPACE “shop-prod” lies in production", pilot("staging", "shop-prod"))
	try("", pilot("pre-production", "shop-preprod"))
	try("", pilot("blue", "shop"))
	try("", desk_execution.Starting{Mode: execution.Live, Environment: "Blue", Values: values("shop-prod")})
	try("In “blue” procedures are carried out for real", pilot("blue", "shop"))
	try("", desk_execution.Starting{Mode: execution.DryRun, Values: values("shop-prod")})
}
