// Package form is what the rooms of the API have in common: what the API gives to them, and the forms of answers.
package form

import (
	"context"

	"showhow/internal/desk"
)

// House is what a room needs of the API: where it lies, who asks, and how an error is told.
type House struct {
	Base   string
	Actor  func(ctx context.Context) desk.Actor
	Answer func(err error) error
}

// One is an answer of one thing.
type One[T any] struct{ Body T }

// List is an answer of several.
type List[T any] struct {
	Body struct {
		Items []T `json:"items"`
	}
}

// ListOf is an answer of several things, never null.
func ListOf[T any](all []T) *List[T] {
	out := &List[T]{}
	out.Body.Items = append([]T{}, all...)
	return out
}
