package redact

import (
	"testing"

	sign "showhow/internal/sop/secret"
)

// Where a secret stands is told to the letter, and by what it is known.
func TestSpots(t *testing.T) {
	for text, want := range map[string]sign.Spot{
		"curl -u ann:hush-9 https://x.example":                         {From: 12, To: 18, Placeholder: "<USER_PASSWORD>", Sign: sign.Program},
		"psql postgres://ann:hush@db/x":                                {From: 20, To: 24, Placeholder: "<DB_PASSWORD>", Sign: sign.Address},
		"export DB_PASSWORD=hunter2":                                   {From: 19, To: 26, Placeholder: "<DB_PASSWORD>", Sign: sign.Name},
		"ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8":                     {From: 0, To: 40, Placeholder: "<GITHUB_TOKEN>", Sign: sign.Form},
		"htpasswd -b users ann hush-9":                                 {From: 22, To: 28, Placeholder: "<USER_PASSWORD>", Sign: sign.Program},
		"key Zq8/x1Kd0PmT7vLw3RyB5nHc9JfGs2Ae4UiXoQtM6ZkWbVdN ends it": {From: 4, To: 52, Placeholder: "<SECRET>", Sign: sign.Random},
	} {
		got, err := Spots(t.Context(), []string{"nothing", text})
		if err != nil || len(got) != 2 || len(got[0]) != 0 || len(got[1]) != 1 || got[1][0] != want {
			t.Errorf("%q: %+v, want %+v (%v)", text, got, want, err)
		}
	}
}
