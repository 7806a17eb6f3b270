package given

import (
	"fmt"
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
