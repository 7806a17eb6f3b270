package door

import (
	"context"
	"crypto/subtle"
	"net/http"

	"showhow/internal/desk"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/sop"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/door"
)

// Provider vouches for identities (OpenID Connect).
type Provider interface {
	// Name is what people call it.
	Name() string
	// Away is the address to send a browser to, which comes back to another address of ours with the state.
	Away(ctx context.Context, t Trip) (string, error)
	// Back makes claims of the code that a browser came back with.
	Back(ctx context.Context, t Trip, code string) (admit.Claims, error)
}

// Trip is a browser's way to the provider and back.
type Trip struct {
	State, Nonce, Verifier, Return string
	// Anew asks that the person signs in there again, whatever session they have.
	Anew bool
}

func (p *Pages) providerName() string {
	if p.Provider == nil {
		return ""
	}
	return p.Provider.Name()
}

// way is a way to the provider: who goes it, where it leads on to, and whether they sign in there again.
type way struct {
	actor desk.Actor
	next  string
	anew  bool
}

// away begins a trip, and gives the address to which it goes.
func (p *Pages) away(w http.ResponseWriter, r *http.Request, x way) (string, error) {
	if p.Provider == nil {
		return "", &sop.Error{Code: sop.NotFound, Message: "No identity provider is set up here.", Mend: "Sign in with a password."}
	}
	e, state, err := p.Gate.Depart(r.Context(), x.actor, template.Root(r.Context())+x.next) // the way back is the server's, whatever the workspace
	if err != nil {
		return "", err
	}
	p.keep(w, r, http.Cookie{Name: errandCookie, Value: state, Expires: e.Expires})
	w.Header().Set("Cache-Control", "no-store")
	return p.Provider.Away(r.Context(), Trip{State: state, Nonce: e.Nonce, Verifier: e.Verifier, Return: p.Base(r) + "/sign-in/return", Anew: x.anew})
}

// Away sends a browser to the provider to sign in; with ?anew also who has a session there.
func (p *Pages) Away(w http.ResponseWriter, r *http.Request) error {
	local, err := p.Local(r)
	if err != nil {
		return err
	}
	if local {
		return goOn(w, r, "/first")
	}
	to, err := p.away(w, r, way{next: ours(r.URL.Query().Get("next")), anew: r.URL.Query().Has("anew")})
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// LinkPage leads to the provider to link an identity with one's own account. It takes a form of this site's to get there: another site must not send
// anybody on this way.
func (p *Pages) LinkPage(w http.ResponseWriter, r *http.Request) error {
	a := p.Actor(r)
	if _, err := p.Gate.Me(r.Context(), a); err != nil {
		return err
	}
	to, err := p.away(w, r, way{actor: a, next: "/account"})
	if err != nil {
		return err
	}
	return p.secret(w, r, http.StatusOK, pages.LinkPage(p.Frame(r), p.providerName(), to))
}

// Return takes a browser that comes back from the provider.
func (p *Pages) Return(w http.ResponseWriter, r *http.Request) error {
	state, q := p.cookie(r, errandCookie), r.URL.Query()
	p.keep(w, r, http.Cookie{Name: errandCookie})
	if p.Provider == nil || state == "" || subtle.ConstantTimeCompare([]byte(state), []byte(q.Get("state"))) != 1 { // another browser began it
		return &sop.Error{Code: sop.Invalid, Message: "This way back from the identity provider isn't the one that this browser went.", Mend: "Begin again at the sign-in page."}
	}
	errand, err := p.Gate.Return(r.Context(), state)
	if err != nil {
		return err
	}
	if q.Get("error") != "" || q.Get("code") == "" {
		return &sop.Error{Code: sop.Forbidden, Message: "The identity provider didn't let you in.", Mend: "Try again at the sign-in page, or sign in with a password."}
	}
	c, err := p.Provider.Back(r.Context(), Trip{State: state, Nonce: errand.Nonce, Verifier: errand.Verifier, Return: p.Base(r) + "/sign-in/return"}, q.Get("code"))
	if err != nil {
		return err
	}
	if errand.Account == "" {
		e, err := p.Gate.Enter(r.Context(), c, p.visit(r))
		if err != nil {
			return err
		}
		return p.let(w, r, e, errand.Next)
	}
	at, _, _ := roomOf(errand.Next)
	if at != "" {
		r = placed(r, rooms+at)
	}
	a, err := p.Whose(r)
	if err == nil && a.Account != errand.Account {
		err = &sop.Error{Code: sop.Forbidden, Message: "Another person is signed in now than the one who wanted to link an identity.", Mend: "Sign in again, and begin anew under My account."}
	}
	if err == nil {
		err = p.Gate.Link(r.Context(), a, c)
	}
	if err != nil {
		return err
	}
	return goOn(w, r, errand.Next)
}
