package carry

import (
	"context"
	"strings"

	"showhow/internal/carry/spell"
	"showhow/internal/shown"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// word is a command as it is run, with the secrets that it needs, which are asked for once and stay here.
func (s *session) word(ctx context.Context, o execution.Order) (string, error) {
	var b strings.Builder
	for i, p := range o.Pieces {
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
			s.typed.Add(p.Name, v)
		}
		if v := s.secrets[p.Name]; strings.HasPrefix(v, "-") && spell.Leads(b.String()) {
			delete(s.secrets, p.Name) // it is asked for again
			return "", spell.Hyphen(p.Name)
		}
		v := s.secrets[p.Name]
		if spell.InAddress(b.String(), parameter.Text(o.Pieces[i+1:])) {
			var err error
			if v, err = s.addressed(ctx, p.Name, v); err != nil {
				return "", err
			}
		}
		b.WriteString(parameter.Written(v, o.Shell, p.Quote))
	}
	return b.String(), nil
}

// addressed is a secret as it's written in an address. One with characters that mean something else there is written so only when the person wants it, who may have written it so already.
func (s *session) addressed(ctx context.Context, name, v string) (string, error) {
	written := spell.Encoded(v)
	if written == v {
		return v, nil
	}
	if done, ok := s.written[name]; ok {
		return done, nil
	}
	answer, err := s.ask(ctx, name+" stands in an address, and holds characters that mean something else there. Type y to write them as addresses do (@ as %40); with anything else it stays as you typed it: ")
	if err != nil {
		return "", err
	}
	if !spell.Yes(answer) {
		written = v
	}
	if s.written == nil {
		s.written = map[string]string{}
	}
	s.written[name] = written
	s.typed.Add(name, written)
	return written, nil
}

func (s *session) secret(ctx context.Context, name string) (string, error) {
	return s.hidden(ctx, name+" (stays on this machine): ")
}

// hidden asks for a text without showing it, where that can be.
func (s *session) hidden(ctx context.Context, prompt string) (string, error) {
	if s.Secret != nil {
		return s.Secret(shown.Visible(prompt))
	}
	return s.ask(ctx, prompt)
}

// masked is a text without secrets: those that were typed here, and those that the rules find.
func (s *session) masked(ctx context.Context, text string) (string, error) {
	return s.Mask(ctx, s.typed.Masked(text))
}
