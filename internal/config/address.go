package config

import (
	"errors"
	"net/url"
	"strings"
)

// postgres says why an address of a PostgreSQL can't be used, without a word of what it holds. Where a password in it isn't written as addresses want it, that is said: what is read of it then is another host, or nothing.
func postgres(value string) error {
	scheme, rest, _ := strings.Cut(value, "://")
	if scheme != "postgres" && scheme != "postgresql" {
		return errors.New("it is not an address that begins with postgres://")
	}
	before, _, _ := strings.Cut(rest, "?")
	if u, err := url.Parse(value); err == nil && (u.User != nil || !strings.Contains(before, "@")) {
		return nil
	}
	if !strings.Contains(rest, "@") {
		return errors.New("it is not an address such as postgres://user@host/showhow")
	}
	return errors.New("a character of its user or password means something else in an address; there @ is written as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a blank as %20")
}
