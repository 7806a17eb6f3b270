package given

import (
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// Fit is somebody who may look on while the person at this terminal carries a procedure out.
type Fit struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// Chosen is the one of those who may look on whom a name, or an account's id, means.
func Chosen(all []Fit, want string) (string, error) {
	var found, names []string
	for _, f := range all {
		if f.Account == want {
			return f.Account, nil
		}
		if strings.EqualFold(f.Name, want) {
			found = append(found, f.Account)
		}
		names = append(names, f.Name+" ("+f.Account+")")
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s isn't among those who may look on.", want), Mend: "Nobody else is able alone, or named as your supervisor: say with --alone why you carry it out all the same."}
	if len(names) > 0 {
		e.Mend = "Name one of " + strings.Join(names, ", ") + "; or say with --alone why you carry it out all the same."
	}
	if len(found) > 1 {
		e.Message = fmt.Sprintf("More than one of those who may look on is called %s.", want)
	}
	return "", e
}

// Meant is the account of whoever an answer means among those who are listed: by their number, name, the beginning of one of its words, or id. Where it's
// nobody, or several, why says so.
func Meant(all []Fit, answer string) (account, why string) {
	id := strings.TrimSpace(answer)
	answer = strings.ToLower(id)
	if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(all) {
		return all[n-1].Account, ""
	}
	var whole, begins []Fit
	for _, f := range all {
		name := strings.ToLower(f.Name)
		switch {
		case f.Account == id || name == answer:
			whole = append(whole, f)
		case answer != "" && (strings.HasPrefix(name, answer) || strings.Contains(name, " "+answer)):
			begins = append(begins, f)
		}
	}
	if len(whole) == 0 {
		whole = begins
	}
	switch len(whole) {
	case 0:
		return "", fmt.Sprintf("None of them is called %s.", id)
	case 1:
		return whole[0].Account, ""
	}
	var names []string
	for _, f := range whole {
		names = append(names, f.Name)
	}
	return "", fmt.Sprintf("That may be %s: type the number.", strings.Join(names, " or "))
}
