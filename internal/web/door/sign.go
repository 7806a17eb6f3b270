package door

import (
	"net/http"
	"net/url"

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

// Anew is the address at which whoever asks signs in again at the identity provider before they sign something; empty where they needn't. next is where it leads on to.
func (p *Pages) Anew(r *http.Request, next string) (string, error) {
	needs, err := p.Gate.Stale(r.Context(), p.Actor(r))
	if err != nil || !needs {
		return "", err
	}
	return "/sign-in/provider?" + url.Values{"anew": {""}, "next": {next}}.Encode(), nil
}

// Prove makes sure once more who it is, before something is signed.
func (p *Pages) Prove(r *http.Request, password string) (gate.Proven, error) {
	return p.Gate.Prove(r.Context(), p.Actor(r), password, p.visit(r))
}
