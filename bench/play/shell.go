package play

import (
	"os"
	"path/filepath"
	"strings"
)

// shell writes the files by which the look's shell starts, and gives the command that starts it and its environment.
func (s *Show) shell() (command string, env []string) {
	l := s.Case.Look.Terminal
	env = append([]string{"HOME=" + s.home(), "SHELL=/bin/bash", "SHOW_DIR=" + s.Place.Scratch, "EDITOR=nano", "PAGER=cat", "PSQLRC=/dev/null", "PSQL_PAGER=",
		"PATH=" + filepath.Join(s.Place.Scratch, "bin") + ":/usr/local/bin:/usr/bin:/bin:/usr/lib/postgresql/15/bin"}, s.Case.Env...)
	if s.pg != nil {
		env = append(env, s.pg.env()...)
	}
	rc := filepath.Join(s.Place.Scratch, "bashrc")
	bash := "bash --noprofile --rcfile " + rc + " -i"
	write := func(name, text string) {
		s.Must(os.WriteFile(filepath.Join(s.Place.Scratch, name), []byte(text), 0o644))
	}
	if l.Shell == "zsh" {
		write(".zshrc", "PROMPT='"+l.Prompt+"'\nRPROMPT='"+l.RightPrompt+"'\nsetopt prompt_subst interactive_comments\nunsetopt prompt_sp beep\nHISTSIZE=0\nZLE_RPROMPT_INDENT=0\n")
		return "zsh -d -i", append(env, "ZDOTDIR="+s.Place.Scratch)
	}
	write("bashrc", "PS1='"+l.Prompt+"'\nPS2='> '\nunset PROMPT_COMMAND MAILCHECK\nHISTFILE=\nbind 'set bell-style none' 2>/dev/null\nbind 'set enable-bracketed-paste off' 2>/dev/null\n")
	if l.Shell != "tmux" {
		return bash, env
	}
	conf := []string{"set -g default-command \"" + bash + "\"", "set -g escape-time 0", "set -g destroy-unattached on", "set -g status-right ''",
		"set -g default-terminal screen-256color", "set -g visual-bell off", "set -g bell-action none"}
	write("tmux.conf", strings.Join(conf, "\n")+"\n")
	parts := append([]string{"tmux -L " + s.Case.Name + " -f " + filepath.Join(s.Place.Scratch, "tmux.conf") + " new-session"}, l.Panes...)
	return strings.Join(parts, ` \; `), env
}
