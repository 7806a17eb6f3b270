package deed

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestAims(t *testing.T) {
	for text, want := range map[string]bool{
		"Renew the certificate. | ssh web1 | openssl x509 -enddate | certbot renew": true,
		"Restart the API. | systemctl restart api | systemctl status api":           false, // the first command does it
		"Look at the certificate. | openssl x509 -enddate | certbot renew":          false,
		"Clean up the journal. | df -h | ls":                                        false, // nothing is done that could be it
		"Clean up the journal. | df -h":                                             false,
	} {
		parts := strings.Split(text, " | ")
		var all []*sop.Action
		for _, c := range parts[1:] {
			all = append(all, &sop.Action{Kind: sop.RunCommand, Command: &sop.CommandLine{Text: c, Shell: "shell"}})
		}
		if got := Aims(parts[0], all); got != want {
			t.Errorf("Aims(%q) = %v", text, got)
		}
	}
}
