package door

import (
	"net/http"
	"strings"

	"showhow/internal/desk/gate"
	"showhow/internal/sop/team"
	pages "showhow/internal/web/template/door"
)

// Account is one's own: name, password, sessions, tokens.
func (p *Pages) Account(w http.ResponseWriter, r *http.Request) error {
	return p.account(w, r, http.StatusOK, pages.Account{})
}

func (p *Pages) account(w http.ResponseWriter, r *http.Request, status int, page pages.Account) error {
	local, err := p.Local(r)
	if err != nil {
		return err
	}
	if local {
		return goOn(w, r, "/first")
	}
	a, ctx := p.Actor(r), r.Context()
	me, err := p.Gate.Me(ctx, a)
	if err != nil {
		return err
	}
	page.Name, page.Email, page.Role, page.HasPassword, page.Linked, page.Provider = me.Name, me.Email, string(me.Role), me.Password != "", me.Linked, p.providerName()
	sessions, err := p.Gate.Sessions(ctx, a)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, pages.Session{ID: s.ID, Browser: browser(s.Agent), Address: s.Address, Here: s.ID == a.Session, Began: s.Created, Seen: s.Seen, Now: p.Gate.Now()})
	}
	tokens, err := p.Gate.Tokens(ctx, a)
	if err != nil {
		return err
	}
	for _, k := range tokens {
		page.Tokens = append(page.Tokens, pages.Token{
			ID: k.ID, Name: k.Name, Start: k.Start, Scopes: strings.Join(k.Scopes.List(), ", "), Made: k.Created, Expires: k.Expires, Used: k.Used, Now: p.Gate.Now(), Over: !k.Expires.IsZero() && !p.Gate.Now().Before(k.Expires),
		})
	}
	return p.secret(w, r, status, pages.AccountPage(p.Frame(r), page))
}

// accountOr shows the account again, with why something wasn't done, or goes back to it.
func (p *Pages) accountOr(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		return goOn(w, r, "/account")
	}
	status, f := p.Told(err)
	if status >= http.StatusInternalServerError || status == http.StatusNotFound {
		return err
	}
	return p.account(w, r, status, pages.Account{Fault: f})
}

// Rename gives oneself another name.
func (p *Pages) Rename(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	return p.accountOr(w, r, p.Gate.Rename(r.Context(), p.Actor(r), r.FormValue("name")))
}

// ChangePassword gives oneself another password.
func (p *Pages) ChangePassword(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	err := p.Gate.ChangePassword(r.Context(), p.Actor(r), gate.Passwords{Before: r.FormValue("before"), After: r.FormValue("password")}, p.visit(r))
	if err == nil {
		return p.account(w, r, http.StatusOK, pages.Account{Done: "Your password is changed. All other sessions have ended."})
	}
	return p.accountOr(w, r, err)
}

// EndSession ends one of one's sessions.
func (p *Pages) EndSession(w http.ResponseWriter, r *http.Request) error {
	return p.accountOr(w, r, p.Gate.EndSession(r.Context(), p.Actor(r), r.PathValue("session")))
}

// EndOthers ends all but this one.
func (p *Pages) EndOthers(w http.ResponseWriter, r *http.Request) error {
	return p.accountOr(w, r, p.Gate.EndOthers(r.Context(), p.Actor(r)))
}

// AddToken makes a token and shows it, once.
func (p *Pages) AddToken(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	_, secret, err := p.Gate.AddToken(r.Context(), p.Actor(r), gate.Want{Name: r.FormValue("name"), Scopes: team.ScopedOf(r.Form["scope"]), Life: day(r.FormValue("days"))})
	if err != nil {
		return p.accountOr(w, r, err)
	}
	return p.account(w, r, http.StatusOK, pages.Account{Secret: secret})
}

// RevokeToken ends a token.
func (p *Pages) RevokeToken(w http.ResponseWriter, r *http.Request) error {
	return p.accountOr(w, r, p.Gate.RevokeToken(r.Context(), p.Actor(r), r.PathValue("token")))
}

// kindOf finds the first of the signs that stands in a text, and gives what it says; the other one when none does.
func kindOf(s, other string, signs ...[2]string) string {
	for _, sign := range signs {
		if strings.Contains(s, sign[0]) {
			return sign[1]
		}
	}
	return other
}

// browser is a browser in words.
func browser(agent string) string {
	name := kindOf(agent, "", [2]string{"Firefox/", "Firefox"}, [2]string{"Edg/", "Edge"}, [2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	if name == "" {
		return kindOf(agent, "A program", [2]string{"curl/", "curl"})
	}
	return name + kindOf(agent, "", [2]string{"iPhone", " on iPhone"}, [2]string{"iPad", " on iPad"}, [2]string{"Android", " on Android"}, [2]string{"Windows", " on Windows"}, [2]string{"Mac OS", " on macOS"}, [2]string{"Linux", " on Linux"})
}
