// Package oidc asks an identity provider who somebody is (OpenID Connect, the authorization code flow with PKCE).
package oidc

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"showhow/internal/sop"
)

// Settings are what a provider knows the workspace by.
type Settings struct {
	// Issuer is the provider's own name, which is an address; Name what people call it, empty for the address's host.
	Issuer, Name string
	// Client and Secret are the workspace's at the provider; Secret may be empty.
	Client, Secret string
	// Groups is the claim with a person's groups.
	Groups string
}

// Provider is an identity provider. It is asked for its addresses at the first use, and again until it has answered.
type Provider struct {
	Settings
	client *http.Client
	lock   sync.Mutex
	found  *oidc.Provider
}

// Trip is a browser's way to the provider and back to the address Return. Anew asks that the person signs in there again, whatever session they have.
type Trip struct {
	State, Nonce, Verifier, Return string
	Anew                           bool
}

// Claims are what the provider vouches for.
type Claims struct {
	Issuer, Subject, Email, Name string
	// Verified says that the provider has seen that the person reads mail at Email.
	Verified bool
	Groups   []string
	// SignedIn is when the provider saw them sign in; zero where it doesn't say.
	SignedIn time.Time
}

// The times of asking a provider.
const askTime = 10 * time.Second

// New is a provider by its settings.
func New(s Settings) *Provider {
	if s.Name == "" {
		s.Name = s.Issuer
		if u, err := url.Parse(s.Issuer); err == nil && u.Host != "" {
			s.Name = u.Host
		}
	}
	return &Provider{Settings: s, client: &http.Client{Timeout: askTime}}
}

// silent is the error for a provider that doesn't answer as one should.
func silent(cause error) error {
	return &sop.Error{Code: sop.Failed, Message: "The identity provider doesn't answer as it should.", Mend: "Try again in a while, or sign in with a password.", Cause: cause}
}

// discover gives the provider's addresses and keys.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// the keys are fetched again long after this request
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err != nil {
		return nil, silent(err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) config(at *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: at.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// Away is the address to send a browser to.
func (p *Provider) Away(ctx context.Context, t Trip) (string, error) {
	at, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)}
	if t.Anew {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.config(at, t.Return).AuthCodeURL(t.State, options...), nil
}

// Back makes claims of the code with which a browser came back. The signature, the issuer, the audience, the time and the nonce must be right.
func (p *Provider) Back(ctx context.Context, t Trip, code string) (c Claims, err error) {
	at, err := p.discover(ctx)
	if err != nil {
		return c, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.config(at, t.Return).Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return c, silent(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := at.Verifier(&oidc.Config{ClientID: p.Client}).Verify(ctx, raw)
	if err != nil {
		return c, silent(err)
	}
	if id.Nonce != t.Nonce {
		return c, &sop.Error{Code: sop.Forbidden, Message: "The identity provider's answer is to another question.", Mend: "Begin again at the sign-in page."}
	}
	told := map[string]any{}
	if err := id.Claims(&told); err != nil {
		return c, silent(err)
	}
	if told["email"] == nil || told["name"] == nil || told[p.Groups] == nil { // some tell these only when asked
		more, err := at.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err == nil && more.Subject == id.Subject {
			also := map[string]any{}
			if err := more.Claims(&also); err != nil {
				return c, silent(err)
			}
			for k, v := range also {
				if told[k] == nil {
					told[k] = v
				}
			}
		}
	}
	c = Claims{Issuer: id.Issuer, Subject: id.Subject, Groups: texts(told[p.Groups])}
	if at, ok := told["auth_time"].(float64); ok && at > 0 { // seconds since 1970 (OpenID Connect Core 1.0, section 2)
		c.SignedIn = time.Unix(int64(at), 0).UTC()
	}
	c.Email, _ = told["email"].(string)
	c.Name, _ = told["name"].(string)
	c.Verified = told["email_verified"] == true || told["email_verified"] == "true" // some write it so
	return c, nil
}

// texts are the texts of a list, or a text alone.
func texts(v any) (all []string) {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		for _, one := range x {
			if s, ok := one.(string); ok {
				all = append(all, s)
			}
		}
	}
	return all
}
