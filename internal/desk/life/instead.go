package life

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// named is a procedure's name in addresses out of what somebody typed: that name, or an address of the procedure.
func named(typed string) string {
	typed = strings.TrimSpace(typed)
	if _, below, ok := strings.Cut(typed, "/s/"); ok {
		typed = below
	}
	typed, _, _ = strings.Cut(typed, "/")
	typed, _, _ = strings.Cut(typed, "?")
	typed, _, _ = strings.Cut(typed, "#")
	return typed
}

// Works says that a revision of a procedure is in force; a suspension is a pause of it.
func Works(p sop.Procedure) bool {
	return p.State == sop.ProcedureState(life.Effective) || p.State == sop.ProcedureState(life.Suspended)
}

// instead fills in what is used instead of a procedure that is retired: another one of the workspace that isn't retired itself.
func (h *held) instead(ctx context.Context, typed string, m *life.Mark) error {
	slug := named(typed)
	if slug == "" {
		return nil
	}
	of, err := h.tx.Procedure(ctx, h.Workspace, slug)
	switch {
	case sop.CodeOf(err) == sop.NotFound:
		return refused(fmt.Sprintf("There is no procedure %q here that could be used instead.", slug), "Name it as its address does, behind /s/, or leave that empty.")
	case err != nil:
		return err
	case of.ID == h.Procedure.ID:
		return refused("It can't be used instead of itself.", "Name another procedure, or leave that empty.")
	case of.State == sop.ProcedureState(life.Retired):
		return refused(fmt.Sprintf("“%s” is retired itself.", of.Title), "Name one that people work by, or leave that empty.")
	case of.State == sop.TakenIn:
		return refused(fmt.Sprintf("“%s” was taken into another procedure.", of.Title), "Name that one, or leave that empty.")
	}
	m.Instead, h.successor = of.Slug, of.Title
	if !Works(of) {
		h.successor += " (nobody works by it yet)"
	}
	return nil
}
