package carry

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"showhow/internal/carry/brought"
	"showhow/internal/carry/spell"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// keep keeps evidence that the person brings: a picture, a file of text, or text that they type.
func (s *session) keep(ctx context.Context, l execution.Line) error {
	name, err := s.ask(ctx, "A file (Enter alone: paste text): ")
	if err != nil {
		return err
	}
	e := execution.Event{Kind: execution.Kept, Step: l.Key}
	if name == "" {
		e.Text, err = s.pasted(ctx)
	} else {
		err = s.brought(ctx, name, &e)
	}
	var told *sop.Error
	if errors.As(err, &told) && told.Code != sop.Cancelled && !errors.Is(err, remote.ErrAway) {
		s.say("%s", told)
		return nil
	}
	if err != nil {
		return err
	}
	if e.Text == "" && e.Picture == "" {
		s.say("Nothing was kept.")
		return nil
	}
	had := len(s.detail.State.Steps[l.Key].Kept)
	if err := s.tell(ctx, e); err != nil {
		return err
	}
	if len(s.detail.State.Steps[l.Key].Kept) > had {
		s.say("Kept as evidence.")
	}
	return nil
}

// pasted is a text of several lines, without secrets.
func (s *session) pasted(ctx context.Context) (string, error) {
	s.say("Paste it; a line with a single dot ends it.")
	var lines []string
	for {
		line, err := s.ask(ctx, "")
		if err == errLeft && len(lines) > 0 { // the input's end ends the text, too
			break
		}
		if err != nil {
			return "", err
		}
		if line == "." {
			break
		}
		lines = append(lines, line)
	}
	return s.fitting(ctx, strings.Join(lines, "\n"))
}

// brought fills evidence in from a file.
func (s *session) brought(ctx context.Context, name string, e *execution.Event) error {
	b, picture, err := brought.File(name)
	if err != nil {
		return err
	}
	if picture {
		return s.pictured(ctx, b, e)
	}
	e.Text, err = s.fitting(ctx, filepath.Base(name)+":\n"+string(b))
	return err
}

// fitting is a text without secrets, if it isn't too long to be kept whole: of what somebody brings nothing is cut.
func (s *session) fitting(ctx context.Context, text string) (string, error) {
	if len(text) > most {
		return "", &sop.Error{Code: sop.Invalid, Message: "The text is too long to be kept as evidence.", Mend: "Keep the part of it that shows it, at most 12 KiB."}
	}
	return s.masked(ctx, strings.TrimSpace(text))
}

// pictured sends a picture, of which the secrets that it shows aren't masked.
func (s *session) pictured(ctx context.Context, b []byte, e *execution.Event) error {
	answer, err := s.ask(ctx, "Nothing in a picture is masked. Type y if it shows no secret: ")
	if err != nil || !spell.Yes(answer) {
		return err
	}
	var kept struct{ Picture string }
	err = s.call(ctx, request{http.MethodPost, "executions/" + url.PathEscape(s.detail.Execution.ID) + "/pictures", remote.File{Type: "application/octet-stream", Bytes: b}, &kept})
	e.Picture = kept.Picture
	return err
}
