package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hit is a secret that was found in a text, by bytes.
type hit struct {
	from, to int
	// name is what to call it ("DB_PASSWORD"); rule what found it.
	name, rule string
}

// rule finds secrets by what stands around them. Its pattern names the secret "v", and may name the word that tells
// what it is "k".
type rule struct {
	id, name string
	pattern  *regexp.Regexp
	// fits says more of what its pattern found, when that alone doesn't tell.
	fits func(text string, from, to int) bool
}

// telling are the endings of names whose values are secret.
const telling = `(?:password|passwd|passphrase|pass|pwd|secret|(?:(?:api|access|auth|deploy) )?token|api[_ -]?key|account[_ -]?key|access[_ -]?key|secret[_ -]?key|private[_ -]?key|auth[_ -]?key|encryption[_ -]?key|credentials?)`

// secretLabel fits the label of a field that holds a secret.
var secretLabel = regexp.MustCompile(`(?i)` + telling + `\s*[*:]*\s*$`)

// value is a secret's own text behind an equals sign, a colon or a blank.
const value = `(?P<v>"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s"'` + "`" + `;,&|<>()]+)`

// rules are ours; gitleaks' own come beside them. The order matters only for names: the first that finds a place
// names it.
var rules = []rule{
	{"url-credentials", "", regexp.MustCompile(`(?i)(?P<k>[a-z][a-z0-9+.-]{1,20})://[^\s:/@"']*:(?P<v>[^\s/@"']+)@`), nil},
	{"authorization", "AUTH_TOKEN", regexp.MustCompile(`(?i)authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+(?P<v>[^\s"']{6,})`), nil},
	{"bearer", "AUTH_TOKEN", regexp.MustCompile(`\b[Bb]earer\s+(?P<v>[A-Za-z0-9._~+/=-]{16,})`), nil},
	{"assignment", "", regexp.MustCompile(`(?i)(?P<k>[a-z0-9_.-]*` + telling + `)["']?\s?(?:=|:=|:|=>)\s?` + value), nil},
	{"flag", "", regexp.MustCompile(`(?i)(?:--|\s-)(?P<k>[a-z0-9-]*` + telling + `)[= ]` + value), nil},
	{"aws-configure", "", regexp.MustCompile(`(?i)\b(?P<k>(?:aws_)?(?:secret_access_key|session_token))\s+(?P<v>[A-Za-z0-9/+=]{16,})`), nil},
	{"mysql", "DB_PASSWORD", regexp.MustCompile(`\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^|;\n]*?\s-p(?P<v>[^\s"';|&]+)`), nil},
	{"sshpass", "SSH_PASSWORD", regexp.MustCompile(`\bsshpass\s+-p\s*` + value), nil},
	{"redis", "REDIS_PASSWORD", regexp.MustCompile(`\bredis-cli\b[^|;\n]*?\s-a\s+` + value), nil},
	{"curl-user", "USER_PASSWORD", regexp.MustCompile(`\b(?:curl|wget|http)\b[^|;\n]*?\s(?:-u|--user)[ =]?["']?[^\s:"']+:(?P<v>[^\s"']+)`), nil},
	{"login", "PASSWORD", regexp.MustCompile(`\b(?:docker|podman|helm|oc|az|skopeo)\b[^|;\n]*?\blogin\b[^|;\n]*?\s-p[ =]?` + value), nil},
	{"identified-by", "DB_PASSWORD", regexp.MustCompile(`(?i)\b(?:identified by|with password|password)\s+(?P<v>'[^']{3,}')`), nil},
	{"aws-key-id", "AWS_ACCESS_KEY_ID", regexp.MustCompile(`\b(?P<v>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,})`), nil},
	{"github", "GITHUB_TOKEN", regexp.MustCompile(`\b(?P<v>gh[opsur]_[A-Za-z0-9]{8,}|github_pat_[A-Za-z0-9_]{12,})`), nil},
	{"gitlab", "GITLAB_TOKEN", regexp.MustCompile(`\b(?P<v>gl(?:pat|ptt|rt|cbt|dt|soat|ffct)-[A-Za-z0-9_-]{8,})`), nil},
	{"slack", "SLACK_TOKEN", regexp.MustCompile(`\b(?P<v>xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,})`), nil},
	{"stripe", "STRIPE_KEY", regexp.MustCompile(`\b(?P<v>[sr]k_(?:live|test)_[A-Za-z0-9]{10,})`), nil},
	{"google", "GOOGLE_API_KEY", regexp.MustCompile(`\b(?P<v>AIza[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,})`), nil},
	{"vault", "VAULT_TOKEN", regexp.MustCompile(`\b(?P<v>hv[sbr]\.[A-Za-z0-9_-]{12,})`), nil},
	{"npm", "NPM_TOKEN", regexp.MustCompile(`\b(?P<v>npm_[A-Za-z0-9]{20,})`), nil},
	{"openai", "API_KEY", regexp.MustCompile(`\b(?P<v>sk-[A-Za-z0-9_-]{20,})`), nil},
	{"digitalocean", "API_TOKEN", regexp.MustCompile(`\b(?P<v>do[opr]_v1_[a-f0-9]{20,})`), nil},
	{"jwt", "TOKEN", regexp.MustCompile(`\b(?P<v>eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?)`), nil},
	{privateKey, "PRIVATE_KEY", regexp.MustCompile(`(?P<v>-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\s]*))`), nil},
	{"webhook", "WEBHOOK", regexp.MustCompile(`(?i)\b(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/webhooks|[a-z0-9.-]*webhook\.office\.com/webhookb2)/(?P<v>[a-z0-9@/_-]{16,})`), nil},
	{"signature", "SIGNATURE", regexp.MustCompile(`(?i)[?&](?:sig|signature|x-amz-(?:signature|security-token)|x-goog-signature)=(?P<v>[a-z0-9%+/=_-]{16,})`), nil},
	{bareKey, "SECRET", regexp.MustCompile(`(?P<v>[A-Za-z0-9+/_-]{32,}={0,2})`), bare},
	{"spoken", "PASSWORD", regexp.MustCompile(`(?i)\b(?:the |your |our )?(?P<k>password|passphrase|token|secret|api key) (?:is|will be|should be|to) (?P<v>[^\s,.;]*[0-9!@#$%^&*_][^\s,.;]*)`), nil},
}

// find gives the hits of our rules in a text, none overlapping another: those first that go over a blank which breaks a key.
func find(text string) (all []hit) {
	if whole, at := closed(text); at != nil {
		for _, h := range match(whole, nil) {
			h.from, h.to = at[h.from], at[h.to-1]+1
			if strings.ContainsAny(text[h.from:h.to], " \n") {
				all = append(all, h)
			}
		}
	}
	return match(text, all)
}

// match adds to hits those of our rules in a text, first rule first, none overlapping another.
func match(text string, all []hit) []hit {
	return matched(text, matched(text, all, rules), hinted(text))
}

// matched adds those of some rules.
func matched(text string, all []hit, rules []rule) []hit {
	for _, r := range rules {
		v, k := r.pattern.SubexpIndex("v"), r.pattern.SubexpIndex("k")
		for _, m := range r.pattern.FindAllStringSubmatchIndex(text, -1) {
			h := hit{m[2*v], m[2*v+1], r.name, r.id}
			if r.fits != nil && !r.fits(text, h.from, h.to) {
				continue
			}
			if q := text[h.from]; (q == '"' || q == '\'') && h.to-h.from > 2 && text[h.to-1] == q {
				h.from, h.to = h.from+1, h.to-1
			}
			key := ""
			if k >= 0 {
				key = text[m[2*k]:m[2*k+1]]
			}
			if h.name == "" {
				h.name = nameOf(r.id, key)
			}
			if !harmless(text[h.from:h.to], key) && !overlaps(all, h) {
				h.to = beyond(text, h.to)
				all = append(all, h)
			}
		}
	}
	return all
}

// beyond is where a secret ends that was found to end at a byte of a text: not before a sign that OCR read for one of its letters.
func beyond(text string, to int) int {
	if r, _ := utf8.DecodeRuneInString(text[to:]); !misread(r) {
		return to
	}
	if n := strings.IndexFunc(text[to:], func(r rune) bool { return !keyLetter(r) }); n >= 0 {
		return to + n
	}
	return len(text)
}

func overlaps(all []hit, h hit) bool {
	for _, o := range all {
		if h.from < o.to && o.from < h.to {
			return true
		}
	}
	return false
}

// nameOf makes a placeholder's name from the word that told of the secret.
func nameOf(rule, key string) string {
	if rule == "url-credentials" {
		switch scheme, _, _ := strings.Cut(strings.ToLower(key), "+"); scheme {
		case "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mssql", "sqlserver", "oracle":
			return "DB_PASSWORD"
		case "redis", "rediss":
			return "REDIS_PASSWORD"
		case "amqp", "amqps":
			return "AMQP_PASSWORD"
		}
		return "URL_PASSWORD"
	}
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return unicode.ToUpper(r)
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, key), "_0123456789")
	switch name {
	case "":
		return "SECRET"
	case "PGPASSWORD", "MYSQL_PWD":
		return "DB_PASSWORD"
	case "PASS", "PWD", "PASSWD":
		return "PASSWORD"
	}
	return name
}

var (
	placeholder = regexp.MustCompile(`^(?:<[^>]*>?|\$.*|%[A-Za-z_]+%|\{\{.*|[*•●xX.·]{3,}|\[?(?:REDACTED|MASKED|HIDDEN)\]?)$`)
	plainWord   = regexp.MustCompile(`(?i)^(?:true|false|yes|no|null|nil|none|undefined|empty|required|optional|string|changeme|example|enter|authentication|auth|for|is|and|the|or|to|not|your|from|has|was|must|with|in|on|file|stdin|it|its|this|that|these|they|we|you|which|-)$`)
	digest      = regexp.MustCompile(`(?i)^(?:sha(?:1|256|384|512)[:-][A-Za-z0-9+/=]{8,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$`)
	harmlessKey = regexp.MustCompile(`(?i)^(?:pwd|oldpwd|bypass|compass|by-?pass|pass|.*[a-z]compass)$`)
	address     = regexp.MustCompile(`^(?:/[A-Za-z0-9._/-]*|\./.*|~/.*|[a-z]+://[^:@]*)$`)
)

// harmless says whether a value is none: a variable, a placeholder, an ordinary word, a path.
func harmless(v, key string) bool {
	if placeholder.MatchString(v) || plainWord.MatchString(v) || digest.MatchString(v) || address.MatchString(v) {
		return true
	}
	return harmlessKey.MatchString(key) && (strings.HasPrefix(v, "/") || len(v) < 4 || strings.EqualFold(key, "pass") && isWord(v))
}

// isWord says whether v is nothing but letters.
func isWord(v string) bool {
	for _, r := range v {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}
