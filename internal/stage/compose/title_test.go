package compose

import "testing"

func TestPageName(t *testing.T) {
	for title, want := range map[string]string{
		"@ deploy-checkout-api - Jenkins": "deploy-checkout-api",
		"Access keys – Cloud Console":     "Access keys",
		"Orders | Admin | Acme":           "Orders",
		"New ticket":                      "New ticket",
		"R v2 - Notes":                    "",
		"- 12:30 -":                       "",
		"":                                "",
		"© Release checklist · wiki":      "Release checklist",
		"A name that goes on and on and on, as nobody would ever give to a page": "",
	} {
		if got := pageName(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
