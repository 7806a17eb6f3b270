package notice

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

var now = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

func person(id string, role team.Role) team.Member {
	return team.Member{Account: team.Account{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com", Password: "x"}, Role: role}
}

func office() facts {
	left := person("max", team.Reviewer)
	left.Disabled = now
	return facts{sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: "ada"}, life.Life{Deputy: "dan", Reviews: []life.Review{{ID: "r", Number: 1, By: "bob", Authors: []string{"ada", "bob"}, State: life.InReview}}},
		[]team.Member{person("ada", team.Editor), person("bob", team.Reviewer), person("dan", team.Editor), person("eve", team.Admin), person("rob", team.Reviewer), person("tom", team.Viewer), left}}
}

// Who is told of what.
func TestRecipients(t *testing.T) {
	for name, c := range map[string]struct {
		h    notice.Happening
		want string
	}{
		"asked: who may judge and wrote none of it": {notice.Happening{Kind: notice.Asked, Actor: "bob", Review: "r"}, "eve:asked rob:asked"},
		"decided: who wrote it":                     {notice.Happening{Kind: notice.Decided, Actor: "rob", Review: "r"}, "ada:decided bob:decided"},
		"decided by the clock":                      {notice.Happening{Kind: notice.Decided, Review: "r"}, "ada:decided bob:decided"},
		"a remark: owner, deputy, who sent it":      {notice.Happening{Kind: notice.Remarked, Actor: "tom"}, "ada:remarked bob:remarked dan:remarked"},
		"one's own remark":                          {notice.Happening{Kind: notice.Remarked, Actor: "ada"}, "bob:remarked dan:remarked"},
		"an answer: who spoke":                      {notice.Happening{Kind: notice.Answered, Actor: "ada", To: []string{"tom", "ada", "max", "gone"}}, "tom:answered"},
		"named":                                     {notice.Happening{Kind: notice.Answered, Actor: "ada", To: []string{"tom"}, Words: "@tom and @eve, look. mail@rob.example isn’t rob"}, "eve:mentioned tom:mentioned"},
		"suspended":                                 {notice.Happening{Kind: notice.Suspended, Actor: "eve"}, "ada:suspended bob:suspended dan:suspended rob:suspended"},
		"a failure: who looks after it, and who takes part": {notice.Happening{Kind: notice.Failed, Actor: "tom", To: []string{"tom", "rob", "max", "tom"}}, "ada:failed dan:failed rob:failed"},
		"a waiver": {notice.Happening{Kind: notice.Waiver, Review: "r", Actor: "eve"}, "ada:waiver dan:waiver rob:waiver"},
	} {
		got := recipients(c.h, office())
		var all []string
		for _, k := range slices.Sorted(maps.Keys(got)) {
			all = append(all, k+":"+string(got[k]))
		}
		if strings.Join(all, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, all, c.want)
		}
	}
	withdrawn := office()
	withdrawn.l.Reviews[0].State, withdrawn.l.Reviews[0].Decisions = life.Withdrawn, []life.Decision{{Account: "rob", Verdict: life.Approve}}
	if got := recipients(notice.Happening{Kind: notice.Asked, Actor: "bob", Review: "r"}, withdrawn); strings.Join(slices.Sorted(maps.Keys(got)), " ") != "ada dan eve rob" {
		t.Errorf("withdrawn: %v, want who looks after it and who judges, those who did already, too", got)
	}
	alone := office()
	alone.p.Owner, alone.l.Deputy = "max", ""
	if got := recipients(notice.Happening{Kind: notice.Remarked}, alone); got["eve"] == "" {
		t.Errorf("nobody looks after a leaver's: %v", got)
	}
}

func TestMentioned(t *testing.T) {
	members := []team.Member{person("ada", team.Editor), {Account: team.Account{ID: "ann", Name: "Ann Lee", Email: "a.lee@example.com"}}, {Account: team.Account{ID: "none"}}}
	for text, want := range map[string]string{
		"@ada": "ada", "see @ADA!": "ada", "(@ada, @Ann Lee)": "ada ann", "@adam": "", "x@ada": "", "@ada.example": "", "ada": "", "@a.lee": "ann", "@a.lee@example.com.": "ann", "@ada@example.com": "ada", "@ada@other.com": "", "@": "", "@adam @ada": "ada", "Ask @ada.": "ada",
	} {
		if got := strings.Join(mentioned(text, members), " "); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

// When one is reminded, and who.
func TestReminders(t *testing.T) {
	f := office()
	due := now.Add(30 * 24 * time.Hour)
	f.l.Due, f.l.Reviews[0].State = due, life.Effective
	day := 24 * time.Hour
	for after, want := range map[time.Duration]string{
		-15 * day: "", -14 * day: "soon ada bob eve rob", -time.Second: "soon ada bob eve rob", 0: "late-0 ada bob eve rob", 7 * day: "late-1 ada bob eve rob", 14 * day: "late-2 ada bob dan eve rob",
	} { // ada may not look at it herself
		got := ""
		for _, r := range reminders(f, due.Add(after)) {
			got = r.stage[strings.LastIndex(r.stage, " ")+1:] + " " + strings.Join(r.to, " ")
		}
		if got != want {
			t.Errorf("%v after: %q, want %q", after, got, want)
		}
	}
	if got := reminders(f, due); len(got) != 1 || got[0].said != "It should have been looked at again by 27 Dec 2026. Bob, Eve or Rob may look at it again." {
		t.Errorf("whoever may isn't named: %+v", got)
	}
	f.p.Owner = "rob" // who may
	for after, want := range map[time.Duration]string{
		-15 * day: "", -14 * day: "soon rob", -time.Second: "soon rob", 0: "late-0 rob", 6 * day: "late-0 rob", 7 * day: "late-1 rob", 14 * day: "late-2 rob dan", 21 * day: "late-3 rob dan eve",
	} {
		got := ""
		for _, r := range reminders(f, due.Add(after)) {
			got = r.stage[strings.LastIndex(r.stage, " ")+1:] + " " + strings.Join(r.to, " ")
		}
		if got != want {
			t.Errorf("where the owner may, %v after: %q, want %q", after, got, want)
		}
	}
	for name, c := range map[string]struct {
		owner, deputy, want string
		weeks               int
	}{"no deputy": {"ada", "", "ada eve", 2}, "the owner has left": {"max", "dan", "dan", 0}, "both have left": {"max", "gone", "eve", 0}, "their own deputy": {"ada", "ada", "ada", 1}} {
		f.p.Owner, f.l.Deputy = c.owner, c.deputy
		if got := strings.Join(f.escalated(c.weeks), " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	f.l.Due = time.Time{}
	f.l.Reviews[0].Waivers = []life.Waiver{{ID: "x", Due: due}, {ID: "y", Due: due, Done: now}}
	for after, want := range map[time.Duration]string{-25 * time.Hour: "", -time.Hour: "waiver x soon", time.Hour: "waiver x late-0", 25 * time.Hour: "waiver x late-1"} {
		got := ""
		for _, r := range reminders(f, due.Add(after)) {
			got += r.stage
		}
		if got != want {
			t.Errorf("a waiver %v after: %q, want %q", after, got, want)
		}
	}
	f.p.Owner, f.l.Deputy, f.l.Reviews[0].Waivers[0].By = "ada", "", "eve"
	if got := reminders(f, due); !strings.HasSuffix(got[0].said, "UTC. Rob may look at it again.") {
		t.Errorf("of a waiver: %+v", got)
	}
	reminded := func() string {
		return strings.Join(slices.Sorted(maps.Keys(recipients(notice.Happening{Kind: notice.Waiver, Review: "r"}, f))), " ")
	}
	if got := reminded(); got != "ada rob" {
		t.Errorf("reminded of a waiver are %s, want whose it is, and who may look", got)
	}
	f.l.Reviews[0].Decisions = []life.Decision{{Account: "rob", Verdict: life.Approve}}
	if got := reminded(); got != "ada eve" {
		t.Errorf("where nobody may look reminded are %s, want the administrators, too", got)
	}
	f.l.Reviews[0].State, f.l.Reviews[0].Came, f.l.Reviews[0].Number = life.Superseded, now, 4
	if got := reminders(f, due.Add(time.Hour)); len(got) != 1 || got[0].stage != "waiver x late-0" || !strings.HasPrefix(got[0].said, "Revision 4 came into force by a waiver") {
		t.Errorf("of one that isn't in force any more: %+v", got)
	}
	f.l.Retired = &life.Mark{}
	if got := reminders(f, due.Add(100*day)); got != nil {
		t.Errorf("of a retired one: %+v", got)
	}
}

// Whoever may judge a revision is reminded of it as long as they haven't, and later its sender and the administrators, too; with nothing in force yet as well.
func TestReviewReminders(t *testing.T) {
	f := office()
	f.l.Due = time.Time{}
	f.l.Reviews[0].State, f.l.Reviews[0].Opened = life.InReview, now
	day := 24 * time.Hour
	for after, want := range map[time.Duration]string{3*day - 1: "", 3 * day: "1", 6*day - 1: "1", 6 * day: "2", 9 * day: "3 and more", 300 * day: "100 and more"} {
		got := ""
		for _, r := range reminders(f, now.Add(after)) {
			if got = r.stage[strings.LastIndex(r.stage, " ")+1:]; len(r.to) > 0 {
				got += " and more"
			}
		}
		if got != want {
			t.Errorf("%v after it was sent: %q, want %q", after, got, want)
		}
	}
	all := recipients(notice.Happening{Kind: notice.Asked, Review: f.l.Reviews[0].ID}, f)
	if len(all) < 2 {
		t.Fatalf("asked are %v", all)
	}
	for who := range all {
		f.l.Reviews[0].Decisions = append(f.l.Reviews[0].Decisions, life.Decision{Account: who})
		if _, still := recipients(notice.Happening{Kind: notice.Asked, Review: f.l.Reviews[0].ID}, f)[who]; still {
			t.Errorf("%s has decided, and is asked again", who)
		}
		break
	}
	f.l.Retired = &life.Mark{}
	if got := reminders(f, now.Add(30*day)); got != nil {
		t.Errorf("of a retired one: %+v", got)
	}
}

// A mail's subject is one line, and its text says where to go.
func TestWording(t *testing.T) {
	f := office()
	f.p.Title = "Deploy\r\nBcc: eve@example.com " + strings.Repeat("x", 300)
	n := told(notice.Happening{Kind: notice.Answered, Actor: "rob", Thread: "T", Said: "answered", Words: "One\ntwo\x00 three"}, f, notice.Mentioned)
	if n.Text != "Rob answered, and named you." || n.Href != "/s/deploy/threads?show=all#thread-T" {
		t.Errorf("%+v", n)
	}
	if s := subject(n.Title); strings.ContainsAny(s, "\r\n") || len([]rune(s)) > longestSubject+1 {
		t.Errorf("%q", s)
	}
	got := body([]notice.Notice{n}, "https://sop.example/w/ops")
	for _, want := range []string{"Rob answered, and named you.\n> One\n> two three\nhttps://sop.example/w/ops/s/deploy/threads?show=all#thread-T\n", "https://sop.example/w/ops/notices/choices"} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in %s", want, got)
		}
	}
}

// A mail is tried again ever later, and then given up.
func TestAfter(t *testing.T) {
	l, at := notice.Letter{}, now
	for l.Gone.IsZero() {
		l.Tries++
		was := l
		if l = after(l, "no", failing{at, false}); l.Gone.IsZero() && l.Next.Sub(at) < was.Next.Sub(at) {
			t.Errorf("try %d is sooner than the one before: %v", l.Tries, l.Next)
		}
		at = l.Next
	}
	if l.Tries != len(Retries)+1 || l.Fault != "no" {
		t.Errorf("%+v", l)
	}
	if l = after(notice.Letter{Tries: 1}, "no such person", failing{now, true}); l.Gone.IsZero() {
		t.Error("what is refused for good is tried again")
	}
}

// An execution that waits is told to those who may approve, and not to those who carry it out.
func TestWhoMayApprove(t *testing.T) {
	f := facts{members: []team.Member{{Account: team.Account{ID: "ada"}, Role: team.Reviewer}, {Account: team.Account{ID: "eve"}, Role: team.Admin}, {Account: team.Account{ID: "bob"}, Role: team.Editor}, {Account: team.Account{ID: "rob"}, Role: team.Reviewer}, {Account: team.Account{ID: "old", Disabled: time.Unix(1, 0)}, Role: team.Admin}}}
	got := recipients(notice.Happening{Kind: notice.Execution, Actor: "ada", Role: "reviewer", But: []string{"rob", "ada"}}, f)
	if len(got) != 1 || got["eve"] != notice.Execution {
		t.Errorf("%v", got)
	}
}
