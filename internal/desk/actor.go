package desk

import (
	"slices"
	"strings"

	"showhow/internal/sop"
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
	team.Viewer:   {Read, Self, Remark},
	team.Editor:   {Read, Self, Remark, Record, Write, Share},
	team.Reviewer: {Read, Self, Remark, Record, Write, Share, Judge},
	team.Admin:    {Read, Self, Remark, Record, Write, Share, Judge, Manage, Audit, Serve},
}

// scopes are what a token must be good for to do each act. An act that isn't here is done by no token.
var scopes = map[Act]team.Scope{
	Read: team.ScopeRead, Remark: team.ScopeWrite, Record: team.ScopeRecord, Write: team.ScopeWrite, Share: team.ScopeWrite, Judge: team.ScopeWrite, Self: team.ScopeAdmin, Manage: team.ScopeAdmin, Audit: team.ScopeAdmin, Serve: team.ScopeAdmin,
}

// Scope is what a token must be good for to do it; ok is false when no token may.
func (a Act) Scope() (s team.Scope, ok bool) {
	s, ok = scopes[a]
	return s, ok
}

// Acts are all that there is a rule for.
func Acts() []Act { return slices.Clone(rules[team.Admin]) }

// May is nil when the actor may do it, and an error with code sop.Forbidden otherwise. The verbs ask it themselves; whoever only reads
// asks it before.
func (a Actor) May(what Act) error {
	if !slices.Contains(rules[a.Role], what) {
		return &sop.Error{Code: sop.Forbidden, Message: "You may not do that in this workspace.", Mend: "Ask one of its administrators."}
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
