package story

import (
	"showhow/internal/bench"
)

func command(text string) bench.Action { return bench.Action{Kind: "command", Command: text} }

func measure() []Case {
	zshrc := func(s string) map[string]string { return map[string]string{".zshrc": s} }
	return []Case{
		{Name: "bash-clock", Split: "measure", Title: "A prompt with a clock", Program: inBash, Form: "v1", Files: bash(`[\t] deploy@web-7 /srv/shop (main) ❯ `, noPaste), Story: func(h *Hand) {
			h.Run("git --version").Run("helm list -n shop").Key(Up).Key(Up).Key(Down).Type(" --all").Enter("helm list -n shop --all").Say("that is all of them").Run("exit")
		}},
		{Name: "bash-own", Split: "measure", Title: "A prompt of one's own", Program: inBash, Form: "v2", Files: bash(`acme|prod » `, noPaste), Story: func(h *Hand) {
			h.Run("kubectl get nodes").Type("kubectl drain worker-2 --ignore-daemonsets").Key(CtrlA).Key(Right).Rest(200).Enter("kubectl drain worker-2 --ignore-daemonsets")
			h.Run("kubectl get nodes").Run("kubectl uncordon worker-2").Run("exit")
		}},
		{Name: "zsh-powerline", Split: "measure", Title: "A coloured prompt", Program: []string{"zsh", "-i"}, Needs: []string{"zsh"}, Form: "v3", Files: zshrc("PROMPT='%K{4}%F{15} %n@%m %K{8}%F{4}\ue0b0%F{15} %~ %k%F{8}\ue0b0%f '\nRPROMPT='%F{8}\ue0b2%K{8}%F{15} %* %k%f'\n"), Story: func(h *Hand) {
			h.Run("cd /var").Run("ls -d log").Type("echo lost").Key(CtrlC).Rest(300).Run("kubectl get svc").Run("exit")
		}},
		{Name: "zsh-proposals", Split: "measure", Title: "zsh and its proposals", Program: []string{"zsh", "-i"}, Needs: []string{"zsh", "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh"}, Form: "v2", Files: zshrc("PROMPT='%1~ %(!.#.$) '\nHISTSIZE=100\nsource /usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh\n"), Story: func(h *Hand) {
			h.Run("kubectl get pods -n shop").Until("~ ").Run("true").Until("~ ").Type("kubectl g").Rest(400).Key(Right).Rest(200).Enter("kubectl get pods -n shop")
			h.Type("kubectl get").Rest(400).Key(CtrlU).Rest(200)
			more(h, "cat <<END", "one", "END")
			h.Run("exit")
		}},
		{Name: "zsh-starship", Split: "measure", Title: "A prompt in two rows without a frame", Program: []string{"zsh", "-i"}, Needs: []string{"zsh"}, Form: "v3", Files: zshrc("PROMPT=$'\\n%F{3}deploy%f in %F{2}web-3%f in %F{6}%~%f on \ue0a0 main via 🐹 v1.21\\n%F{2}❯%f '\n"), Story: func(h *Hand) {
			h.Run("cd /srv").Run("print 'über die Grenze → 東京'").Run("docker pull registry.acme.internal/checkout:2.3.1").Run("exit")
		}},
		{Name: "fish-rows", Split: "measure", Title: "fish with two rows", Program: []string{"fish", "-i"}, Needs: []string{"fish"}, Form: "v3", Files: map[string]string{".config/fish/config.fish": "set fish_greeting\nfunction fish_prompt\n  printf '%s@ops %s\\n> ' $USER (prompt_pwd)\nend\nfunction fish_right_prompt\n  date +%T\nend\n"}, Story: func(h *Hand) {
			h.Run("cd /tmp").Run("echo $PWD")
			more(h, "for i in 1 2", "echo $i", "end")
			h.Say("and now the pods").Run("kubectl get pods").Run("exit")
		}},
		{Name: "mysql", Split: "measure", Title: "Orders in MySQL", Program: inBash, Form: "v2", Server: "mysql", Needs: []string{"mysql", "mysqld"}, Files: bash(`db-2 \w \$ `, ""), Story: func(h *Hand) {
			h.Run("mysql -u root").Until("]> ").Run("create database shop;").Run("use shop")
			more(h, "create table orders (", "  id int,", "  state varchar(9));")
			h.Run("select count(*) from orders;").Run("drop table orders;").Run("exit").Run("exit")
		}},
		{Name: "redis", Split: "measure", Title: "A key in Redis", Program: inBash, Form: "v2", Keys: true, Server: "redis", Needs: []string{"redis-server", "redis-cli"}, Files: bash(`\u@cache-1 ~ % `, ""), Story: func(h *Hand) {
			h.Run("redis-cli -p 17379").Until("17379> ").Run("set release 2.3.0").Run("get release").Run("del release").Run("exit").Run("exit")
		}},
		{Name: "replayed", Split: "measure", Title: "A recording within a recording", Program: inBash, Form: "v2", Keys: true, Needs: []string{"script", "scriptreplay"}, Files: bash(`\h:\w\$ `, ""), Story: func(h *Hand) {
			h.Run("script -q --log-out demo.log --log-timing demo.tm").Run("echo inside").Run("uptime -p").Run("exit")
			h.Type("scriptreplay --log-out demo.log --log-timing demo.tm").note(command("scriptreplay --log-out demo.log --log-timing demo.tm"))
			h.T.Send("\r")
			h.Rest(9000).Run("echo outside").Run("exit")
		}},
		{Name: "screens", Split: "measure", Title: "Programs that take the screen", Program: inBash, Form: "v2", Needs: []string{"less", "top", "nano"}, Files: bash(`\u@web-9:\w\$ `, ""), Story: func(h *Hand) {
			h.Type("less /etc/services").note(command("less /etc/services"))
			h.T.Send("\r")
			h.Rest(600).Key(" ").Type("/http").Key("\r").Key("q").Rest(400)
			h.Type("top -d 1").note(command("top -d 1"))
			h.T.Send("\r")
			h.Rest(2500).Key("q").Rest(400)
			h.Type("nano deploy.yaml").note(command("nano deploy.yaml"))
			h.T.Send("\r")
			h.Rest(700).Key(Down).Key("\x05").Key(Back).Type("4").Key("\x0f").Key("\r").Key("\x18").Rest(500)
			h.Type("sleep 30").note(command("sleep 30"))
			h.T.Send("\r")
			h.Rest(700).Key(CtrlC).Rest(300).Run("cat deploy.yaml").Run("exit")
		}},
		{Name: "typescript", Split: "measure", Title: "What script writes", Program: inBash, Form: "typescript", Files: bash(`\u@web-4:\w\$ `, ""), Story: func(h *Hand) {
			h.Run("df -h / | head -2").Run("sudo systemctl status nginx").Secret("n0t-to-be-seen").Run("ls /").Run("exit")
		}},
		{Name: "signals", Split: "measure", Title: "A shell that tells what it does", Program: inBash, Form: "v3", Files: bash(`\[\e]133;D;$?\a\e]133;A\a\]prod \W > \[\e]133;B\a\]`, `PS0='\[\e]133;C\a\]'`), Story: func(h *Hand) {
			h.Run("ls /nowhere").Run("ls / | head -3").Run("test -e deploy.yaml").Run("kubectl get pods").Run("exit")
		}},
		{Name: "narrow", Split: "measure", Title: "Long lines in a narrow window", Program: inBash, Form: "v2", Cols: 60, Rows: 16, Files: bash(`\u@web-5:\w\$ `, ""), Story: func(h *Hand) {
			h.Run("curl -sS -o /dev/null -w '%{http_code}' --max-time 1 \"https://checkout.acme.internal/healthz?verbose=true&x=1\"")
			h.Run("kubectl get pods -n shop --field-selector=status.phase=Running -o custom-columns=NAME:.metadata.name")
			h.T.Resize(90, 20)
			h.Rest(400).Run("echo 'now it is wider than it was before, and this line is longer than the first width had room for'").Run("exit")
		}},
		{Name: "tmux", Split: "measure", Title: "Two panes", Program: []string{"tmux", "-L", "showhow-bench", "-f", "/dev/null", "new-session", "bash --noprofile -i"}, Needs: []string{"tmux"}, Form: "v2", Files: bash(`\u@web-6:\w\$ `, ""), Story: func(h *Hand) {
			h.Rest(500).Run("kubectl get pods").Key("\x02").Key("%").Rest(900).Run("uptime -p").Key("\x02").Key("o").Rest(300).Run("kubectl get svc").Run("exit").Rest(500).Run("exit")
		}},
	}
}
