// Package secret is what looks like a password, a key or a token in what people write. Nothing in it holds the secret itself.
package secret

import (
	"context"
	"slices"
)

// Sign is by what a secret is told.
type Sign string

// The signs.
const (
	Form    Sign = "form"    // it's written as a service's keys are
	Name    Sign = "name"    // a name beside it says so
	Program Sign = "program" // a program takes one there
	Address Sign = "address" // it stands in an address, and lets in
	Random  Sign = "random"  // it is long and random
	Private Sign = "private" // it is a private key
)

// Why says it as a sentence.
func (s Sign) Why() string {
	switch s {
	case Name:
		return "What stands beside it says that it is secret."
	case Program:
		return "The command takes a password or a key there."
	case Address:
		return "The address lets in whoever has it."
	case Random:
		return "It is long and random, as keys are."
	case Private:
		return "It is a private key."
	}
	return "It has the form of a service’s key or token."
}

// Spot is where a secret stands in a text.
type Spot struct {
	// From and To are bytes of the text.
	From, To int
	// Placeholder stands for it, with its brackets: "<DB_PASSWORD>".
	Placeholder string
	Sign        Sign
}

// Look finds the secrets in texts of which what is a secret in one is one in each. It gives the spots of each text, in order.
type Look func(ctx context.Context, texts []string) ([][]Spot, error)

// Masked is a text with placeholders in the place of its secrets; as it is where nobody looks.
func (l Look) Masked(ctx context.Context, text string) (string, error) {
	if l == nil || text == "" {
		return text, nil
	}
	spots, err := l(ctx, []string{text})
	if err != nil {
		return "", err
	}
	for _, s := range slices.Backward(spots[0]) {
		text = text[:s.From] + s.Placeholder + text[s.To:]
	}
	return text, nil
}

// Finding is what looks like a secret in a working copy.
type Finding struct {
	// Piece is the key of the piece in which it stands, and Field where in its JSON form: "detail.0.text".
	Piece string `json:"piece"`
	Field string `json:"field"`
	// From and To are characters (code points) of the field.
	From        int    `json:"from"`
	To          int    `json:"to"`
	Placeholder string `json:"placeholder"`
	// Why says by what it is told, as a sentence.
	Why string `json:"why"`
	// Mark is the words', by which they are known again.
	Mark string `json:"-"`
	// None is that somebody said that it is none; nil where nobody did.
	None *None `json:"none,omitempty"`
}
