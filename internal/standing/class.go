package standing

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// Person is somebody of a workspace. Here says that they can come in, and You that it's who asks.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
	Here bool   `json:"here"`
	You  bool   `json:"you,omitempty"`
}

// People are who is in a workspace.
func People(ctx context.Context, c *remote.Client) ([]Person, error) {
	var all struct{ Items []Person }
	err := c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "people", Answer: &all})
	return all.Items, err
}

// You is the account that asks, of people; empty where none of them does.
func You(all []Person) string {
	for _, p := range all {
		if p.You {
			return p.ID
		}
	}
	return ""
}

// Name is what an account is called, of people; its id where it's none of theirs.
func Name(all []Person, account string) string {
	for _, p := range all {
		if p.ID == account && p.Name != "" {
			return p.Name
		}
	}
	return account
}

// Who is the account that a name, or an id, means among people; whom nobody could mean, or two could, is an error that names those who there are.
func Who(all []Person, want string) (string, error) {
	var found, names []string
	for _, p := range all {
		if p.ID == want {
			return p.ID, nil
		}
		if strings.EqualFold(p.Name, strings.TrimSpace(want)) {
			found = append(found, p.ID)
		}
		names = append(names, p.Name+" ("+p.ID+")")
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("Nobody in this workspace is called %s.", want), Mend: "Name one of " + strings.Join(names, ", ") + "."}
	if len(names) == 0 {
		e.Mend = "Make accounts first: nobody has one there yet."
	}
	if len(found) > 1 {
		e.Message = fmt.Sprintf("More than one in this workspace is called %s.", want)
	}
	return "", e
}

// Named is what somebody is called among people; their id where nobody knows.
func Named(all []Person, id string) string {
	for _, p := range all {
		if p.ID == id && p.Name != "" {
			return p.Name
		}
	}
	return id
}

// Classing is how much hangs on a procedure, and why it is that; Deputy stands in for the owner: an account, empty for none, nil for whoever it is.
type Classing struct {
	Class  life.Class `json:"class"`
	Reason string     `json:"reason,omitempty"`
	Deputy *string    `json:"deputy,omitempty"`
}

// Classify says so, and gives where the procedure stands then. Without a class it keeps its own.
func Classify(ctx context.Context, c *remote.Client, slug string, to Classing) (Life, error) {
	l, err := Of(ctx, c, slug)
	if err != nil {
		return l, err
	}
	if to.Class == "" {
		to.Class = l.Class
	}
	if err := c.Call(ctx, remote.Request{Method: http.MethodPost, Path: path(slug, "class"), Body: to, Answer: &struct{}{}}); err != nil {
		return l, err
	}
	return Of(ctx, c, slug)
}

// Own makes an account the owner of a procedure, and gives where it stands then.
func Own(ctx context.Context, c *remote.Client, slug, account string) (l Life, err error) {
	body := map[string]any{"slugs": []string{slug}, "to": account}
	if err := c.Call(ctx, remote.Request{Method: http.MethodPost, Path: "hand-over", Body: body, Answer: &struct{}{}}); err != nil {
		return l, err
	}
	return Of(ctx, c, slug)
}

// Policies are what each class of procedures needs.
func Policies(ctx context.Context, c *remote.Client) (all life.Policies, err error) {
	err = c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "policies", Answer: &all})
	return all, err
}

// SetPolicies says what each class needs, and gives what holds then.
func SetPolicies(ctx context.Context, c *remote.Client, to life.Policies) (all life.Policies, err error) {
	err = c.Call(ctx, remote.Request{Method: http.MethodPut, Path: "policies", Body: to, Answer: &all})
	return all, err
}
