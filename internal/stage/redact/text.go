package redact

import "context"

// Text is one text without its secrets.
func Text(ctx context.Context, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	out, err := Apply(ctx, Input{Title: text})
	return out.Title, err
}
