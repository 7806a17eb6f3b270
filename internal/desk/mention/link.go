package mention

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// Links are the addresses of the web that a revision names, each once a step. What a step's sentences name is for people to open, and what a command fetches as it is can be asked, too; what a command calls in
// another way isn't.
func Links(r *sop.Revision) (all []current.Link) {
	before := finder{}
	for _, c := range slices.Concat(r.Prerequisites, r.Purpose, r.Success) {
		before.prose(c.Text)
	}
	all = append(all, before.links...)
	n := 0
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			n++
			one := finder{step: r.Sections[i].Steps[j].Key, number: n}
			one.read(&r.Sections[i].Steps[j])
			all = append(all, one.links...)
		}
	}
	return all
}

// link notes an address once a step; one that is asked stands for the same one that isn't.
func (f *finder) link(u *url.URL) {
	l := current.Link{Address: asked(u), Not: unfit(u), Step: f.step, Number: f.number}
	if l.Not == "" {
		l.Not = f.calling
	}
	if l.Not != "" {
		l.Address = URLOf(u)
	}
	if len(l.Address) > longestAddress || strings.Contains(l.Address, hole) {
		return
	}
	for i := range f.links {
		x := &f.links[i]
		if f.echoes && x.Not == current.IsCalled && x.Address == URLOf(u) { // with the question that its command calls it with
			return
		}
		if x.Address == l.Address {
			if l.Not == "" && !f.echoes {
				x.Not = ""
			}
			return
		}
	}
	f.links = append(f.links, l)
}

// longestAddress is how long a link may be to be asked, in bytes.
const longestAddress = 1000

// asked is an address as it is asked: without a person and a fragment.
func asked(u *url.URL) string {
	plain := *u
	plain.User, plain.Fragment, plain.RawFragment = nil, "", ""
	plain.Scheme, plain.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	return plain.String()
}

var (
	// secretName is what a part of a question is called that lets somebody in.
	secretName = regexp.MustCompile(`(?i)^(?:x-[a-z]+-)?(?:.*[_-])?(?:access|api|auth|authorization|bearer|code|credential|credentials|jwt|key|apikey|invite|invitation|jsessionid|phpsessid|otp|pass|passwd|password|pwd|secret|session|sessionid|sid|sig|sign|signature|ticket|token|accesstoken|authtoken)$`)
	// botToken is what lets a program in, as the path of an address.
	botToken = regexp.MustCompile(`/bot\d+:`)
	// open is what is to be filled in: <NAME>, {name}, $NAME, %NAME%, [name], … and the like.
	open = regexp.MustCompile(`(?i)[<>{}$*\[\]|…]|%(?:7b|3c|24)|%[a-z_]{3,}%|\.\.\.|\bx{3,}\b|\b(?:your|my)[_-]`)
	// shouted is a word in capitals that stands for another: VERSION, CLUSTER_NAME.
	shouted = regexp.MustCompile(`(?:^|[/=._-])[A-Z]+_[A-Z_]*[A-Z](?:$|[/&.?_-])`)
)

// unfit is why an address isn't asked, as far as it tells itself.
func unfit(u *url.URL) current.NotAsked {
	if u.User != nil {
		return current.HoldsSecret
	}
	for name := range u.Query() {
		if secretName.MatchString(name) {
			return current.HoldsSecret
		}
	}
	for _, part := range strings.Split(u.Path, ";")[1:] {
		if name, _, set := strings.Cut(part, "="); set && secretName.MatchString(name) {
			return current.HoldsSecret
		}
	}
	if botToken.MatchString(u.Path) {
		return current.HoldsSecret
	}
	host := u.Host
	if strings.HasPrefix(host, "[") {
		host = ""
	}
	if text := host + u.EscapedPath() + "?" + u.RawQuery; open.MatchString(text) || open.MatchString(host+u.Path) || shouted.MatchString(text) {
		return current.HoldsPlace
	}
	return ""
}

// broken says that an address in a sentence goes on behind where reading it ended: with something that is to be filled in.
func broken(text string, end int) bool {
	return end < len(text) && strings.ContainsRune("<{[(|\\^`", rune(text[end])) && (text[end] != '`' && text[end] != '\\')
}

// harmless are options by which a call still gets what lies at an address, as it is: letters without and with a value, and words. Any other may send something, ask by another method, or show who it is.
type harmless struct {
	alone, valued string
	words         *regexp.Regexp
}

var fetching = map[string]harmless{
	"curl": {"sSLfkgivqOJRNj#0123456", "oAemrwCyY", regexp.MustCompile(`^(?:silent|show-error|location|fail|fail-with-body|insecure|globoff|head|include|verbose|remote-name|remote-header-name|remote-time|output|output-dir|create-dirs|compressed|max-time|connect-timeout|retry|retry-.+|user-agent|referer|write-out|progress-bar|no-progress-meter|http1\.[01]|http2|ipv[46]|tlsv1(?:\.\d)?|proto|proto-redir|range|continue-at|ssl-reqd|max-redirs|cacert|capath|resolve|no-buffer|limit-rate)$`)},
	"wget": {"qvdncNSkrpx46", "OPtTwQaolDAR", regexp.MustCompile(`^(?:quiet|no-verbose|verbose|output-document|directory-prefix|timestamping|continue|no-clobber|tries|timeout|connect-timeout|read-timeout|wait|waitretry|user-agent|no-check-certificate|recursive|level|no-parent|spider|show-progress|progress|content-disposition|ca-certificate|ca-directory|https-only|secure-protocol|max-redirect|retry-connrefused)$`)},
}

// fetches says that a call gets what lies at an address, as it is.
func fetches(name string, args []string) bool {
	switch name = path.Base(name); name {
	case "curl", "wget":
		for i := range args {
			if !fetching[name].allows(args, i) {
				return false
			}
		}
		return true
	case "kubectl", "oc":
		plain := operands(args)
		return len(plain) > 0 && slices.Contains([]string{"apply", "create", "replace"}, plain[0])
	}
	return false
}

// allows says that one of a call's words is harmless. What an option's value looks like doesn't matter, but for a header's.
func (h harmless) allows(args []string, i int) bool {
	next := ""
	if i+1 < len(args) {
		next = args[i+1]
	}
	if long, ok := strings.CutPrefix(args[i], "--"); ok {
		word, value, set := strings.Cut(long, "=")
		if !set {
			value = next
		}
		return word == "" || h.words.MatchString(word) || word == "header" && !secretHeader(value)
	}
	short, ok := strings.CutPrefix(args[i], "-")
	for k, letter := range short {
		switch {
		case !ok:
			return true
		case strings.ContainsRune(h.alone, letter):
		case strings.ContainsRune(h.valued, letter):
			return true
		case letter == 'H':
			value := short[k+1:]
			if value == "" {
				value = next
			}
			return !secretHeader(value)
		default:
			return false
		}
	}
	return true
}

func secretHeader(text string) bool {
	text = strings.ToLower(text)
	return text == "" || strings.HasPrefix(text, "@") || strings.Contains(text, "auth") || strings.Contains(text, "token") || strings.Contains(text, "key") || strings.Contains(text, "cookie")
}

// unfinished notes an address whose end is to be filled in: what it names up to there is named, but isn't asked.
func (f *finder) unfinished(text string) {
	was := f.calling
	f.calling = current.HoldsPlace
	f.url(strings.TrimRight(text, ".,;:!?*"))
	f.calling = was
}
