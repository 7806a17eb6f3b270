package cli

import (
	"embed"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
)

//go:embed shell
var shells embed.FS

type completion struct {
	Shell string `arg:"" help:"The shell: ${enum}." enum:"bash,zsh,fish"`
}

// Help shows it in use.
func (completion) Help() string {
	return "For all shells to come, put it where yours looks for completions.\n\n" + help.Examples(
		`source <(showhow completion bash)`,
		`showhow completion bash > ~/.local/share/bash-completion/completions/showhow`,
		`source <(showhow completion zsh)`,
		`showhow completion zsh > "${fpath[1]}/_showhow"`,
		`showhow completion fish > ~/.config/fish/completions/showhow.fish`)
}

func (c completion) Run(f *face) error {
	script, err := shells.ReadFile("shell/" + c.Shell)
	if err == nil {
		_, err = f.Out.Write(script)
	}
	return err
}

// complete is what the shells' scripts ask: the words of a command line behind the program's name, the last of which is being
// typed. It answers with what may stand there, one a line, perhaps with a tab and what it's for; a lone colon stands for names of files.
type complete struct {
	Words []string `arg:"" optional:""`
}

func (c complete) Run(k *kong.Context, f *face) error {
	at := place{node: k.Model.Node}
	words := joined(c.Words)
	if len(words) == 0 {
		words = []string{""}
	}
	last := len(words) - 1
	for _, w := range words[:last] {
		at.pass(w)
	}
	for _, a := range at.fitting(words[last], f.known) {
		fmt.Fprintln(f.Out, a)
	}
	return nil
}

// joined puts words together again that bash took apart at "=", but the last: bash completes what stands behind it.
func joined(words []string) (all []string) {
	for i, w := range words {
		n := len(all) - 1
		if w == "=" && n >= 0 && strings.HasPrefix(all[n], "--") {
			if i == len(words)-1 {
				all = append(all, "") // a value is begun
			}
			continue // the flag waits for its value, as if a blank stood there
		}
		all = append(all, w)
	}
	return all
}

// place is where a command line has come to.
type place struct {
	node *kong.Node
	// flag waits for its value.
	flag *kong.Flag
	// given is how many arguments there are; bare says that "--" stood before, so that all that follows are such.
	given int
	bare  bool
	used  []*kong.Flag
}

// pass goes by a word.
func (p *place) pass(w string) {
	switch {
	case p.flag != nil:
		p.flag = nil
	case p.bare || w == "-" || !strings.HasPrefix(w, "-"):
		if child := p.child(w); child != nil {
			p.node = child
			return
		}
		p.given++
	case w == "--":
		p.bare = true
	case strings.HasPrefix(w, "--"):
		name, _, valued := strings.Cut(w[2:], "=")
		p.take(func(f *kong.Flag) bool { return f.Name == name }, valued)
	default:
		for i, r := range w[1:] { // the first of the short ones that takes a value takes the rest of the word for it
			if f := p.take(func(f *kong.Flag) bool { return f.Short == r }, i+2 < len(w)); f == nil || !f.IsBool() {
				return
			}
		}
	}
}

// take marks a flag as used; it waits for its value when it takes one and none was given with it.
func (p *place) take(is func(*kong.Flag) bool, valued bool) *kong.Flag {
	for _, f := range p.flags() {
		if !is(f) {
			continue
		}
		p.used = append(p.used, f)
		if !valued && !f.IsBool() {
			p.flag = f
		}
		return f
	}
	return nil
}

func (p *place) child(name string) *kong.Node {
	i := slices.IndexFunc(p.node.Children, func(n *kong.Node) bool { return n.Name == name && p.given == 0 && !p.bare })
	if i < 0 {
		return nil
	}
	return p.node.Children[i]
}

// flags are those that may stand here.
func (p *place) flags() []*kong.Flag { return slices.Concat(p.node.AllFlags(true)...) }

// fitting is what may stand for the word that is being typed. known gives the values of a kind that the grammar doesn't list.
func (p *place) fitting(word string, known func(kind string) []string) (all []string) {
	add := func(what, about string) {
		if strings.HasPrefix(what, word) {
			all = append(all, strings.TrimSuffix(what+"\t"+about, "\t"))
		}
	}
	values := func(v *kong.Value, before string) {
		for _, x := range slices.Concat(v.EnumSlice(), known(v.Tag.Get("complete"))) {
			if x != "" {
				add(before+x, "")
			}
		}
		if v.Target.Type() == reflect.TypeFor[named.File]() || v.Target.Type() == reflect.TypeFor[[]named.File]() {
			all = append(all, ":")
		}
	}
	name, _, valued := strings.Cut(word, "=")
	switch {
	case p.flag != nil:
		values(p.flag.Value, "")
	case strings.HasPrefix(word, "--") && valued && !p.bare:
		if f := p.take(func(f *kong.Flag) bool { return "--"+f.Name == name }, true); f != nil {
			values(f.Value, name+"=")
		}
	case strings.HasPrefix(word, "-") && !p.bare:
		for _, f := range p.flags() {
			if !f.Hidden && (f.IsSlice() || !slices.Contains(p.used, f)) {
				add("--"+f.Name, f.Help)
			}
		}
	case len(p.node.Children) > 0 && p.given == 0:
		for _, n := range p.node.Children {
			if !n.Hidden {
				add(n.Name, n.Help)
			}
		}
	case len(p.node.Positional) > 0:
		last := p.node.Positional[len(p.node.Positional)-1]
		if p.given < len(p.node.Positional) {
			values(p.node.Positional[p.given], "")
		} else if last.IsCumulative() {
			values(last, "")
		}
	}
	return all
}
