package mention

import (
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop/current"
)

// program is what a program's name can be.
var program = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.+-]*$`)

// builtins are words of the shell itself, on which nothing rests.
var builtins = strings.Fields(". : [ [[ alias bg break builtin cd command continue declare dirs disown echo eval exit export false fg function getopts hash help history jobs kill let local logout popd printf pushd pwd read readonly return set shift shopt source test time times trap true type typeset ulimit umask unalias unset wait")

// before are programs that run another one, with those of their options that take a value.
var before = map[string]string{
	"sudo": "ugpChrtTRD", "doas": "uC", "env": "uCS", "nice": "n", "nohup": "", "time": "fo", "timeout": "ks", "xargs": "aEIiLlnPsd", "watch": "n", "command": "", "exec": "a", "builtin": "", "stdbuf": "ioe", "ionice": "cnp", "setsid": "", "strace": "eops", "flock": "wE", "chronic": "", "unbuffer": "", "caffeinate": "t", "su": "cs",
}

// call reads one call: its program, and what its words name.
func (f *finder) call(args []string, depth int) {
	if depth > deepest {
		return
	}
	for len(args) > 0 && assigns.MatchString(args[0]) {
		args = args[1:]
	}
	if len(args) == 0 {
		return
	}
	name := path.Base(args[0])
	if !program.MatchString(name) {
		return
	}
	if strings.Contains(args[0], "/") {
		f.path(args[0])
	}
	if takes, ok := before[name]; ok && len(args) > 1 {
		if name != "command" && name != "exec" && name != "builtin" && name != "time" {
			f.tool(name)
		}
		f.call(behind(name, args[1:], takes), depth+1)
		return
	}
	if slices.Contains(builtins, name) {
		return
	}
	f.tool(name)
	f.within(name, args[1:], depth)
	f.operands(name, args[1:])
}

var assigns = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)

// behind are the words of the program that another one runs.
func behind(name string, args []string, takes string) []string {
	for len(args) > 0 {
		a := args[0]
		switch {
		case a == "--":
			return args[1:]
		case len(a) > 1 && a[0] == '-':
			args = args[1:]
			if len(a) == 2 && strings.Contains(takes, a[1:]) && len(args) > 0 {
				args = args[1:]
			}
		case assigns.MatchString(a) && (name == "env" || name == "sudo"):
			args = args[1:]
		case name == "timeout":
			return args[1:]
		case name == "flock" && len(args) > 1:
			return args[1:]
		default:
			return args
		}
	}
	return nil
}

var (
	numbered = regexp.MustCompile(`^([A-Za-z][A-Za-z_-]*?)-?(\d+\.\d+(?:\.\d+)*)$`)
	pinned   = regexp.MustCompile(`^(@?[A-Za-z][A-Za-z0-9_./-]*?)(?:==|@v?|=)(\d[A-Za-z0-9.+~:_-]*)$`)
)

// tool notes a program; a version in its name is one.
func (f *finder) tool(name string) {
	if m := numbered.FindStringSubmatch(name); m != nil {
		f.add(current.Tool, strings.ToLower(m[1]), m[2])
		return
	}
	f.add(current.Tool, strings.ToLower(name), "")
}

// installers are programs whose words name others with their versions.
var installers = strings.Fields("apt apt-get apk dnf yum brew pip pip3 pipx npm npx pnpm yarn gem cargo go asdf mise choco winget snap")

// within reads the commands that a call hands on, and what its program alone understands.
func (f *finder) within(name string, args []string, depth int) {
	plain := operands(args)
	switch {
	case name == "bash" || name == "sh" || name == "zsh" || name == "dash" || name == "ksh":
		if i := slices.IndexFunc(args, func(a string) bool { return len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.HasSuffix(a, "c") }); i >= 0 && i+1 < len(args) {
			f.command(args[i+1], "shell", depth+1)
		}
	case name == "ssh" || name == "mosh":
		f.jumps(args)
		if rest := behindOptions(args, "bcDEeFIiJLlmOopQRSWw"); len(rest) > 0 {
			f.host(rest[0])
			if len(rest) > 1 {
				f.command(strings.Join(rest[1:], " "), "shell", depth+1)
			}
		}
	case name == "kubectl" || name == "oc":
		f.kubectl(args, plain, depth)
	case name == "docker" || name == "podman" || name == "nerdctl":
		f.docker(args, depth)
	case name == "git" && len(plain) > 1:
		for _, a := range plain[1:] {
			f.repo(a, slices.Contains([]string{"clone", "ls-remote"}, plain[0]))
		}
	case name == "gh":
		for i, a := range args {
			if v, ok := strings.CutPrefix(a, "--repo="); ok {
				f.repo("https://github.com/"+v, true)
			} else if (a == "-R" || a == "--repo") && i+1 < len(args) {
				f.repo("https://github.com/"+args[i+1], true)
			}
		}
	case slices.Contains(installers, name):
		f.installs(plain)
	case slices.Contains([]string{"ping", "dig", "nslookup", "host", "nc", "telnet", "traceroute", "mtr", "ssh-keyscan", "ssh-copy-id"}, name) && len(plain) > 0:
		f.host(plain[0])
	}
}

func (f *finder) kubectl(args, plain []string, depth int) {
	if i := slices.Index(args, "--"); i >= 0 && i+1 < len(args) {
		f.call(args[i+1:], depth+1)
	}
	if len(plain) > 2 && plain[0] == "set" && plain[1] == "image" {
		for _, a := range plain[2:] {
			if _, image, ok := strings.Cut(a, "="); ok {
				f.image(image)
			}
		}
	}
}

// docker reads images, and what runs within containers.
func (f *finder) docker(args []string, depth int) {
	const takes = "aceghlmpuvwe"
	rest := behindOptions(args, "Hlc")
	if len(rest) == 0 {
		return
	}
	verb, rest := rest[0], behindOptions(rest[1:], takes+"--name--network--env--volume--publish--entrypoint--user--workdir--platform--tag--file--hostname--label--memory--restart--mount--env-file")
	if len(rest) == 0 {
		return
	}
	switch verb {
	case "run", "create":
		f.image(rest[0])
		f.call(rest[1:], depth+1)
	case "pull", "push", "tag", "inspect", "save", "rmi":
		for _, a := range rest {
			f.image(a)
		}
	case "exec":
		f.call(rest[1:], depth+1)
	}
}

func (f *finder) installs(plain []string) {
	for i, a := range plain {
		if m := pinned.FindStringSubmatch(a); m != nil {
			f.add(current.Tool, strings.ToLower(path.Base(m[1])), m[2])
		} else if name, _, ok := strings.Cut(a, "="+hole); ok && packaged.MatchString(strings.TrimRight(name, "=")) {
			f.add(current.Tool, strings.ToLower(path.Base(strings.TrimRight(name, "="))), "")
		} else if i > 0 && i+1 < len(plain) && slices.Contains([]string{"install", "global", "local", "use", "shell"}, plain[i-1]) && startsWithDigit(plain[i+1]) {
			f.add(current.Tool, strings.ToLower(a), plain[i+1])
		}
	}
}

// packaged is what a package can be called.
var packaged = regexp.MustCompile(`^@?[A-Za-z][A-Za-z0-9_./-]*$`)

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// operands are the words that are no options.
func operands(args []string) (all []string) {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			all = append(all, a)
		}
	}
	return all
}

// behindOptions are the words from the first one on that is no option, nor the value of one; takes are those that have a value, letters and long names.
func behindOptions(args []string, takes string) []string {
	for len(args) > 0 && strings.HasPrefix(args[0], "-") && args[0] != "-" {
		a := args[0]
		args = args[1:]
		if a == "--" {
			return args
		}
		long := strings.HasPrefix(a, "--") && !strings.Contains(a, "=") && strings.Contains(takes+"--", a+"--")
		if (long || len(a) == 2 && strings.Contains(takes, a[1:])) && len(args) > 0 {
			args = args[1:]
		}
	}
	return args
}

// named are options whose value is a host, or an image.
var named = map[string]current.Kind{"--host": current.Host, "--hostname": current.Host, "--image": current.Image}

// clients are programs for which -h is a host.
var clients = strings.Fields("psql pg_dump pg_restore pg_isready mysql mysqldump mysqladmin redis-cli mongosh mongodump")

// copies are programs for which host:path is a place elsewhere.
var copies = strings.Fields("scp rsync sftp")

// operands reads the words of a call by what they look like.
func (f *finder) operands(name string, args []string) {
	for i, a := range args {
		key, value, has := strings.Cut(a, "=")
		if !has && i+1 < len(args) {
			value = args[i+1]
		}
		if kind := named[key]; kind == current.Host && value != "" {
			f.host(value)
		} else if kind == current.Image && value != "" {
			f.image(value)
		}
		if kind := named[key]; kind == "" && strings.HasPrefix(key, "--") && value != "" && hostNamed.MatchString(key) && (has || strings.ContainsAny(value, ".:0123456789")) {
			f.hosts(value)
		}
		if slices.Contains(clients, name) {
			if f.settings(a); a == "-h" && value != "" {
				f.host(value)
			}
		}
		if has && (strings.HasPrefix(a, "-") || strings.HasPrefix(value, "/")) {
			a = value
		}
		switch {
		case strings.Contains(a, "://"):
			was := f.calling
			if fetches(name, args) {
				f.calling = ""
			}
			f.url(a)
			f.calling = was
		case slices.Contains(copies, name) && remote.MatchString(a):
			host, at, _ := strings.Cut(a, ":")
			f.host(host)
			f.path(at)
		case slices.Contains(copies, name) && strings.Contains(a, hole+":"): // the host isn't known
			_, at, _ := strings.Cut(a, ":")
			f.path(at)
		case name != "sed" && name != "awk" && name != "grep":
			f.path(strings.TrimPrefix(a, "@"))
		}
	}
}

var (
	remote  = regexp.MustCompile(`^(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9._-]+:[^:]*$`)
	scpLike = regexp.MustCompile(`^(?:[A-Za-z0-9._-]+@)([A-Za-z0-9._-]+):([A-Za-z0-9._~/-]+?)(?:\.git)?/?$`)
	hosted  = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*$`)
)

// host notes a host: without a person before it, and without a port.
func (f *finder) host(text string) {
	if _, host, ok := strings.Cut(text, "@"); ok {
		text = host
	}
	if host, port, ok := strings.Cut(text, ":"); ok && strings.Trim(port, "0123456789") == "" {
		text = host
	}
	text = strings.ToLower(strings.Trim(text, "[]"))
	if _, err := netip.ParseAddr(text); err != nil && !hosted.MatchString(text) || text == "localhost" || strings.Trim(text, "0123456789") == "" {
		return
	}
	f.add(current.Host, text, "")
}

// url notes an address: without a person, a question and a fragment, for they may hold secrets.
func (f *finder) url(text string) {
	if at, ok := strings.CutPrefix(text, "file://"); ok {
		f.path(at)
		return
	}
	git := strings.HasSuffix(text, ".git")
	text, whole := known(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return
	}
	f.hosts(u.Host)
	if git && !whole { // which repository it is isn't known
		return
	}
	if u.Scheme == "ssh" || u.Scheme == "git" || strings.HasSuffix(u.Path, ".git") {
		f.repo(text, true)
		return
	}
	if u.Scheme == "docker" || u.Scheme == "oci" {
		f.image(u.Host + u.Path)
		return
	}
	if u.Scheme == "http" || u.Scheme == "https" {
		f.repo(text, false)
		f.add(current.URL, URLOf(u), "")
		if whole {
			f.link(u)
		}
	}
}

// Forges are hosts whose addresses of two parts are repositories.
var Forges = []string{"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"}

// repo notes a repository; sure says that the address is one whatever it looks like.
func (f *finder) repo(text string, sure bool) {
	if m := scpLike.FindStringSubmatch(text); m != nil && !strings.Contains(text, "://") {
		f.host(m[1])
		f.add(current.Repo, strings.ToLower(m[1])+"/"+strings.Trim(m[2], "/"), "")
		return
	}
	text, whole := known(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return
	}
	if sure && !whole { // which one it is isn't known
		f.hosts(u.Host)
		return
	}
	parts := strings.Split(strings.Trim(strings.TrimSuffix(u.Path, ".git"), "/"), "/")
	if len(parts) < 2 || !sure && !slices.Contains(Forges, strings.ToLower(u.Host)) {
		return
	}
	if !sure {
		parts = parts[:2]
	}
	f.host(u.Host)
	f.add(current.Repo, strings.ToLower(u.Hostname())+"/"+strings.Join(parts, "/"), "")
}

// path notes an absolute path, one below somebody's home, or one that begins where one stands.
func (f *finder) path(text string) {
	text, _, _ = strings.Cut(text, ":") // what is mounted from where
	text = upTo(text)
	if !strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "~/") && !strings.HasPrefix(text, "./") || strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/dev/") || strings.ContainsAny(text, " \n}|") {
		return
	}
	if clean := path.Clean(text); strings.Trim(clean, "/.~") != "" {
		if strings.HasPrefix(text, "./") {
			clean = "./" + clean
		}
		f.add(current.Path, clean, "")
	}
}

var imaged = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9._-]*(?::\d+)?(?:/[a-z0-9][a-z0-9._-]*)*(?::[A-Za-z0-9_][A-Za-z0-9._-]*)?(?:@sha256:[0-9a-f]{64})?$`)

// image notes a container image: its name without the tag, and the tag or digest as its version.
func (f *finder) image(text string) {
	if !imaged.MatchString(strings.ReplaceAll(text, hole, "x")) { // a parameter as the tag is none of the name
		return
	}
	if where, name, ok := strings.Cut(text, "/"); ok && strings.Contains(where, hole) { // from where isn't known
		text = name
	}
	name, version := ImageOf(text)
	if first, _, ok := strings.Cut(name, "/"); ok && strings.ContainsAny(first, ".:") {
		f.host(first)
	}
	f.add(current.Image, name, version)
}
