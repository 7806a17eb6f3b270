package headline

import "testing"

func TestOfPage(t *testing.T) {
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
		if got := OfPage(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestOfPurpose(t *testing.T) {
	for purpose, want := range map[string]string{
		"This procedure rotates the keys.":                                    "Rotate the keys",
		"this runbook pushes a hotfix.":                                       "Push a hotfix",
		"Once a year, rotate the key.":                                        "Rotate the key",
		"Move the shop to the new balancer, so its DNS record has to change.": "Move the shop to the new balancer",
		"Rotate the key so that nobody who left can use it.":                  "Rotate the key",
		"Restore the database because it is corrupt.":                         "Restore the database",
		"Do it, so nobody waits.":                                             "Do it, so nobody waits",
		"Deploy checkout-api to production.":                                  "Deploy checkout-api to production",
		"":                                                                    "",
	} {
		if got := OfPurpose(purpose); got != want {
			t.Errorf("%q: %q, want %q", purpose, got, want)
		}
	}
}
