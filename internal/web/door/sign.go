package door

import (
	"net/http"

	"showhow/internal/desk/gate"
	"showhow/internal/sop"
)

// Signs says whether whoever asks signs by a password: they have one here.
func (p *Pages) Signs(r *http.Request) (bool, error) {
	a := p.Actor(r)
	m, err := p.Gate.Read.Member(r.Context(), a.Workspace, a.Account)
	if sop.CodeOf(err) == sop.NotFound {
		return false, nil
	}
	return m.Password != "", err
}

// Prove makes sure once more who it is, before something is signed.
func (p *Pages) Prove(r *http.Request, password string) (gate.Proven, error) {
	return p.Gate.Prove(r.Context(), p.Actor(r), password, p.visit(r))
}
