package redact

import (
	"context"

	sign "showhow/internal/sop/secret"
)

// Spots finds the secrets in texts that people write, and says of each by what it is told.
func Spots(ctx context.Context, texts []string) ([][]sign.Spot, error) {
	s, err := discover(ctx, Input{Author: texts})
	if err != nil {
		return nil, err
	}
	all := make([][]sign.Spot, len(texts))
	for i, text := range texts {
		for _, p := range s.places(text) {
			all[i] = append(all[i], sign.Spot{From: p.from, To: p.to, Placeholder: s.all[p.of].placeholder, Sign: signOf(s.all[p.of].rule)})
		}
	}
	return all, nil
}

// signOf is by what a rule knows a secret; those of gitleaks know nearly all by their form.
func signOf(rule string) sign.Sign {
	switch rule {
	case "assignment", "flag", "aws-configure", "authorization", "bearer", "identified-by", "spoken", "literal", "vault-kv", "generic-api-key":
		return sign.Name
	case "mysql", "sshpass", "redis", "curl-user", "login", "curl-auth-user", "curl-auth-header":
		return sign.Program
	case "url-credentials", "webhook", "signature":
		return sign.Address
	case bareKey:
		return sign.Random
	case privateKey:
		return sign.Private
	}
	for _, t := range tools {
		if t.id == rule {
			return sign.Program
		}
	}
	return sign.Form
}
