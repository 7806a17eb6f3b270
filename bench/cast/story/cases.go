package story

import "time"

// Case is a recording to be made.
type Case struct {
	// Name is the case's folder; Split is "tune" or "measure": nothing may be tuned to the latter.
	Name, Split, Title string
	// Program is what is recorded, with its arguments; Needs are programs, and files by their path, that must be there.
	Program, Needs []string
	// Form is "v1", "v2", "v3" or "typescript"; Keys says that the input is recorded, too.
	Form string
	Keys bool
	// Cols and Rows are the terminal's size; 0 for 100 × 30.
	Cols, Rows int
	// Files are put into the home folder; Env is added to the environment; Server is "postgres", "mysql", "redis" or empty.
	Files  map[string]string
	Env    []string
	Server string
	Story  func(h *Hand)
}

// Cases are all of them.
func Cases() []Case { return append(tune(), measure()...) }

func bash(prompt, more string) map[string]string {
	return map[string]string{".bashrc": "HISTFILE=/dev/null\nPS1='" + prompt + "'\n" + more + "\n", ".inputrc": "set bell-style none\n",
		"deploy.yaml": "app: checkout\nreplicas: 2\nimage: checkout:2.2.9\n", "notes.txt": "$ rm -rf /important\ndeploy@web-1:~$ reboot\nnothing else\n"}
}

var (
	inBash  = []string{"bash", "--noprofile", "-i"}
	noPaste = "bind 'set enable-bracketed-paste off'"
)

func tune() []Case {
	return []Case{
		{Name: "bash-release", Split: "tune", Title: "Release checkout", Program: inBash, Form: "v2", Files: bash(`\u@web-1:\w\$ `, ""), Story: func(h *Hand) {
			h.Say("this is how checkout is released").Run("kubectl get pods -n shop").Run("kubectl set image deployment/checkout-api api=registry.acme.internal/checkout-api:v2.3.0 -n shop")
			h.Type("kubectl rolout").Key(Back).Key(Back).Key(Back).Type("lout status deployment/checkout-api -n shop")
			h.Enter("kubectl rollout status deployment/checkout-api -n shop")
			h.Key(Up).Key(Up).Key(Up).Key(Down).Key(Down).Key(Down).Run("cat notes.txt").Run("exit")
		}},
		{Name: "bash-answers", Split: "tune", Title: "Release with questions", Program: inBash, Form: "v2", Keys: true, Files: bash(`\$ `, ""), Story: func(h *Hand) {
			h.Run("sudo systemctl status nginx").Secret("correct-horse-7")
			h.Run("release v2.3.0").Answer("yes").Answer("CHG-1042").Rest(500).Press().Run("ls").Type("rm -rf /").Key(CtrlU).Type("echo gone").Key(CtrlC).Run("exit")
		}},
		{Name: "bash-continued", Split: "tune", Title: "Lines that go on", Program: inBash, Form: "v3", Files: bash(`[\u@web-1 \W]\$ `, ""), Story: func(h *Hand) {
			more(h, "cat > app.env <<EOF", "PORT=8080", "MODE=prod", "EOF")
			more(h, "kubectl get pods \\", "  -n shop \\", "  -o wide")
			more(h, "echo \"first", "second\"")
			more(h, "for i in 1 2; do", "echo $i", "done")
			h.Run("cat app.env").Run("exit")
		}},
		{Name: "bash-paste", Split: "tune", Title: "Two lines pasted", Program: inBash, Form: "v2", Files: bash(`\u@\h:\w\$ `, ""), Story: func(h *Hand) {
			h.Paste("cd /tmp\npwd").note(command("cd /tmp"))
			h.Enter("pwd").Run("ls /usr/share/dict | head -3")
			h.Type("sleep 1").Rest(50)
			h.note(command("sleep 1"))
			h.T.Send("\r")
			h.Rest(150).Type("echo ahead")
			h.note(command("echo ahead"))
			h.T.Send("\r")
			h.Rest(1600).Run("exit")
		}},
		{Name: "bash-old", Split: "tune", Title: "A shell without signals", Program: inBash, Form: "v1", Files: bash(`\u@web-1:\w$ `, noPaste), Story: func(h *Hand) {
			h.Run("mkdir -p releases/2.3.0 releases/2.3.1").Type("ls rel").Key(Tab).Key(Tab).Key(Tab).Key(Tab).Type("1").Enter("ls releases/2.3.1")
			h.Key(CtrlR).Type("mkdir").Rest(200).Key("\x05").Rest(300).Type(" -v").Enter("mkdir -p releases/2.3.0 releases/2.3.1 -v")
			h.Run("cat notes.txt").Key(Up).Key(Up).Key(CtrlL).Rest(300).Key(CtrlC).Rest(300).Type("echo half a lin").Key(CtrlL).Rest(200).Type("e").Enter("echo half a line").Run("exit")
		}},
		{Name: "zsh-right", Split: "tune", Title: "zsh with a right prompt", Program: []string{"zsh", "-i"}, Needs: []string{"zsh"}, Form: "v3", Files: map[string]string{".zshrc": "PROMPT='%n@%m %~ %# '\nRPROMPT='%F{8}%*%f'\nunsetopt prompt_sp\n"}, Story: func(h *Hand) {
			h.Run("print -l one two").Say("now the pods").Run("kubectl get pods")
			more(h, "echo 'open", "quote'")
			h.Run("for f in a b; do print $f; done").Type("ls /us").Key(Tab).Rest(200).Enter("ls /usr").Run("exit")
		}},
		{Name: "zsh-two-rows", Split: "tune", Title: "zsh with a prompt of two rows", Program: []string{"zsh", "-i"}, Needs: []string{"zsh"}, Form: "v2", Files: map[string]string{".zshrc": "PROMPT=$'\\n╭─%F{4}%n@%m%f %F{6}%~%f\\n╰─❯ '\nRPROMPT='%(?.✔.✘ %?) at %*'\nsetopt transient_rprompt\n"}, Story: func(h *Hand) {
			h.Run("cd /tmp").Run("false").Run("echo \"$PWD\"").Run("helm version").Run("exit")
		}},
		{Name: "fish-proposals", Split: "tune", Title: "fish and its proposals", Program: []string{"fish", "-i"}, Needs: []string{"fish"}, Form: "v2", Files: map[string]string{".config/fish/config.fish": "set fish_greeting\n"}, Story: func(h *Hand) {
			h.Run("echo deploy checkout to production").Run("ls /").Type("echo dep").Rest(500).Key(Right).Rest(200).Enter("echo deploy checkout to production")
			h.Type("echo de").Rest(500).Key(CtrlU).Rest(200).Run("pwd").Run("exit")
		}},
		{Name: "psql", Split: "tune", Title: "Look at the orders", Program: inBash, Form: "v3", Server: "postgres", Needs: []string{"psql"}, Files: bash(`\u@db-1:\w\$ `, ""), Env: []string{"PAGER=cat"}, Story: func(h *Hand) {
			h.Run("psql shop").Until("shop=").Run("create table orders (id int, state text);").Run("insert into orders values (1, 'open'), (2, 'paid');")
			more(h, "select id, state", "from orders", "where state = 'open';")
			h.Run(`\d orders`).Run("delete from orders where id = 2;").Run(`\q`).Run("exit")
		}},
		{Name: "python", Split: "tune", Title: "Count in Python", Program: inBash, Form: "v2", Files: bash(`\w \$ `, ""), Story: func(h *Hand) {
			h.Run("/usr/bin/python3 -q").Until(">>> ").Run("import math").Run("math.sqrt(2)")
			h.Type("for i in range(2):")
			h.T.Send("\r")
			h.Rest(300).Type("    print(i)")
			h.T.Send("\r")
			h.Rest(300).Enter("for i in range(2):\n    print(i)").Run("exit()").Run("exit")
		}},
		{Name: "vim", Split: "tune", Title: "Raise the replicas", Program: inBash, Form: "v2", Needs: []string{"vim"}, Files: bash(`\u@web-1:\w\$ `, ""), Story: func(h *Hand) {
			h.Run("cat deploy.yaml").Type("vim deploy.yaml").note(command("vim deploy.yaml"))
			h.T.Send("\r")
			h.Rest(900).Type("jA").Key(Back).Type("5").Key(Escape).Rest(500).Type(":wq")
			h.T.Send("\r")
			h.Rest(500).Run("cat deploy.yaml").Run("exit")
		}},
		{Name: "bash-spoken", Split: "tune", Title: "Look at the pods and the settings, told aloud", Program: inBash, Needs: []string{"flite", "ffmpeg"}, Form: "v2", Files: bash(`\u@web-1:\w\$ `, ""), Story: func(h *Hand) {
			h.Speak("Before you begin, you need access to the production cluster.").Speak("First, list the running pods.").Run("kubectl get pods -n shop")
			h.Speak("Now show the file with the settings.").Run("cat deploy.yaml").Speak("Be careful, do not change the image.").Rest(300).Run("exit")
		}},
		{Name: "hops", Split: "tune", Title: "From host to host", Program: inBash, Form: "v2", Files: bash(`\u@laptop:\w\$ `, ""), Story: func(h *Hand) {
			h.Run("ssh deploy@bastion.acme.internal").Run("uptime -p").Run("kubectl exec -it checkout-api-6c9f -n shop -- bash").Run("env | grep SHELL").Run("exit")
			h.Run("docker exec -it checkout bash").Run("ls /").Run("exit").Run("sudo -i").Secret("tr0ub4dor-and-3").Run("whoami").Run("exit").Run("exit").Run("exit")
		}},
	}
}

// more types a command over several lines, Enter behind each.
func more(h *Hand, lines ...string) {
	whole := ""
	for i, l := range lines {
		h.Type(l).Rest(60)
		if i > 0 {
			whole += "\n"
		}
		whole += l
		if i+1 < len(lines) {
			h.T.Send("\r")
			h.T.Quiet(200*time.Millisecond, 2*time.Second)
		}
	}
	h.Enter(whole)
}
