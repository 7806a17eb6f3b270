package bundle

import "embed"

//go:embed page.html executions.html
var sources embed.FS

// Evidence says of something in a bundle for which clauses it provides evidence. A clause is only named where its text was read, or is marked as unverified. Href is where it
// begins; empty for nowhere in particular.
type Evidence struct{ What, Where, ISO27001, SOC2, GDPR, ISO9001, Href string }

// The rows of the page of clauses, by the parts that they are about.
var (
	evidenceOfProcedures = []Evidence{
		{"Procedures in force on the day: identity, title, owner, revision", "index.html, procedures/", "A.5.37", "CC5.3", "", "7.5.2 a", "index.html"},
		{"Their text, as it was followed, with a digest", "procedures/…/sop.html, sop.json", "A.5.37", "CC8.1", "", "7.5.3.1 a, 7.5.3.2 c", ""},
		{"Approvals: who, as what, when, what was meant, of which bytes", "procedures/…/approval.json, index.html", "A.5.37", "CC8.1", "", "7.5.2 c", ""},
		{"That nobody approved what they wrote", "procedures/…/approval.json (authors, decisions)", "A.5.3", "CC8.1", "", "", ""},
		{"Emergency changes: waivers, their reasons, and the looks that were due", "procedures/…/approval.json (waivers)", "A.8.32 (unverified)", "CC8.1", "", "", ""},
		{"Looks that changed nothing", "procedures/…/approval.json (looks)", "A.5.37", "CC5.3", "", "7.5.2 c", ""},
	}
	evidenceOfCustody = []Evidence{
		{"Who may do what, on the day the bundle was made", "access.csv", "A.5.15, A.5.18", "CC6.1 (unverified)", "Art. 32 (unverified)", "7.5.3.2 a", "access.csv"},
		{"What is kept how long, legal holds, deletions", "retention.json, trail/ (recording.deleted, run.deleted, trail.blanked)", "A.5.33 (unverified)", "C1.2 (unverified)", "Art. 5(1)(e)", "7.5.3.2 d", "retention.json"},
	}
	evidenceOfTrail = []Evidence{
		{"What was done: the audit trail, with proof that no line of it was changed", "trail/", "A.8.15 (unverified)", "CC7.2 (unverified)", "Art. 5(2)", "7.5.3.2", trailFile},
	}
)
