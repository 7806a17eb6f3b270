package redact

import (
	"regexp"
	"strings"
)

// argument is a secret's own text as an argument of its own: no option.
const argument = `(?P<v>"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s"'` + "`" + `;,&|<>()-][^\s"'` + "`" + `;,&|<>()]*)`

// inside is what stands between a program and its option in one command.
const inside = `\b[^|;\n]*?\s`

// option is the pattern of programs that take a secret behind an option. The option may stand right before it where glued says so.
func option(programs, options string, glued bool) *regexp.Regexp {
	between := `[ =]`
	if glued {
		between = `[ =]?`
	}
	return regexp.MustCompile(`\b(?:` + programs + `)` + inside + `(?:` + options + `)` + between + argument)
}

// tool is a rule that can fit only where one of some pieces stands, in small letters: most texts have none, and it needn't be tried there.
type tool struct {
	hints string
	rule
}

// hinted are the rules of tools that may fit a text.
func hinted(text string) (all []rule) {
	low := strings.ToLower(text)
	for _, t := range tools {
		for h := range strings.FieldsSeq(t.hints) {
			if strings.Contains(low, h) {
				all = append(all, t.rule)
				break
			}
		}
	}
	return all
}

// tools are the rules of programs that take a secret where nothing else tells that it is one, by their manuals.
var tools = []tool{
	{"ldap", rule{"ldap", "LDAP_PASSWORD", option(`ldap(?:search|modify|add|delete|whoami|passwd|compare|modrdn)`, `-w`, true), nil}},
	{"ldap", rule{"ldap", "LDAP_PASSWORD", option(`ldappasswd`, `-s`, true), nil}},
	{"htpasswd", rule{"htpasswd", "USER_PASSWORD", regexp.MustCompile(`\bhtpasswd\s+(?:-\S+\s+)*-[a-mo-zA-Z]*b[a-mo-zA-Z]*\s+(?:-\S+\s+)*\S+\s+\S+\s+` + argument), nil}},
	{"htpasswd", rule{"htpasswd", "USER_PASSWORD", regexp.MustCompile(`\bhtpasswd\s+(?:-\S+\s+)*-(?:[a-zA-Z]*n[a-zA-Z]*b|[a-zA-Z]*b[a-zA-Z]*n)[a-zA-Z]*\s+(?:-\S+\s+)*[^\s-]\S*\s+` + argument), nil}},
	{"admin", rule{"mysqladmin", "DB_PASSWORD", option(`mysqladmin|mariadb-admin`, `password`, false), nil}},
	{"mongo cqlsh couchbase cbq", rule{"mongo", "DB_PASSWORD", option(`mongo(?:sh|dump|restore|import|export|stat|top|files)?|cqlsh|couchbase-cli|cbq`, `-p`, false), nil}},
	{"sqlcmd bcp isql tsql", rule{"sqlcmd", "DB_PASSWORD", option(`sqlcmd|bcp|isql|tsql`, `-P`, true), nil}},
	{"sqlplus sqlldr pdp rman", rule{"oracle", "DB_PASSWORD", regexp.MustCompile(`\b(?:sqlplus|sqlldr|expdp|impdp|rman\s+target)\s+(?:-\S+\s+)*["']?[A-Za-z][\w$#]*/(?P<v>[^\s@"'/]+)`), nil}},
	{"ipmi", rule{"ipmi", "IPMI_PASSWORD", option(`ipmitool|ipmipower|ipmi-\w+`, `-P|-p`, false), notNumber}},
	{"%", rule{"samba", "SMB_PASSWORD", regexp.MustCompile(`\b(?:smbclient|rpcclient|smbget|smbcacls|net|wmic)` + inside + `(?:-U|--user)[ =]?["']?[^\s%"']+%(?P<v>[^\s"']+)`), nil}},
	{"net", rule{"net-use", "SMB_PASSWORD", regexp.MustCompile(`(?i)\bnet\s+use\b[^|;\n]*?\s/user:\S+\s+` + `(?P<v>[^\s/*-]\S*)`), nil}},
	{"net", rule{"net-use", "SMB_PASSWORD", regexp.MustCompile(`(?i)\bnet\s+use\s+(?:\S:\s+)?\S+\s+(?P<v>[^\s/*\\]\S*)\s+/user:`), nil}},
	{"net", rule{"net-user", "USER_PASSWORD", regexp.MustCompile(`(?i)\bnet\s+user\s+[^\s/]\S*\s+(?P<v>[^\s/*]\S*)`), nil}},
	{"rabbitmqctl", rule{"rabbitmq", "AMQP_PASSWORD", regexp.MustCompile(`\brabbitmqctl` + inside + `(?:add_user|change_password|authenticate_user)\s+\S+\s+` + argument), nil}},
	{"zip 7z rar", rule{"archive", "ARCHIVE_PASSWORD", option(`zip|unzip|zipcloak`, `-P`, true), nil}},
	{"zip 7z rar", rule{"archive", "ARCHIVE_PASSWORD", regexp.MustCompile(`\b(?:7z[ar]?|7zz|rar|unrar)` + inside + `-h?p(?P<v>[^\s"']{3,})`), nil}},
	{"openssl", rule{"openssl", "PASSPHRASE", option(`openssl\s+enc`, `-k|-K`, false), nil}},
	{"openssl", rule{"openssl", "PASSPHRASE", regexp.MustCompile(`\bopenssl` + inside + `-pass(?:in|out|word)?\s+pass:` + argument), nil}},
	{"snmp", rule{"snmp", "SNMP_COMMUNITY", option(`snmp(?:walk|bulkwalk|get|getnext|bulkget|set|table|trap|inform|status|test)`, `-c`, true), notPublic}},
	{"snmp", rule{"snmp", "SNMP_PASSPHRASE", option(`snmp(?:walk|bulkwalk|get|getnext|bulkget|set|table|trap|inform|status|test)`, `-[AX]`, true), nil}},
	{"pass", rule{"keystore", "STORE_PASSWORD", regexp.MustCompile(`\s-(?:src|dest)?(?:store|key)pass\s+` + argument), notPass}},
	{"-pw", rule{"putty", "SSH_PASSWORD", option(`plink|pscp|psftp|putty`, `-pw`, false), nil}},
	{"freerdp", rule{"rdp", "RDP_PASSWORD", regexp.MustCompile(`\b[xw]?l?freerdp\d?` + inside + `/p:` + argument), nil}},
	{"lftp", rule{"lftp", "FTP_PASSWORD", regexp.MustCompile(`\blftp` + inside + `(?:-u|--user)[ =]?["']?[^\s,"']+,(?P<v>[^\s"']+)`), nil}},
	{"nmcli wpa_", rule{"wifi", "WIFI_PASSWORD", option(`nmcli`, `password|wifi-sec\.psk`, false), nil}},
	{"nmcli wpa_", rule{"wifi", "WIFI_PASSWORD", regexp.MustCompile(`\bwpa_passphrase\s+(?:"[^"]*"|'[^']*'|\S+)\s+` + argument), nil}},
	{"mc", rule{"minio", "SECRET_KEY", regexp.MustCompile(`\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+` + argument), nil}},
	{"ansible-vault", rule{"ansible-vault", "SECRET", regexp.MustCompile(`\bansible-vault\s+encrypt_string\s+(?:--?(?:name|vault-id|encrypt-vault-id|vault-password-file)[ =]\S+\s+)*` + argument), nil}},
	{"gh", rule{"gh-secret", "SECRET", option(`gh\s+secret\s+set`, `-b|--body`, true), nil}},
	{"--from-literal", rule{"literal", "", regexp.MustCompile(`--from-literal[= ]["']?(?P<k>[\w.-]+)=(?P<v>[^\s"']+)`), nil}},
	{"vault", rule{"vault-kv", "", regexp.MustCompile(`\s["']?(?P<k>[A-Za-z][\w.-]*)=` + value), inVault}},
	{"--secret-string", rule{"secret-string", "SECRET", regexp.MustCompile(`--secret-string[= ]` + argument), nil}},
	{"put-parameter", rule{"put-parameter", "SECRET", regexp.MustCompile(`\bput-parameter` + inside + `--value[= ]` + argument), secure}},
	{"auth", rule{"redis-auth", "REDIS_PASSWORD", regexp.MustCompile(`(?i)(?:\bredis-cli` + inside + `|^\S*>\s*|^)auth\s+(?:[\w-]+\s+)?` + argument + `\s*$`), typedAuth}},
	{"|", rule{"piped", "PASSWORD", regexp.MustCompile(`\b(?:echo|printf)\s+(?:-[a-zA-Z]+\s+|["']%s(?:\\n)?["']\s+)*` + argument + `\s*\|[^|;\n]*?(?:--password-stdin|--with-token|\bsudo\s+(?:-\S+\s+)*-\w*S|\bpasswd\s+(?:-\S+\s+)*--stdin|--passphrase-fd|\bcryptsetup\b|\bvault\s+login\s+-|\bkinit\b)`), nil}},
	{"|", rule{"piped", "USER_PASSWORD", regexp.MustCompile(`\b(?:echo|printf)\s+(?:-[a-zA-Z]+\s+)*["']?[^\s:"']+:(?P<v>[^\s"']+)["']?\s*\|\s*(?:sudo\s+)?chpasswd\b`), nil}},
	{"<<<", rule{"here-string", "PASSWORD", regexp.MustCompile(`(?:--password-stdin|--with-token|\bsudo\s+(?:-\S+\s+)*-\w*S)\b[^|;\n]*?<<<\s*` + argument), nil}},
}

func notNumber(text string, from, to int) bool {
	return strings.Trim(text[from:to], "0123456789") != ""
}

// notPublic says that a community is none that everybody knows.
func notPublic(text string, from, to int) bool { return strings.Trim(text[from:to], `"'`) != "public" }

// notPass leaves what says itself where the secret comes from.
func notPass(text string, from, to int) bool { return !strings.HasPrefix(text[from:to], "pass:") }

// vaulted fits a command that keeps all that it is given as secrets, up to one of them.
var vaulted = regexp.MustCompile(`\bvault\s+kv\s+(?:put|patch)\b[^|;\n]*$`)

func inVault(text string, from, _ int) bool { return vaulted.MatchString(text[:from]) }

// secure says that a command keeps its value as a secret.
func secure(text string, _, _ int) bool { return strings.Contains(text, "SecureString") }

// typedAuth leaves sentences that begin with the word: a line of redis' own holds the word and what is given alone.
func typedAuth(text string, from, to int) bool {
	return strings.Contains(text, "redis") || strings.Contains(text, ":6379") && strings.ContainsAny(text[from:to], "0123456789")
}
