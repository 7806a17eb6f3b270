package mention

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// linksOf are a step's links as lines, with why they aren't asked.
func linksOf(s sop.Step) string {
	s.Key = "k"
	var all []string
	for _, l := range Links(&sop.Revision{Sections: []sop.Section{{Steps: []sop.Step{s}}}}) {
		if l.Step != "k" || l.Number != 1 {
			all = append(all, fmt.Sprintf("at %q %d", l.Step, l.Number))
		}
		all = append(all, strings.TrimSpace(l.Address+" "+string(l.Not)))
	}
	return strings.Join(all, "\n")
}

// What people are to open is asked as it is written, but for what would show somebody's secrets or isn't whole.
func TestLinksInSentences(t *testing.T) {
	for text, want := range map[string]string{
		"See https://Wiki.Corp.org/Runbooks/db?page=7#part.": "https://wiki.corp.org/Runbooks/db?page=7",
		"(see http://a.org/x/)":                              "http://a.org/x/",
		"two: https://a.org/x and https://a.org/x":           "https://a.org/x",
		"two: https://a.org/p?id=1, https://a.org/p?id=2":    "https://a.org/p?id=1\nhttps://a.org/p?id=2",
		"`https://a.org/x`":                                  "https://a.org/x",
		"<https://a.org/x>":                                  "https://a.org/x",
		"https://a.org/<VERSION>/x":                          "https://a.org placeholder",
		"https://a.org/{{version}}/x":                        "https://a.org placeholder",
		"https://en.org/wiki/Foo_(bar)":                      "https://en.org/wiki/Foo_ placeholder",
		"https://{{host}}/x":                                 "",
		"https://<HOST>/x":                                   "",
		"https://a.org/$VERSION/x":                           "https://a.org/$VERSION/x placeholder",
		"https://a.org/%7Bid%7D":                             "https://a.org/%7Bid%7D placeholder",
		"https://a.org/YOUR_TEAM/x":                          "https://a.org/YOUR_TEAM/x placeholder",
		"https://a.org/your-team/x":                          "https://a.org/your-team/x placeholder",
		"https://a.org/XXX":                                  "https://a.org/XXX placeholder",
		"https://a.org/...":                                  "https://a.org placeholder",
		"https://a.org/x/.../y":                              "https://a.org/x/.../y placeholder",
		"https://ada:pw@a.org/x":                             "https://a.org/x secret",
		"https://ada@a.org/x":                                "https://a.org/x secret",
		"https://a.org/x?token=abc&page=1":                   "https://a.org/x secret",
		"https://a.org/x?api_key=abc":                        "https://a.org/x secret",
		"https://a.org/x?X-Amz-Signature=abc":                "https://a.org/x secret",
		"https://a.org/x?sv=1&sig=abc":                       "https://a.org/x secret",
		"https://a.org/x?page=1&tokens=9":                    "https://a.org/x?page=1&tokens=9",
		"ssh://a.org/x ftp://a.org/x":                        "",
		"https://a.org/%20x/%E2%80%9C":                       "https://a.org/%20x/%E2%80%9C",
	} {
		if got := linksOf(sop.Step{Title: sop.Claim{Text: "t"}, Why: []sop.Claim{{Text: text}}}); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
	if got := linksOf(sop.Step{Links: []sop.Link{{URL: "https://a.org/x"}}}); got != "https://a.org/x" {
		t.Error(got)
	}
}

// Of commands those that fetch what lies there are asked; the others call it in a way of their own.
func TestLinksInCommands(t *testing.T) {
	for text, want := range map[string]string{
		"curl -fsSL https://get.a.org/x | bash":                           "https://get.a.org/x",
		"sudo wget https://get.a.org/x.tgz -O x.tgz":                      "https://get.a.org/x.tgz",
		"kubectl apply -f https://a.org/x.yaml":                           "https://a.org/x.yaml",
		"curl -X POST https://a.org/deploy":                               "https://a.org/deploy called",
		"curl https://a.org/deploy -d a=b":                                "https://a.org/deploy called",
		"curl -sXDELETE https://a.org/x":                                  "https://a.org/x called",
		"curl --request=PUT https://a.org/x":                              "https://a.org/x called",
		"curl -u ada:pw https://a.org/x":                                  "https://a.org/x called",
		`curl -H "Authorization: Bearer x" https://a.org/x`:               "https://a.org/x called",
		`curl -H "Accept: text/plain" https://a.org/x`:                    "https://a.org/x",
		"helm repo add x https://charts.a.org":                            "https://charts.a.org called",
		"argocd login https://argo.a.org":                                 "https://argo.a.org called",
		"curl https://a.org/$VERSION/x":                                   "",
		"curl https://a.org/<VERSION>/x":                                  "",
		"git clone https://github.com/a/b.git":                            "",
		"cat <<EOF | kubectl apply -f -\nurl: https://in.a.org/hook\nEOF": "https://in.a.org/hook called",
	} {
		if got := linksOf(sop.Step{Commands: []sop.Command{{Text: text, Shell: "shell"}}}); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
	both := sop.Step{Commands: []sop.Command{{Text: "argocd login https://argo.a.org", Shell: "shell"}}, Expected: []sop.Claim{{Text: "https://argo.a.org shows it"}}}
	if got := linksOf(both); got != "https://argo.a.org" {
		t.Error(got)
	}
}

// What a step's command calls in a way of its own isn't asked because its title says what is called.
func TestATitleDoesntAskWhatItsCommandCalls(t *testing.T) {
	for cmd, title := range map[string]string{
		"curl -X POST https://ci.corp.org/deploy":         "Send a `POST` request to `https://ci.corp.org/deploy`.",
		"curl -X DELETE https://api.corp.org/i?all=yes":   "Send a `DELETE` request to `https://api.corp.org/i?all=yes`.",
		"wget --post-data=x https://ci.corp.org/a/":       "Download `https://ci.corp.org/a/`.",
		"curl -H 'Authorization: x' https://api.corp.org": "Request `https://api.corp.org`.",
	} {
		got := linksOf(sop.Step{Title: sop.Claim{Text: title}, Commands: []sop.Command{{Text: cmd, Shell: "shell"}}})
		if !strings.HasSuffix(got, " called") && got != "" || strings.Contains(got, "\n") {
			t.Errorf("%s: %s", cmd, got)
		}
	}
}

// Only a call whose every option is known to be harmless gets what lies there, and nothing else.
func TestFetches(t *testing.T) {
	for call, want := range map[string]bool{
		"curl":                        true,
		"curl -fsSL":                  true,
		"curl -sSLo out":              true,
		"curl -oout --retry 3":        true,
		"curl --retry=3 -- x":         true,
		"curl -H 'Accept:x'":          true,
		"wget -qO- x":                 true,
		"wget -nc -P dir":             true,
		"wget --header Accept:x":      true,
		"curl -XPATCH":                false,
		"curl -sXPOST":                false,
		"curl -d@deploy.json":         false,
		"curl -dkey=value":            false,
		"curl -uadmin:secret":         false,
		"curl -Ffile=@x":              false,
		"curl -Tfile":                 false,
		"curl -HAuthorization:x":      false,
		"curl -H X-Token:x":           false,
		"curl -H @file":               false,
		"curl -b session=1":           false,
		"curl -K conf":                false,
		"curl --data-binary @x":       false,
		"curl --request=PUT":          false,
		"curl --oauth2-bearer x":      false,
		"curl --something-of-later":   false,
		"wget --header=Authorization": false,
		"wget --body-data=x":          false,
		"wget --method=DELETE":        false,
	} {
		words := strings.Fields(call)
		if got := fetches(words[0], words[1:]); got != want {
			t.Errorf("%s: %t", call, got)
		}
	}
}

func TestUnfitPaths(t *testing.T) {
	for address, want := range map[string]current.NotAsked{
		"https://a.org/x;jsessionid=8F3A":           current.HoldsSecret,
		"https://api.telegram.org/bot123:AAE/getMe": current.HoldsSecret,
		"https://chat.org/join?invite=8f3a":         current.HoldsSecret,
		"https://a.org/bottles;v=2?page=3":          "",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := unfit(u); got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
}
