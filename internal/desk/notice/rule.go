package notice

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// facts are what the rules need to know of a happening.
type facts struct {
	p       sop.Procedure
	l       life.Life
	members []team.Member
}

// member gives one who is told things at all: in the workspace, and not disabled.
func (f facts) member(account string) *team.Member {
	i := slices.IndexFunc(f.members, func(m team.Member) bool { return m.ID == account && m.Disabled.IsZero() })
	if i < 0 {
		return nil
	}
	return &f.members[i]
}

// may are the members who may do an act.
func (f facts) may(act desk.Act) (all []string) {
	for _, m := range f.members {
		if m.Disabled.IsZero() && (desk.Actor{Role: m.Role}).May(act) == nil {
			all = append(all, m.ID)
		}
	}
	return all
}

// atLeast are the members who have a role or one that may more, but for some.
func (f facts) atLeast(role team.Role, but []string) (all []string) {
	for _, m := range f.members {
		if slices.Index(team.Roles, m.Role) >= slices.Index(team.Roles, role) && !slices.Contains(but, m.ID) {
			all = append(all, m.ID)
		}
	}
	return all
}

// keepers are who looks after a procedure: its owner and the owner's deputy; when neither is there any more, the administrators.
func (f facts) keepers() (all []string) {
	for _, a := range []string{f.p.Owner, f.l.Deputy} {
		if f.member(a) != nil {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		return f.may(desk.Manage)
	}
	return all
}

// impartial are those who may judge a review.
func (f facts) impartial(r *life.Review) (all []string) {
	for _, a := range f.may(desk.Judge) {
		if r == nil || who.Impartial(r, a) == nil {
			all = append(all, a)
		}
	}
	return all
}

// lookers are those who may look at something again; the administrators where nobody may, who can mend that.
func (f facts) lookers(k who.Look) (all []string) {
	for _, m := range k.Who(f.staff()) {
		all = append(all, m.ID)
	}
	if len(all) == 0 {
		return f.may(desk.Manage)
	}
	return all
}

func (f facts) staff() who.Staff {
	return who.Staff{Members: f.members, Owner: f.p.Owner, Deputy: f.l.Deputy}
}

// undecided are those who may judge a review, and haven't.
func (f facts) undecided(r *life.Review) []string {
	return slices.DeleteFunc(f.impartial(r), func(a string) bool {
		return r != nil && slices.ContainsFunc(r.Decisions, func(d life.Decision) bool { return d.Account == a })
	})
}

// recipients are who is told of something, each by one kind: whoever is named in the words is told that.
func recipients(h notice.Happening, f facts) map[string]notice.Kind {
	all := map[string]notice.Kind{}
	add := func(accounts ...string) {
		for _, a := range accounts {
			all[a] = h.Kind
		}
	}
	r := f.l.Review(h.Review)
	add(h.To...)
	switch h.Kind {
	case notice.Asked:
		add(f.undecided(r)...)
		if r != nil && r.State == life.Withdrawn { // those who judged it already, and whose it is, too
			add(append(f.impartial(r), f.keepers()...)...)
			add(append(r.Authors, r.By)...)
		}
	case notice.Decided:
		add(f.p.Owner)
		if r != nil {
			add(append(r.Authors, r.By)...)
		}
	case notice.Remarked, notice.Found:
		add(f.keepers()...)
		if n := len(f.l.Reviews); n > 0 {
			add(f.l.Reviews[n-1].By)
		}
	case notice.Flagged, notice.Failed:
		add(f.keepers()...)
	case notice.Feedback:
		if len(h.To) == 0 { // what is said; what became of it is told to whoever said it
			add(f.keepers()...)
		}
	case notice.Suspended:
		add(append(f.keepers(), f.may(desk.Judge)...)...)
	case notice.Waiver:
		add(f.keepers()...)
		if h.Actor == "" && r != nil { // a reminder: of those who may judge it, who may look at it again
			add(f.lookers(who.Look{Review: r, Waiver: true})...)
		} else {
			add(f.impartial(r)...)
		}
	}
	if h.Role != "" {
		add(f.atLeast(team.Role(h.Role), h.But)...)
	}
	for _, a := range mentioned(h.Words, f.members) {
		all[a] = notice.Mentioned
	}
	delete(all, h.Actor)
	for a := range all {
		if f.member(a) == nil {
			delete(all, a)
		}
	}
	return all
}

// mentioned are the members whom a text names as "@ada" (what stands before the "@" of their address), "@ada@example.com", or "@Ada Lovelace".
func mentioned(text string, members []team.Member) (all []string) {
	low := strings.ToLower(text)
	for _, m := range members {
		local, _, _ := strings.Cut(m.Email, "@")
		for _, name := range []string{m.Email, local, strings.ToLower(m.Name)} {
			if name != "" && named(low, name) {
				all = append(all, m.ID)
				break
			}
		}
	}
	return all
}

// named says whether "@" and a name stand in a text, as words of their own.
func named(text, name string) bool {
	part := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r > 127 }
	for at := 0; ; {
		i := strings.Index(text[at:], "@"+name)
		if i < 0 {
			return false
		}
		at += i
		before, after := []rune(text[:at]), []rune(text[at+1+len(name):])
		joined := len(after) > 0 && (part(after[0]) || len(after) > 1 && (after[0] == '@' || after[0] == '.' || after[0] == '-') && part(after[1]))
		if (len(before) == 0 || !part(before[len(before)-1])) && !joined {
			return true
		}
		at++
	}
}

// told is what one person is told.
func told(h notice.Happening, f facts, kind notice.Kind) notice.Notice {
	n := notice.Notice{Workspace: h.Workspace, Kind: kind, Procedure: f.p.ID, At: h.At, Title: f.p.Title, Words: h.Words, Text: h.Said, Href: "/s/" + f.p.Slug + "/approval"}
	if h.Kind == notice.Training {
		n.Href = "/s/" + f.p.Slug + "/training"
	}
	if h.Thread != "" {
		n.Href = "/s/" + f.p.Slug + "/threads?show=all#thread-" + h.Thread
	}
	if h.Href != "" {
		n.Href = h.Href
	}
	if h.Actor != "" {
		name := "Somebody"
		for _, m := range f.members {
			if m.ID == h.Actor {
				name = m.Name
			}
		}
		n.Text = name + " " + h.Said
	}
	if kind == notice.Mentioned {
		n.Text += ", and named you"
	}
	n.Text = sentence(n.Text)
	return n
}

// sentence is a text that begins large and ends with a stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	s = strings.ToUpper(string(r[:1])) + string(r[1:])
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// line is a text as one line: nothing in it ends the line, or stands for anything but itself.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r == 0x85 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// subject is a line of no more than longestSubject characters.
func subject(s string) string {
	s = line(s)
	if r := []rune(s); len(r) > longestSubject {
		s = string(r[:longestSubject]) + "…"
	}
	return s
}

// longestSubject is how long a mail's subject is at most, in characters.
const longestSubject = 150

// body is the text of a mail about some notices; at is the address of their workspace.
func body(all []notice.Notice, at string) string {
	var b strings.Builder
	for i, n := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n%s\n", line(n.Title), line(n.Text))
		if n.Words != "" {
			for w := range strings.Lines(n.Words) {
				b.WriteString("> " + line(w) + "\n")
			}
		}
		fmt.Fprintf(&b, "%s%s\n", at, n.Href)
	}
	fmt.Fprintf(&b, "\n-- \nYou are told this by Showhow. What you are told, and how, you choose at\n%s/notices/choices\n", at)
	return b.String()
}

// Retries is how long after each try that failed a mail is tried again; after the last it is given up.
var Retries = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// after is a letter after a try that failed: to be tried again, or given up.
func after(l notice.Letter, fault string, f failing) notice.Letter {
	l.Fault = fault
	if f.forGood || l.Tries > len(Retries) {
		l.Gone = f.now
		return l
	}
	l.Next = f.now.Add(Retries[l.Tries-1])
	return l
}

// failing is when a try failed, and whether trying again is of no use.
type failing struct {
	now     time.Time
	forGood bool
}

// How long before a look is due it's told, and how often after.
const (
	soon   = 14 * 24 * time.Hour
	weekly = 7 * 24 * time.Hour
	waits  = 24 * time.Hour     // before a waiver's look is due, and how often after
	asks   = 3 * 24 * time.Hour // after a review was asked for, and how often after
)

// reminder is one that is to be given, by a stage that names it once and for all.
type reminder struct {
	stage  string
	kind   notice.Kind
	said   string
	to     []string
	review string
}

// reminders are those that a procedure calls for at a time; those that were given are told apart by their stages.
func reminders(f facts, now time.Time) (all []reminder) {
	if f.l.Retired != nil {
		return nil
	}
	all = unjudged(f, now)
	if r, due := f.l.In(life.Effective), f.l.Due; r != nil && !due.IsZero() && !now.Before(due.Add(-soon)) {
		stage, late := "soon", 0
		if !now.Before(due) {
			late = int(now.Sub(due) / weekly)
			stage = fmt.Sprintf("late-%d", late)
		}
		said := "It is to be looked at again by " + due.UTC().Format("2 Jan 2006")
		if stage != "soon" {
			said = "It should have been looked at again by " + due.UTC().Format("2 Jan 2006")
		}
		to, k := f.escalated(late), who.Look{Review: r, Due: due}
		if !f.keep(k) { // whose it is can't do it
			to, said = append(to, f.lookers(k)...), said+". "+k.Told(f.staff())
			slices.Sort(to)
			to = slices.Compact(to)
		}
		all = append(all, reminder{fmt.Sprintf("due %d %s", due.UnixMicro(), stage), notice.Due, said, to, r.ID})
	}
	for _, r := range f.l.Owed() {
		all = append(all, f.owed(r, now)...)
	}
	return all
}

// keep says that its owner or their deputy may do a look themselves.
func (f facts) keep(k who.Look) bool {
	return slices.ContainsFunc(k.Who(f.staff()), func(m team.Member) bool { return f.staff().Theirs(m.ID) })
}

// owed are the reminders of what came into force by waivers.
func (f facts) owed(r *life.Review, now time.Time) (all []reminder) {
	for _, w := range r.Waivers {
		if !w.Open() || now.Before(w.Due.Add(-waits)) {
			continue
		}
		stage := "soon"
		if !now.Before(w.Due) {
			stage = fmt.Sprintf("late-%d", int(now.Sub(w.Due)/waits))
		}
		what := "It"
		if r.State != life.Effective {
			what = fmt.Sprintf("Revision %d", r.Number)
		}
		said := what + " came into force by a waiver, and is to be looked at again by " + w.Due.UTC().Format("2 Jan 2006, 15:04") + " UTC. " + who.Look{Review: r, Waiver: true}.Told(f.staff())
		all = append(all, reminder{"waiver " + w.ID + " " + stage, notice.Waiver, said, nil, r.ID})
	}
	return all
}

// unjudged are the reminders of a review that nobody has ended: to those who may judge it and haven't, and from the third on to who sent it, the owner and the administrators, too.
func unjudged(f facts, now time.Time) []reminder {
	r := f.l.In(life.InReview)
	if r == nil || now.Before(r.Opened.Add(asks)) {
		return nil
	}
	times := int(now.Sub(r.Opened) / asks)
	var to []string
	if times > 2 {
		to = append(f.may(desk.Manage), r.By, f.p.Owner)
	}
	said := fmt.Sprintf("Revision %d waits for its review since %s", r.Number, r.Opened.UTC().Format("2 Jan 2006"))
	return []reminder{{fmt.Sprintf("review %s %d", r.ID, times), notice.Asked, said, to, r.ID}}
}

// escalated are who is reminded of a look that is so many weeks late: the owner, after two weeks the deputy, and after three, or where there is
// none, the administrators. Where the owner has left, it is the deputy's from the beginning.
func (f facts) escalated(weeks int) []string {
	var all []string
	owner, deputy := f.member(f.p.Owner) != nil, f.member(f.l.Deputy) != nil && f.l.Deputy != f.p.Owner
	if owner {
		all = append(all, f.p.Owner)
	}
	if deputy && (!owner || weeks >= 2) {
		all = append(all, f.l.Deputy)
	}
	if weeks >= 3 || weeks >= 2 && !deputy || !owner && !deputy {
		all = append(all, f.may(desk.Manage)...)
	}
	return all
}
