// Package act says what one must be allowed to do each operation of the API, and writes it into the description.
package act

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
)

// Of is what one must be allowed to do each operation. An operation that isn't here is refused to everybody, and a test says so.
var Of = map[string]desk.Act{
	"list-procedures": desk.Read, "get-procedure": desk.Read, "get-revision": desk.Read, "list-runs": desk.Read, "get-run": desk.Read, "get-recording": desk.Read, "get-upload-run": desk.Read,
	"add-recording": desk.Record, "add-subtitles": desk.Record, "cancel-run": desk.Record, "retry-run": desk.Record,
	"get-copy": desk.Write, "change-copy": desk.Write, "say-no-secret": desk.Write, "take-back-no-secret": desk.Write, "list-revisions": desk.Read, "name-revision": desk.Write, "restore-revision": desk.Write, "get-retake": desk.Write, "take-retake": desk.Write,
	"set-tags":     desk.Write,
	"list-threads": desk.Read, "list-my-threads": desk.Read, "open-thread": desk.Remark, "reply-thread": desk.Remark, "resolve-thread": desk.Remark, "reopen-thread": desk.Remark, "accept-suggestion": desk.Write,
	"list-notices": desk.Read, "read-notices": desk.Self, "get-notice-choices": desk.Self, "set-notice-choices": desk.Self,
	"get-life": desk.Read, "list-waiting": desk.Read, "get-in-force": desk.Read, "send-for-review": desk.Write, "withdraw-review": desk.Write, "suspend-procedure": desk.Write,
	"decide-review": desk.Judge, "waive-review": desk.Judge, "follow-up-review": desk.Judge, "resume-procedure": desk.Judge, "retire-procedure": desk.Judge, "unretire-procedure": desk.Judge,
	"reaffirm-procedure": desk.Judge, "set-class": desk.Judge, "get-policies": desk.Read, "set-policies": desk.Manage,
	"ask-take": desk.Write, "get-take": desk.Write, "get-take-picture": desk.Write, "add-own-picture": desk.Write,
	"list-executions": desk.Read, "get-execution": desk.Read, "start-execution": desk.Carry, "go-on-execution": desk.Carry, "list-execution-people": desk.Read, "list-execution-marks": desk.Read, "sign-execution": desk.Carry, "keep-picture": desk.Carry,
	"list-processes": desk.Read, "get-process": desk.Read, "add-process": desk.Write, "change-process": desk.Write, "drop-process": desk.Write, "list-ratings": desk.Read, "ask-rating": desk.Share, "end-rating": desk.Share, "export-processes": desk.Read, "import-processes": desk.Write, "list-briefs": desk.Record, "get-brief": desk.Record, "add-brief": desk.Record, "change-brief": desk.Record, "drop-brief": desk.Record, "list-formulas": desk.Read, "add-formula": desk.Manage,
	"get-figures": desk.Read, "get-procedure-figures": desk.Read, "get-process-figures": desk.Read, "exclude-process-observation": desk.Judge, "restore-process-observation": desk.Judge, "tell-observations": desk.Write, "import-observations": desk.Write, "exclude-observation": desk.Judge, "restore-observation": desk.Judge, "add-figure-note": desk.Write, "drop-figure-note": desk.Write,
	"get-training": desk.Read, "list-training": desk.Read, "acknowledge-reading": desk.Remark, "sign-training": desk.Remark, "waive-training": desk.Judge, "take-back-training": desk.Remark, "assign-training": desk.Write, "withdraw-training": desk.Write,
	"get-training-policies": desk.Read, "set-training-policies": desk.Manage, "list-training-on": desk.Audit,
	"list-thanks": desk.Read, "choose-thanks": desk.Self, "give-thanks": desk.Remark, "hide-thanks": desk.Self, "take-out-thanks": desk.Self,
	"list-learners": desk.Read, "list-paths": desk.Read, "get-path": desk.Read, "add-path": desk.Judge, "change-path": desk.Judge, "end-path": desk.Judge, "put-on-path": desk.Judge, "take-off-path": desk.Judge, "bring-along-path": desk.Judge,
	"list-terms": desk.Read, "add-term": desk.Write, "drop-term": desk.Write,
	"list-shares": desk.Share, "add-share": desk.Share, "revoke-share": desk.Share,
	"get-me": desk.Self, "rename-me": desk.Self, "change-password": desk.Self, "list-sessions": desk.Self, "end-session": desk.Self, "end-other-sessions": desk.Self,
	"list-tokens": desk.Self, "add-token": desk.Self, "revoke-token": desk.Self,
	"list-people": desk.Read, "list-accounts": desk.Manage, "invite-account": desk.Manage, "set-role": desk.Manage, "disable-account": desk.Manage, "enable-account": desk.Manage, "reset-account": desk.Manage, "remove-account": desk.Manage, "erase-account": desk.Manage,
	"list-work": desk.Read, "list-links": desk.Write, "ask-link": desk.Write, "tell-change": desk.Write, "list-dependencies": desk.Read, "find-dependents": desk.Read, "list-flags": desk.Read, "say-still-right": desk.Write, "list-feedback": desk.Read, "count-feedback": desk.Read, "give-feedback": desk.Remark, "answer-feedback": desk.Write, "close-feedback": desk.Write, "hand-over-procedures": desk.Manage,
	"list-events":        desk.Audit,
	"list-my-workspaces": desk.Self, "list-workspaces": desk.Serve, "add-workspace": desk.Serve, "rename-workspace": desk.Serve, "bound-workspace": desk.Serve, "archive-workspace": desk.Serve, "open-workspace": desk.Serve,
	"get-trail-check": desk.Audit, "check-trail": desk.Audit, "sign-trail": desk.Audit, "get-retention": desk.Audit, "set-retention": desk.Manage, "list-holds": desk.Audit, "add-hold": desk.Manage, "end-hold": desk.Manage,
}

// Challenge tells a program how to say who asks.
const Challenge = `Bearer realm="Showhow"`

// Secure writes into the description who may do what.
func Secure(o *huma.OpenAPI) {
	o.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token of one's account (shk_…). Each operation names the scope that it needs. As long as a workspace has no accounts, its own machine needs none."},
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-showhow", Description: "The session of a browser; over plain http it is called showhow."},
	}
	for _, path := range o.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Put, path.Post, path.Delete, path.Patch} {
			if op == nil {
				continue
			}
			scope, _ := Of[op.OperationID].Scope()
			op.Security = []map[string][]string{{"token": {string(scope)}}, {"session": {}}}
			op.Description = strings.TrimSpace(op.Description + "\n\nNeeds the scope `" + string(scope) + "`.")
		}
	}
}
