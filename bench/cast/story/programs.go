package story

import (
	"os"
	"path/filepath"
)

// standIns are programs that a recording shows and a desk doesn't have: they print what the real ones print, as far as it's needed.
var standIns = map[string]string{
	"ssh": `#!/bin/bash
host=${@: -1}; user=deploy; case $host in *@*) user=${host%@*}; host=${host#*@};; esac
if [ -n "$ASK" ]; then read -rsp "$user@$host's password: " p; echo; fi
echo "Last login: Thu Jan  1 09:12:44 2026 from 10.0.0.5"
printf 'PS1="%s@%s:\\w\\$ "\nHISTFILE=/dev/null\ncd ~\n' "$user" "${host%%.*}" >$SHOW_DIR/.remote
exec bash --noprofile --rcfile $SHOW_DIR/.remote -i
`,
	"docker": `#!/bin/bash
case $1 in
exec) name=; for a in "$@"; do case $a in exec|-*) ;; *) [ -z "$name" ] && name=$a;; esac; done
printf 'PS1="root@3f9c2a7b11d0:/app# "\nHISTFILE=/dev/null\n' >$SHOW_DIR/.inside; exec bash --noprofile --rcfile $SHOW_DIR/.inside -i;;
ps) printf 'CONTAINER ID   IMAGE            STATUS       NAMES\n3f9c2a7b11d0   checkout:2.3.0   Up 3 hours   checkout\n';;
pull) for i in 10 40 70 100; do printf '\r%s: Pulling %3d%%' "$2" $i; sleep .15; done; printf '\nStatus: Downloaded newer image for %s\n' "$2";;
*) echo "docker: '$1' is not a docker command.";; esac
`,
	"sudo": `#!/bin/bash
if [ ! -e $SHOW_DIR/.sudo ]; then read -rsp "[sudo] password for deploy: " p; echo; touch $SHOW_DIR/.sudo; fi
if [ "$1" = -i ] || [ "$1" = su ]; then printf 'PS1="root@web-1:\\w# "\nHISTFILE=/dev/null\n' >$SHOW_DIR/.root; exec bash --noprofile --rcfile $SHOW_DIR/.root -i; fi
exec "$@"
`,
	"release": `#!/bin/bash
read -rp "Deploy $1 to production? [y/N] " a
[ "$a" = yes ] || [ "$a" = y ] || { echo aborted; exit 1; }
read -rp "Change ticket: " ticket
read -rp "Environment [prod]: " env
echo "Deploying $1 for $ticket to ${env:-prod} ..."
sleep .4
echo "deployed $1"
`,
	"kubectl": `#!/bin/bash
if [ "$1" = exec ]; then printf 'PS1="app@checkout-api-6c9f:/srv$ "\nHISTFILE=/dev/null\n' >$SHOW_DIR/.pod; exec bash --noprofile --rcfile $SHOW_DIR/.pod -i; fi
exec "$(dirname "$0")/kubectl.real" "$@"
`,
	"systemctl": `#!/bin/bash
case $1 in
status) printf '● %s.service - %s\n     Loaded: loaded (/lib/systemd/system/%s.service; enabled)\n     Active: active (running) since Thu 2026-01-01 09:00:00 UTC; 3h ago\n' "$2" "$2" "$2";;
esac
`,
}

// Install writes the stand-ins into dir, over what is there.
func Install(dir string) error {
	if err := os.Rename(filepath.Join(dir, "kubectl"), filepath.Join(dir, "kubectl.real")); err != nil {
		return err
	}
	for name, text := range standIns {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			return err
		}
	}
	return nil
}
