package desk

import (
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/team"
)

// Actor is who does something, and as what.
type Actor struct {
	Workspace, Account string
	Role               team.Role
	// Home says that the workspace is the server's first one: who rules there rules the server.
	Home bool
	// Name is what people call them; it may be empty.
	Name string
	// Session is the id of the session that they came by, and Token that of the token; what a token may is bounded by its Scopes.
	Session, Token string
	Scopes         team.Scoped
}

// Act is what may be allowed to an actor.
type Act string

// The acts.
const (
	Read   Act = "read"
	Remark Act = "remark" // say something about a procedure, answer
	Record Act = "record" // bring recordings, draft, cancel
	Carry  Act = "carry"  // carry procedures out
	Write  Act = "write"  // change procedures, and what a workspace knows
	Judge  Act = "judge"  // approve, reject, waive, say that something holds
	Share  Act = "share"  // give a procedure to people without an account
	Self   Act = "self"   // one's own account: its name, password, sessions, tokens
	Manage Act = "manage" // people: who may come in, and as what
	Audit  Act = "audit"  // read the trail of what was done
	Serve  Act = "serve"  // the server: which workspaces there are
)

// rules are the acts that each role may do.
var rules = map[team.Role][]Act{
	team.Viewer:   {Read, Self, Remark, Carry},
	team.Editor:   {Read, Self, Remark, Carry, Record, Write, Share},
	team.Reviewer: {Read, Self, Remark, Carry, Record, Write, Share, Judge},
	team.Admin:    {Read, Self, Remark, Carry, Record, Write, Share, Judge, Manage, Audit, Serve},
}

// scopes are what a token must be good for to do each act. An act that isn't here is done by no token.
var scopes = map[Act]team.Scope{
	Read: team.ScopeRead, Remark: team.ScopeWrite, Record: team.ScopeRecord, Write: team.ScopeWrite, Carry: team.ScopeWrite, Share: team.ScopeWrite, Judge: team.ScopeWrite, Self: team.ScopeAdmin, Manage: team.ScopeAdmin, Audit: team.ScopeAdmin, Serve: team.ScopeAdmin,
}

// Scope is what a token must be good for to do it; ok is false when no token may.
func (a Act) Scope() (s team.Scope, ok bool) {
	s, ok = scopes[a]
	return s, ok
}

// called are the roles as people read them, one of each; in the order of team.Roles.
var called = map[team.Role]string{team.Viewer: "a viewer", team.Editor: "an editor", team.Reviewer: "a reviewer", team.Admin: "an administrator"}

// Whoever is who may do it, as "a reviewer or an administrator"; empty for what nobody may.
func Whoever(what Act) string {
	var all []string
	for _, r := range team.Roles {
		if slices.Contains(rules[r], what) {
			all = append(all, called[r])
		}
	}
	return listing.Or(all)
}

// mend is what whoever may not do it can do: nobody has to find out by whom it can be done.
func mend(what Act) string {
	if who := Whoever(what); who != "" {
		return "Ask " + who + " of it."
	}
	return "Nobody may."
}

// Acts are all that there is a rule for.
func Acts() []Act { return slices.Clone(rules[team.Admin]) }

// May is nil when the actor may do it, and an error with code sop.Forbidden otherwise. The verbs ask it themselves; whoever only reads
// asks it before.
func (a Actor) May(what Act) error {
	if !slices.Contains(rules[a.Role], what) {
		return &sop.Error{Code: sop.Forbidden, Message: "You may not do that in this workspace.", Mend: mend(what)}
	}
	if what == Serve && !a.Home {
		return &sop.Error{Code: sop.Forbidden, Message: "Workspaces are made and archived by the administrators of the server.", Mend: "Ask one of them, or do it in the server's first workspace."}
	}
	need, known := scopes[what]
	if a.Token != "" && (!known || !a.Scopes.Has(need)) {
		return &sop.Error{Code: sop.Forbidden, Message: "This token isn't good for that.", Mend: "Use one with the scope \"" + string(need) + "\"."}
	}
	return nil
}

// UploadOwner is under what name an actor's uploads are kept: they are of one workspace, and in the server's first one of the account alone.
func (a Actor) UploadOwner() string {
	if a.Home || a.Account == "" {
		return a.Account
	}
	return a.Account + "@" + a.Workspace
}

// ByUpload is who brings an upload that is kept under a name; home is the server's first workspace.
func ByUpload(owner, home string) Actor {
	account, workspace, elsewhere := strings.Cut(owner, "@")
	if !elsewhere {
		workspace = home
	}
	return Actor{Workspace: workspace, Account: account, Role: team.Admin, Home: !elsewhere}
}
