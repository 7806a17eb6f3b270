package parameter

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/slip"
)

// Unknown says of names that a link gives which of them are no parameter that a link can give, with the nearest and those that there are; empty where all are known.
// What is hung on to links to count who followed them isn't told.
func Unknown(given []string, all []sop.Parameter) string {
	var open, said []string
	secret := map[string]bool{}
	for i := range all {
		if secret[all[i].Name] = all[i].Secret; !all[i].Secret {
			open = append(open, all[i].Name)
		}
	}
	lists := false
	for _, name := range slices.Sorted(slices.Values(given)) {
		if hidden, known := secret[name]; hidden {
			said = append(said, name+" is a secret, and isn’t taken from a link: take it out of there, and type it here.")
		} else if !known && !tracks(name) {
			words := fmt.Sprintf("The link gives “%s”, and there is no such parameter", short(name))
			if near := nearest(name, open); near != "" {
				words += ": was " + near + " meant?"
			} else {
				words += "."
			}
			said, lists = append(said, words), true
		}
	}
	switch {
	case lists && len(open) == 0:
		said = append(said, "A link gives none here.")
	case lists:
		said = append(said, "There are: "+strings.Join(open, ", ")+".")
	}
	return strings.Join(said, " ")
}

// tracks says whether a name is one that mail programs, chats and advertising hang on to links, to count who followed them: nobody meant a parameter by it.
func tracks(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "utm_") || slices.Contains(trackers, name)
}

// trackers are those of the larger services: Google, Facebook and Instagram, Microsoft, Yandex, X, TikTok, LinkedIn, Mailchimp, HubSpot and Marketo.
var trackers = strings.Fields("gclid gbraid wbraid dclid _ga _gl fbclid igshid msclkid yclid twclid ttclid li_fat_id mc_cid mc_eid _hsenc _hsmi mkt_tok")

// short is a name that isn't longer than a page bears.
func short(name string) string {
	if r := []rune(name); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return name
}

// nearest is the name that is most like a wrong one: by another case, or by one slip in each three letters at most; empty for none.
func nearest(wrong string, all []string) (near string) {
	a := []rune(strings.ToUpper(wrong))
	best := max(1, len(a)/3) + 1
	if len(a) > 60 {
		return ""
	}
	for _, name := range all {
		if n := slip.Slips(a, []rune(strings.ToUpper(name)), best-1); n < best {
			near, best = name, n
		}
	}
	return near
}
