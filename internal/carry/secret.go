package carry

import (
	"context"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// word is a command as it is run, with the secrets that it needs, which are asked for once and stay here.
func (s *session) word(ctx context.Context, o execution.Order) (string, error) {
	var b strings.Builder
	for _, p := range o.Pieces {
		if !p.Secret {
			b.WriteString(p.Text)
			continue
		}
		if _, ok := s.secrets[p.Name]; !ok {
			v, err := s.secret(ctx, p.Name)
			if err != nil {
				return "", err
			}
			s.secrets[p.Name] = v
		}
		if v := s.secrets[p.Name]; strings.HasPrefix(v, "-") && leads(b.String()) {
			delete(s.secrets, p.Name) // it is asked for again
			return "", hyphen(p.Name)
		}
		b.WriteString(parameter.Written(s.secrets[p.Name], o.Shell, p.Quote))
	}
	return b.String(), nil
}

// leads says whether what comes behind a text begins a word.
func leads(text string) bool {
	text = strings.TrimRight(text, `'"`)
	return text != "" && strings.ContainsAny(text[len(text)-1:], " \t\n")
}

// hyphen is the error for a secret that a command would take for an option.
func hyphen(name string) error {
	return &sop.Error{Code: sop.Invalid, Message: name + " begins with a hyphen, so the command would take it for an option.", Mend: "Run this command by hand, in the form that its program has for such a value."}
}

func (s *session) secret(ctx context.Context, name string) (string, error) {
	return s.hidden(ctx, name+" (stays on this machine): ")
}

// hidden asks for a text without showing it, where that can be.
func (s *session) hidden(ctx context.Context, prompt string) (string, error) {
	if s.Secret != nil {
		return s.Secret(prompt)
	}
	return s.ask(ctx, prompt)
}

// masked is a text without secrets: those that were typed here, and those that the rules find.
func (s *session) masked(ctx context.Context, text string) (string, error) {
	for name, v := range s.secrets {
		if v != "" {
			text = strings.ReplaceAll(text, v, "<"+name+">")
		}
	}
	return s.Mask(ctx, text)
}
