package pipeline

import (
	"context"
	"image"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/redact"
)

// keeper masks as a whole run does.
type keeper struct{}

func (keeper) Mask(ctx context.Context, in Seen) (Masked, Proof, error) {
	out, err := redact.Apply(ctx, redact.Input{Transcript: in.Transcript, Screens: in.Screens, Terminals: in.Terminals, Session: in.Session, Words: in.Words})
	return Masked{Screens: out.Screens, Terminals: out.Terminals, Redactions: out.Redactions}, prover{out.Secrets}, err
}

type prover struct{ redact.Secrets }

func (prover) Prove(_ context.Context, pictures []image.Image) ([][]sop.Box, error) {
	return make([][]sop.Box, len(pictures)), nil
}
func (prover) Places(context.Context, []sop.Line) ([]sop.Box, error) { return nil, nil }
func (prover) Mask(s sop.Snapshot) (sop.Snapshot, error)             { return s, nil }

// An engine is told what the screen showed to hear names by; it may be on another machine, so that no secret may be among it.
func TestHintsHoldNoSecret(t *testing.T) {
	const key, secret = "AKIAQX7NDPEL5ZRW3KTM", "v9Tq2LrX0mWfHs7pYdKc4bZgUe1JnRa8BoGiCt6E"
	line := func(text string) sop.Block { return sop.Block{Lines: []sop.Line{{Text: text}}} }
	s := sight{
		screens: []sop.Screen{{Span: sop.Span{To: sop.Seconds(3)}, Title: "backup-job – Cloud Console",
			Blocks:   []sop.Block{line("Access Key ID " + key), line("Half of it: " + key[:14]), line("Orders of Acme"), line("kubectl")},
			Elements: []sop.Element{{Kind: sop.ElementField, Label: "Secret Access Key", Text: secret}}}},
		terminals: []sop.Screen{{Terminals: []sop.Terminal{{Rows: []sop.Row{{Text: "$ export AWS_SECRET_ACCESS_KEY=" + secret}}}}}},
	}
	r := run{in: Input{Mask: []string{"Acme"}}, tools: Tools{Masker: keeper{}}}
	hints, err := r.hints(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, h := range hints {
		all = append(all, h.Text)
	}
	told := strings.Join(all, "\n")
	for _, leak := range []string{key, key[:14], secret, "Acme", "<"} {
		if strings.Contains(told, leak) {
			t.Errorf("%q is told: %q", leak, told)
		}
	}
	for _, name := range []string{"backup-job", "kubectl", "Orders of", "export"} {
		if !strings.Contains(told, name) {
			t.Errorf("%q is not told: %q", name, told)
		}
	}
}
