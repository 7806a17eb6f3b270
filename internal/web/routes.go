package web

import (
	"net/http"
	"slices"

	"showhow/internal/desk"
	"showhow/internal/web/approval"
	"showhow/internal/web/bell"
	"showhow/internal/web/current"
	"showhow/internal/web/door"
	"showhow/internal/web/editor"
	"showhow/internal/web/execution"
	"showhow/internal/web/figure"
	"showhow/internal/web/glossary"
	"showhow/internal/web/proof"
	"showhow/internal/web/register"
	"showhow/internal/web/retake"
	"showhow/internal/web/run"
	"showhow/internal/web/shelf"
	"showhow/internal/web/talk"
	"showhow/internal/web/tape"
	"showhow/internal/web/thanks"
	"showhow/internal/web/training"
)

// address is one that pages answer.
type address[P any] = struct {
	// Method is empty for all of them; GET answers HEAD as well.
	Method, Pattern string
	// Act is what the one who asks has to be allowed; empty for what everybody may have.
	Act desk.Act
	// Do answers; an error of it becomes a page.
	Do answer[P]
}

// route is an address of the site.
type route address[site]

// routes are the whole site.
var routes = slices.Concat([]route{
	{"GET", "/{$}", desk.Read, shelved((*shelf.Pages).List)},
	{"POST", "/tags", desk.Write, shelved((*shelf.Pages).Tag)},
	{"POST", "/s/{slug}/tags", desk.Write, shelved((*shelf.Pages).TagOne)},
	{"GET", "/events", desk.Read, drafted((*run.Pages).LibraryEvents)},
	{"GET", "/new", desk.Record, drafted((*run.Pages).NewPage)},
	{"POST", "/new", desk.Record, drafted((*run.Pages).Receive)},
	{"POST", "/sample", desk.Record, drafted((*run.Pages).TrySample)},
	{"GET", "/new/{upload}", desk.Record, drafted((*run.Pages).Arrived)},
	{"GET", "/record", desk.Record, recorded((*tape.Pages).Page)},
	{"POST", "/record/{upload}/marks", desk.Record, recorded((*tape.Pages).Mark)},
	{"POST", "/record/{upload}/draft", desk.Record, recorded((*tape.Pages).Draft)},
	{"POST", "/record/{upload}/discard", desk.Record, recorded((*tape.Pages).Discard)},
	{"", "/uploads/", desk.Record, (*site).uploads},
	{"GET", "/runs/{run}", desk.Read, drafted((*run.Pages).Run)},
	{"GET", "/runs/{run}/events", desk.Read, drafted((*run.Pages).RunEvents)},
	{"POST", "/runs/{run}/cancel", desk.Record, drafted((*run.Pages).Cancel)},
	{"POST", "/runs/{run}/retry", desk.Record, drafted((*run.Pages).Retry)},
	{"GET", "/s/{slug}", desk.Read, (*site).procedure},
	{"GET", "/s/{slug}/sop.md", desk.Read, (*site).markdown},
	{"GET", "/s/{slug}/sop.zip", desk.Read, (*site).packed},
	{"GET", "/s/{slug}/sop.html", desk.Read, (*site).html},
	{"GET", "/s/{slug}/sop.json", desk.Read, (*site).json},
	{"GET", "/s/{slug}/pictures/{kind}/{name}", desk.Read, (*site).picture},
	{"GET", "/s/{slug}/preview.mp4", desk.Read, (*site).preview},
	{"GET", "/s/{slug}/captions.vtt", desk.Read, (*site).captions},
	{"GET", "/s/{slug}/copy", desk.Write, (*site).copy},
	{"POST", "/s/{slug}/changes", desk.Write, (*site).change},
	{"GET", "/s/{slug}/changes/events", desk.Write, (*site).copyEvents},
	{"POST", "/s/{slug}/harmless", desk.Write, pictured((*editor.Pages).SayHarmless)},
	{"POST", "/s/{slug}/harmless/{said}/back", desk.Write, pictured((*editor.Pages).TakeBackHarmless)},
	{"POST", "/s/{slug}/takes", desk.Write, pictured((*editor.Pages).Ask)},
	{"GET", "/s/{slug}/takes/{take}", desk.Write, pictured((*editor.Pages).State)},
	{"GET", "/s/{slug}/takes/{take}/frame", desk.Write, pictured((*editor.Pages).Frame)},
	{"POST", "/s/{slug}/own", desk.Write, pictured((*editor.Pages).Bring)},
	{"GET", "/s/{slug}/revisions", desk.Read, (*site).revisions},
	{"POST", "/s/{slug}/revisions", desk.Write, (*site).nameRevision},
	{"GET", "/s/{slug}/revisions/{number}", desk.Read, (*site).procedure},
	{"POST", "/s/{slug}/revisions/{number}/restore", desk.Write, (*site).restore},
	{"GET", "/s/{slug}/compare", desk.Read, (*site).compare},
	{"GET", "/s/{slug}/retake", desk.Write, again((*retake.Pages).Begin)},
	{"GET", "/s/{slug}/retake/{draft}", desk.Write, again((*retake.Pages).Look)},
	{"POST", "/s/{slug}/retake/{draft}", desk.Write, again((*retake.Pages).Take)},
	{"GET", "/reviews", desk.Read, lived((*approval.Pages).Queue)},
	{"GET", "/policy", desk.Manage, lived((*approval.Pages).PolicyPage)},
	{"POST", "/policy", desk.Manage, lived((*approval.Pages).Policy)},
	{"GET", "/s/{slug}/approval", desk.Read, lived((*approval.Pages).Page)},
	{"POST", "/s/{slug}/approval/send", desk.Write, lived((*approval.Pages).Send)},
	{"POST", "/s/{slug}/approval/{review}/decide", desk.Judge, lived((*approval.Pages).Decide)},
	{"POST", "/s/{slug}/approval/{review}/waive", desk.Judge, lived((*approval.Pages).Waive)},
	{"POST", "/s/{slug}/approval/{review}/follow-up", desk.Judge, lived((*approval.Pages).FollowUp)},
	{"POST", "/s/{slug}/approval/{review}/withdraw", desk.Write, lived((*approval.Pages).Withdraw)},
	{"POST", "/s/{slug}/approval/reaffirm", desk.Judge, lived((*approval.Pages).Reaffirm)},
	{"POST", "/s/{slug}/approval/suspend", desk.Write, lived((*approval.Pages).Suspend)},
	{"POST", "/s/{slug}/approval/resume", desk.Judge, lived((*approval.Pages).Resume)},
	{"POST", "/s/{slug}/approval/retire", desk.Judge, lived((*approval.Pages).Retire)},
	{"POST", "/s/{slug}/approval/unretire", desk.Judge, lived((*approval.Pages).Unretire)},
	{"POST", "/s/{slug}/approval/class", desk.Judge, lived((*approval.Pages).Class)},

	{"GET", "/executions", desk.Read, carried((*execution.Pages).List)},
	{"GET", "/s/{slug}/executions", desk.Read, carried((*execution.Pages).List)},
	{"GET", "/s/{slug}/run", desk.Carry, carried((*execution.Pages).StartPage)},
	{"POST", "/s/{slug}/run", desk.Carry, carried((*execution.Pages).Start)},
	{"GET", "/s/{slug}/{step}", desk.Read, carried((*execution.Pages).Step)},
	{"GET", "/executions/{execution}", desk.Read, carried((*execution.Pages).Page)},
	{"GET", "/executions/{execution}/events", desk.Read, carried((*execution.Pages).Live)},
	{"POST", "/executions/{execution}/do", desk.Carry, carried((*execution.Pages).Do)},
	{"POST", "/executions/{execution}/sync", desk.Carry, carried((*execution.Pages).Sync)},
	{"POST", "/executions/{execution}/evidence", desk.Carry, carried((*execution.Pages).Keep)},
	{"POST", "/executions/{execution}/pictures", desk.Carry, carried((*execution.Pages).Picture)},
	{"GET", "/executions/{execution}/evidence/{picture}", desk.Read, carried((*execution.Pages).Evidence)},
	{"GET", "/executions/{execution}/time-line", desk.Read, carried((*execution.Pages).TimeLine)},
	{"GET", "/executions/{execution}/report.md", desk.Read, carried((*execution.Pages).Report)},
	{"GET", "/executions/{execution}/report.json", desk.Read, carried((*execution.Pages).ReportJSON)},

	{"GET", "/glossary", desk.Read, names((*glossary.Pages).List)},
	{"POST", "/glossary", desk.Write, names((*glossary.Pages).Add)},
	{"POST", "/glossary/forget", desk.Write, names((*glossary.Pages).Forget)},
	{"GET", "/s/{slug}/shares", desk.Share, people((*door.Pages).Shares)},
	{"POST", "/s/{slug}/shares", desk.Share, people((*door.Pages).Share)},
	{"POST", "/s/{slug}/shares/{share}/revoke", desk.Share, people((*door.Pages).Unshare)},
	{"GET", "/shared/{secret}", "", (*site).shared},
	{"GET", "/shared/{secret}/pictures/{kind}/{name}", "", (*site).sharedPicture},
	{"GET", "/sign-in", "", people((*door.Pages).SignInPage)},
	{"POST", "/sign-in", "", people((*door.Pages).SignIn)},
	{"GET", "/sign-in/provider", "", people((*door.Pages).Away)},
	{"GET", "/sign-in/return", "", people((*door.Pages).Return)},
	{"POST", "/sign-out", desk.Self, people((*door.Pages).SignOut)},
	{"GET", "/first", desk.Manage, people((*door.Pages).FirstPage)},
	{"POST", "/first", desk.Manage, people((*door.Pages).First)},
	{"GET", "/invited/{secret}", "", people((*door.Pages).InvitedPage)},
	{"POST", "/invited/{secret}", "", people((*door.Pages).Invited)},

	{"GET", "/people", desk.Manage, people((*door.Pages).People)},
	{"POST", "/people", desk.Manage, people((*door.Pages).Invite)},
	{"POST", "/people/{account}/role", desk.Manage, people((*door.Pages).SetRole)},
	{"POST", "/people/{account}/disable", desk.Manage, people((*door.Pages).Disable)},
	{"POST", "/people/{account}/enable", desk.Manage, people((*door.Pages).Enable)},
	{"POST", "/people/{account}/reset", desk.Manage, people((*door.Pages).Reset)},
	{"POST", "/people/{account}/erase", desk.Manage, people((*door.Pages).Erase)},
	{"POST", "/people/{account}/remove", desk.Manage, people((*door.Pages).Remove)},
	{"GET", "/workspaces", desk.Serve, people((*door.Pages).Workspaces)},
	{"POST", "/workspaces", desk.Serve, people((*door.Pages).AddWorkspace)},
	{"POST", "/workspaces/{workspace}/name", desk.Serve, people((*door.Pages).NameWorkspace)},
	{"POST", "/workspaces/{workspace}/quota", desk.Serve, people((*door.Pages).BoundWorkspace)},
	{"POST", "/workspaces/{workspace}/archive", desk.Serve, people((*door.Pages).Archive)},
	{"POST", "/workspaces/{workspace}/open", desk.Serve, people((*door.Pages).Open)},

	{"GET", "/account", desk.Self, people((*door.Pages).Account)},
	{"POST", "/account/name", desk.Self, people((*door.Pages).Rename)},
	{"POST", "/account/password", desk.Self, people((*door.Pages).ChangePassword)},
	{"POST", "/account/identity", desk.Self, people((*door.Pages).LinkPage)},
	{"POST", "/account/sessions/end-others", desk.Self, people((*door.Pages).EndOthers)},
	{"POST", "/account/sessions/{session}/end", desk.Self, people((*door.Pages).EndSession)},
	{"POST", "/account/tokens", desk.Self, people((*door.Pages).AddToken)},
	{"POST", "/account/tokens/{token}/revoke", desk.Self, people((*door.Pages).RevokeToken)},

	{"GET", "/trail", desk.Audit, people((*door.Pages).Trail)},
	{"GET", "/static/{name}", "", func(s *site, w http.ResponseWriter, r *http.Request) error { return s.files.Serve(w, r) }},
	{"GET", "/livez", "", (*site).health},
},
	// those that the pages of a kind name themselves
	all(func(s *site) *proof.Pages { return s.Proof }, proof.Routes),
	all(func(s *site) *talk.Pages { return s.talk }, talk.Routes),
	all(func(s *site) *register.Pages { return s.Register }, register.Routes),
	all(func(s *site) *current.Pages { return s.Current }, current.Routes),
	all(func(s *site) *figure.Pages { return s.Figures }, figure.Routes),
	all(func(s *site) *training.Pages { return s.Training }, training.Routes),
	all(func(s *site) *thanks.Pages { return s.Thanks }, thanks.Routes),
	all(func(s *site) *bell.Pages { return s.bell }, bell.Routes),
)

// answer answers a request; an error of it becomes a page.
type answer[P any] = func(*P, http.ResponseWriter, *http.Request) error

// of makes answers of a room's those of the site.
func of[P any](room func(*site) *P) func(answer[P]) answer[site] {
	return func(do answer[P]) answer[site] {
		return func(s *site, w http.ResponseWriter, r *http.Request) error { return do(room(s), w, r) }
	}
}

// all makes the addresses that a room names itself those of the site.
func all[P any, R ~address[P]](room func(*site) *P, named []R) (out []route) {
	for _, r := range named {
		x := address[P](r)
		out = append(out, route{x.Method, x.Pattern, x.Act, of(room)(x.Do)})
	}
	return out
}

// The rooms of the pages.
var (
	people   = of(func(s *site) *door.Pages { return s.people })
	pictured = of(func(s *site) *editor.Pages { return s.Pictures })
	names    = of(func(s *site) *glossary.Pages { return s.names })
	shelved  = of(func(s *site) *shelf.Pages { return s.shelf })
	drafted  = of(func(s *site) *run.Pages { return s.runs })
	recorded = of(func(s *site) *tape.Pages { return s.tape })
	again    = of(func(s *site) *retake.Pages { return s.Retakes })
	lived    = of(func(s *site) *approval.Pages { return s.life })
	carried  = of(func(s *site) *execution.Pages { return s.Executions })
)

// handler puts the routes behind what holds for all of them.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		pattern := r.Pattern
		if r.Method != "" {
			pattern = r.Method + " " + pattern
		}
		mux.Handle(pattern, s.guarded(r))
	}
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(s.crossSite))
	return s.logged(s.secured(cross.Handler(s.found(mux))))
}

// guarded lets those to a route who may do its act, and makes a page of its error.
func (s *site) guarded(to route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to.Act != "" {
			a, err := s.allowed(r, to.Act)
			if err != nil {
				s.fault(w, r, err)
				return
			}
			r = r.WithContext(withActor(r.Context(), a))
		}
		if err := to.Do(s, w, r); err != nil {
			s.fault(w, r, err)
		}
	})
}

// allowed is who asks, when they may do the act.
func (s *site) allowed(r *http.Request, act desk.Act) (desk.Actor, error) {
	a, err := s.Whose(r)
	if err != nil {
		return a, err
	}
	return a, a.May(act)
}

// uploads hands on to what takes uploads in.
func (s *site) uploads(w http.ResponseWriter, r *http.Request) error {
	s.Uploads.ServeHTTP(w, r)
	return nil
}

// health says that the program answers.
func (s *site) health(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte("ok\n"))
	return err
}
