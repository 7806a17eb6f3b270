package training

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

type paths struct {
	List   pathList   `cmd:"" default:"withargs" help:"List the onboarding paths (also without the word list)."`
	Show   pathShow   `cmd:"" help:"Show a path, with those on it whom you may see."`
	Add    pathAdd    `cmd:"" help:"Write a path down."`
	Change pathChange `cmd:"" help:"Change a path's procedures."`
	Put    pathPut    `cmd:"" help:"Put people, or a role, on a path."`
	Off    pathOff    `cmd:"" help:"Take somebody, or a role, off a path."`
	Bring  pathBring  `cmd:"" help:"Bring those along who go by an earlier version of a path."`
	End    pathEnd    `cmd:"" help:"End a path: nobody is put on it any more."`
}

// leg is one procedure of a path, and stop where somebody is with it.
type leg struct {
	Procedure string `json:"procedure"`
	Title     string `json:"title,omitempty"`
	Target    string `json:"target"`
	Days      int    `json:"days"`
}

type stop struct {
	leg
	Stage   string     `json:"stage"`
	Due     time.Time  `json:"due"`
	Overdue bool       `json:"overdue,omitempty"`
	Reached *time.Time `json:"reached,omitempty"`
	Over    bool       `json:"over,omitempty"`
}

// traveller is where somebody is on a path.
type traveller struct {
	Account string     `json:"account"`
	Name    string     `json:"name"`
	Began   time.Time  `json:"began"`
	Version int        `json:"version"`
	Done    int        `json:"done"`
	Of      int        `json:"of"`
	Behind  int        `json:"behind"`
	Arrived *time.Time `json:"arrived,omitempty"`
	Stops   []stop     `json:"stops"`
}

// path is an onboarding path.
type path struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Purpose string      `json:"purpose,omitempty"`
	Version int         `json:"version"`
	Legs    []leg       `json:"legs"`
	Roles   []string    `json:"roles"`
	Ended   bool        `json:"ended,omitempty"`
	People  []traveller `json:"people"`
	Earlier []string    `json:"earlier"`
}

// path gives the one that a name, or an id, means.
func (s session) path(ctx context.Context, name string) (path, error) {
	var all struct{ Items []path }
	if err := s.get(ctx, "training/paths", nil, &all); err != nil {
		return path{}, err
	}
	var found []path
	for _, p := range all.Items {
		if p.ID == name {
			return p, nil
		}
		if strings.EqualFold(p.Name, name) && !p.Ended {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return path{}, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no path %q.", name), Mend: "Give its name, or its id, as showhow training paths prints them."}
	}
	return found[0], nil
}

// tell prints a path, with who is where.
func (s session) tell(p path) error {
	return s.told(p, func() {
		s.say("%s (%s), version %d%s", p.Name, p.ID, p.Version, map[bool]string{true: ", ended"}[p.Ended])
		for i, l := range p.Legs {
			s.say("%3d. %s: %s, within %d days", i+1, l.Procedure, stages[l.Target], l.Days)
		}
		if len(p.Roles) > 0 {
			s.say("Put on it by role: %s", strings.Join(p.Roles, ", "))
		}
		for _, t := range p.People {
			text := fmt.Sprintf("%d of %d done", t.Done, t.Of)
			if t.Behind > 0 {
				text += fmt.Sprintf(", %d OVERDUE", t.Behind)
			}
			if t.Arrived != nil {
				text = "done on " + t.Arrived.UTC().Format(time.DateOnly)
			}
			s.say("%s (%s), since %s: %s", t.Name, t.Account, t.Began.UTC().Format(time.DateOnly), text)
			for _, x := range t.Stops {
				if x.Reached == nil && !x.Over {
					s.say("     %s: %s, %s by %s", x.Procedure, stages[x.Stage], stages[x.Target], x.Due.UTC().Format(time.DateOnly))
				}
			}
		}
		if len(p.Earlier) > 0 {
			s.say("%d go by an earlier version. Bring them along: showhow training paths bring %s", len(p.Earlier), p.ID)
		}
	})
}

type pathList struct{ place }

// Help shows it in use.
func (pathList) Help() string { return help.Examples(`showhow training paths`) }

func (c pathList) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		var all struct {
			Items []path `json:"items"`
		}
		if err := s.get(ctx, "training/paths", nil, &all); err != nil {
			return err
		}
		return s.told(all.Items, func() {
			if len(all.Items) == 0 {
				s.say("There is no path yet. Write one down: showhow training paths add --help")
			}
			for _, p := range all.Items {
				s.say("%s  %s: %d procedures, %d on it%s", p.ID, p.Name, len(p.Legs), len(p.People), map[bool]string{true: ", ended"}[p.Ended])
			}
		})
	})
}

// ofPath is which path a command is about.
type ofPath struct {
	Path string `arg:"" help:"The path's name, or its id."`
	place
}

// do asks for something on a path, and prints what came of it.
func (o ofPath) do(ctx context.Context, w life.World, verb string, body func(s session) (map[string]any, error)) error {
	return o.on(ctx, w, func(s session) error {
		p, err := s.path(ctx, o.Path)
		if err != nil {
			return err
		}
		if verb == "" {
			return s.tell(p)
		}
		b, err := body(s)
		if err == nil {
			err = s.post(ctx, "training/paths/"+url.PathEscape(p.ID)+"/"+verb, b, &p)
		}
		if err != nil {
			return err
		}
		return s.tell(p)
	})
}

type pathShow struct{ ofPath }

// Help shows it in use.
func (pathShow) Help() string {
	return help.Examples(`showhow training paths show "New in operations"`)
}

func (c pathShow) Run(ctx context.Context, w life.World) error { return c.do(ctx, w, "", nil) }

// legsOf reads legs as SLUG:STAGE:DAYS.
func legsOf(texts []string) (all []leg, err error) {
	for _, text := range texts {
		parts := strings.Split(text, ":")
		l := leg{}
		ok := len(parts) == 3
		if ok {
			l.Procedure, l.Target = parts[0], parts[1]
			l.Days, err = strconv.Atoi(parts[2])
			ok = err == nil && letters[l.Target] != "" && l.Target != ""
		}
		if !ok {
			return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%q isn't a part of a path.", text), Mend: "Write it as SLUG:STAGE:DAYS, such as deploy-checkout-api:able:30; stages are read, walked, supervised and able."}
		}
		all = append(all, l)
	}
	return all, nil
}

type pathAdd struct {
	Name    string   `arg:"" help:"What people call it."`
	Leg     []string `required:"" help:"A procedure, how far, and how many days from the start it is due; in their order, repeated." placeholder:"SLUG:STAGE:DAYS"`
	Purpose string   `help:"For whom it is." placeholder:"TEXT"`
	place
}

// Help shows it in use.
func (pathAdd) Help() string {
	return help.Examples(`showhow training paths add "New in operations" --leg read-the-runbooks:read:5 --leg deploy-checkout-api:able:30`)
}

func (c pathAdd) Run(ctx context.Context, w life.World) error {
	legs, err := legsOf(c.Leg)
	if err != nil {
		return err
	}
	return c.on(ctx, w, func(s session) error {
		var p path
		if err := s.post(ctx, "training/paths", map[string]any{"name": c.Name, "purpose": c.Purpose, "legs": legs}, &p); err != nil {
			return err
		}
		return s.tell(p)
	})
}

type pathChange struct {
	Leg  []string `required:"" help:"All procedures of the path, as in showhow training paths add." placeholder:"SLUG:STAGE:DAYS"`
	Name string   `help:"Another name." placeholder:"TEXT"`
	ofPath
}

// Help shows it in use.
func (pathChange) Help() string {
	return "Those who are under way go on by what they were put on, until they are brought along (showhow training paths bring).\n\n" + help.Examples(`showhow training paths change "New in operations" --leg deploy-checkout-api:able:40`)
}

func (c pathChange) Run(ctx context.Context, w life.World) error {
	legs, err := legsOf(c.Leg)
	if err != nil {
		return err
	}
	return c.on(ctx, w, func(s session) error {
		p, err := s.path(ctx, c.Path)
		if err != nil {
			return err
		}
		body := map[string]any{"name": p.Name, "purpose": p.Purpose, "legs": legs, "version": p.Version}
		if c.Name != "" {
			body["name"] = c.Name
		}
		if err := s.Call(ctx, remote.Request{Method: http.MethodPut, Path: "training/paths/" + url.PathEscape(p.ID), Body: body, Answer: &p}); err != nil {
			return err
		}
		return s.tell(p)
	})
}

type pathPut struct {
	To         []string  `help:"Who: a name, or an account's id; may be repeated." placeholder:"NAME"`
	Role       string    `help:"Everybody who is ${enum}, those who join later, too." enum:",viewer,editor,reviewer,admin" default:"" placeholder:"ROLE"`
	From       time.Time `help:"The day from which days count (default: today)." format:"2006-01-02" placeholder:"YYYY-MM-DD"`
	Supervisor string    `help:"Who may sign, though not able alone: a name or an id." placeholder:"NAME"`
	ofPath
}

// Help shows it in use.
func (pathPut) Help() string {
	return help.Examples(`showhow training paths put "New in operations" --to "Tom Reed" --supervisor "Ada Stone"`, `showhow training paths put "New in operations" --role viewer`)
}

func (c pathPut) Run(ctx context.Context, w life.World) error {
	return c.do(ctx, w, "people", func(s session) (map[string]any, error) {
		body := map[string]any{}
		who, err := s.accounts(ctx, c.To)
		if err == nil {
			body["supervisor"], err = s.account(ctx, c.Supervisor)
		}
		if len(who) > 0 {
			body["accounts"] = who
		}
		if c.Role != "" {
			body["role"] = c.Role
		}
		if !c.From.IsZero() {
			body["began"] = c.From
		}
		return body, err
	})
}

type pathOff struct {
	Who    string `help:"A name, or an account's id." placeholder:"NAME"`
	Role   string `help:"The role that is put on it: ${enum}." enum:",viewer,editor,reviewer,admin" default:"" placeholder:"ROLE"`
	Reason string `help:"Why." placeholder:"TEXT"`
	ofPath
}

// Help shows it in use.
func (pathOff) Help() string {
	return "What was signed stays.\n\n" + help.Examples(`showhow training paths off "New in operations" --who "Tom Reed" --reason "Went to sales."`)
}

func (c pathOff) Run(ctx context.Context, w life.World) error {
	return c.do(ctx, w, "off", func(s session) (map[string]any, error) {
		body := map[string]any{"reason": c.Reason}
		who, err := s.account(ctx, c.Who)
		if who != "" {
			body["account"] = who
		}
		if c.Role != "" {
			body["role"] = c.Role
		}
		return body, err
	})
}

type pathBring struct {
	Who []string `help:"A name, or an account's id; may be repeated (default: all of them)." placeholder:"NAME"`
	ofPath
}

// Help shows it in use.
func (pathBring) Help() string {
	return "What they have done stays done; what is new to them is due a week from now at the earliest.\n\n" + help.Examples(`showhow training paths bring "New in operations"`)
}

func (c pathBring) Run(ctx context.Context, w life.World) error {
	return c.do(ctx, w, "bring", func(s session) (map[string]any, error) {
		who, err := s.accounts(ctx, c.Who)
		body := map[string]any{}
		if len(who) > 0 {
			body["accounts"] = who
		}
		return body, err
	})
}

type pathEnd struct {
	Reason string `help:"Why." placeholder:"TEXT"`
	ofPath
}

// Help shows it in use.
func (pathEnd) Help() string {
	return "Those who are under way finish theirs.\n\n" + help.Examples(`showhow training paths end "New in operations" --reason "Parted in two."`)
}

func (c pathEnd) Run(ctx context.Context, w life.World) error {
	return c.do(ctx, w, "end", func(session) (map[string]any, error) { return map[string]any{"reason": c.Reason}, nil })
}
