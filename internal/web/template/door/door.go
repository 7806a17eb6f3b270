// Package door draws the pages of accounts, people, workspaces, shares and the trail.
package door

import (
	"net/url"
	"strings"
	"time"

	"showhow/internal/web/template"
)

// quotaWords tells a workspace's own bounds.
func quotaWords(q [3]string) string {
	var own []string
	for i, what := range []string{"recordings a month", "min a month", "GB kept"} {
		if q[i] == "0" {
			own = append(own, "any "+what)
		} else if q[i] != "" {
			own = append(own, q[i]+" "+what)
		}
	}
	if len(own) == 0 {
		return "As the server’s settings"
	}
	return strings.Join(own, ", ")
}

// Workspaces is what the page of workspaces shows.
type Workspaces struct {
	Rows  []template.Room
	Fault template.Fault
	// Slug and Name are what was typed before.
	Slug, Name string
}

// SignIn is what the sign-in page shows.
type SignIn struct {
	// Next is where the browser goes on, Email what was typed before, and Provider the name of an identity provider; empty for none.
	Next, Email, Provider string
	Fault                 template.Fault
}

// Taking is what the pages show on which a person takes an account.
type Taking struct {
	Email, Name string
	// At is where the form is sent.
	At    string
	Fault template.Fault
}

// People is what the page of people shows.
type People struct {
	Rows []Person
	// Link is an invitation that was just made, for whom and until when.
	Link, LinkFor string
	LinkUntil     time.Time
	// Joined is who came in without a link, for there was an account. Several says that there are more workspaces than this one.
	Joined  string
	Several bool
	Fault   template.Fault
}

// Person is one of them.
type Person struct {
	ID, Name, Email, Role string
	// Me says that it is the one who looks, Taken that the person has taken the account.
	Me, Disabled, Taken bool
	// Elsewhere says that the account is in other workspaces, too, so that it can only be taken out of this one.
	Elsewhere bool
	Seen, Now time.Time
}

// Account is what the page of one's own account shows.
type Account struct {
	Name, Email, Role, Provider string
	HasPassword, Linked         bool
	Sessions                    []Session
	Tokens                      []Token
	// Secret is a token that was just made; Done says what else was.
	Secret, Done string
	Fault        template.Fault
}

// Session is a browser in which one signed in.
type Session struct {
	ID, Browser, Address string
	Here                 bool
	Began, Seen, Now     time.Time
}

// Token is a key for programs.
type Token struct {
	ID, Name, Start, Scopes  string
	Made, Expires, Used, Now time.Time
	Over                     bool
}

// Shares is what the page of a procedure's shares shows.
type Shares struct {
	Title, At string
	// Revision is the one that is given now, Last the last one; InForce says that the first is in force, and Draft that the last one was chosen.
	Revision, Last int
	InForce, Draft bool
	Rows           []Share
	// Link is an address that was just made.
	Link      string
	LinkUntil time.Time
	Fault     template.Fault
}

// Share is one of them.
type Share struct {
	ID, By                 string
	Revision               int
	Uses                   int64
	Made, Until, Used, Now time.Time
	// Follows says that it shows whatever is in force.
	Open, Revoked, Follows bool
}

// Trail is what the page of the audit trail shows.
type Trail struct {
	// The filters, as they were asked for.
	Actor, Verb, Target, Since, Until string
	// People are those who can be asked for: id and name.
	People [][2]string
	Rows   []Event
	// Older is the address of the next page; empty on the last.
	Older string
}

// Event is a line of it.
type Event struct {
	At time.Time
	// Actor and Target are names, or titles, where there are some; ID is the target's id. Href is where the target stands, and More where more of it does; may be empty.
	Actor, Verb, Target, ID, Detail, Href, More string
}

// roles are the roles in words.
var roles = []struct{ Name, Words, May string }{
	{"viewer", "Viewer", "reads"}, {"editor", "Editor", "brings recordings and writes"}, {"reviewer", "Reviewer", "judges, too"}, {"admin", "Administrator", "rules, too"},
}

// RoleWords is a role in words.
func RoleWords(name string) string {
	for _, r := range roles {
		if r.Name == name {
			return r.Words
		}
	}
	return name
}

// roleHint says what each role may.
func roleHint() string {
	var all []string
	for _, r := range roles {
		all = append(all, r.Words+" "+r.May)
	}
	return strings.Join(all, "; ") + "."
}

// scopes are what a token may be good for, in words.
var scopes = []struct{ Name, Words string }{
	{"read", "Read procedures and runs"}, {"record", "Bring recordings, cancel and draft again"}, {"write", "Change and share procedures"}, {"admin", "People, tokens and the audit trail"},
}

// tokenLives and shareLives are how long one may last, in days.
var tokenLives = []struct{ Days, Words string }{{"30", "30 days"}, {"90", "90 days"}, {"365", "a year"}, {"", "until it is revoked"}}

var shareLives = []struct{ Days, Words string }{{"1", "a day"}, {"7", "a week"}, {"30", "30 days"}, {"90", "90 days"}, {"365", "a year"}}

// kinds are how verbs of the trail begin, in words.
var kinds = []struct{ Start, Words string }{
	{"", "Everything"}, {"account.", "Accounts"}, {"session.", "Sessions"}, {"token.", "Tokens"}, {"share.", "Shares"}, {"workspace.", "Workspaces"}, {"recording.", "Recordings"}, {"run.", "Runs"}, {"procedure.", "Procedures"},
}

// verbs are the trail's verbs that don't read well as they are.
var verbs = map[string]string{
	"account.first": "made the first account", "account.invited": "invited", "account.taken": "took the account", "account.reset": "gave a new link to", "account.role": "changed the role of",
	"account.disabled": "disabled", "account.enabled": "enabled", "account.renamed": "changed the name of", "account.password": "changed the password of", "account.linked": "linked an identity with",
	"account.provisioned": "came by an identity as", "account.guessed": "tried too often to sign in as", "session.began": "signed in", "session.ended": "ended a session", "session.ended_others": "ended all other sessions of",
	"token.made": "made a token", "token.revoked": "revoked a token", "share.made": "shared", "share.revoked": "ended a share of", "recording.taken_in": "brought a recording", "procedure.drafted": "drafted", "procedure.tagged": "tagged",
	"account.joined": "took in", "account.removed": "took out", "workspace.made": "made the workspace", "workspace.renamed": "renamed the workspace", "workspace.archived": "archived the workspace", "workspace.opened": "opened the workspace again",
	"run.failed": "failed at a draft", "run.cancelled": "cancelled a draft", "run.retried": "had drafted again",
}

func verbWords(v string) string {
	if w := verbs[v]; w != "" {
		return w
	}
	return strings.NewReplacer(".", " ", "_", " ").Replace(v)
}

// query is a text as a value behind a question mark.
func query(s string) string { return url.QueryEscape(s) }
