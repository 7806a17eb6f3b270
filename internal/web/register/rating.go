package register

import (
	"math"
	"net/http"
	"strconv"
	"time"

	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/register"
)

// ratings are what others say of a process, each as a dot, with the team's own value beside.
func ratings(all []register.Rating, is *register.Process, now time.Time) pages.Ratings {
	out := pages.Ratings{All: all, Now: now}
	at := func(x float64) float64 { return 20 + (x-1)*260/(register.Most-1) }
	able := func(x float64) float64 { return 20 + min(x, 8)*260/8 }
	often := func(year float64) float64 { return 20 + (x(year)-x(seldom))*260/(x(hourly)-x(seldom)) }
	add := func(words string, s register.Spread, place func(float64) float64, own float64, known bool) {
		s = s.Beside(own, known)
		if s.N() == 0 {
			return
		}
		k := pages.Scale{Words: words, Says: s.Words, N: s.N(), Apart: s.Apart || s.Off, Own: -1}
		for i, v := range s.Values {
			y := 28.0
			for j := range i { // those of one value stand above each other
				if math.Abs(place(s.Values[j])-place(v)) < 1 {
					y -= 9
				}
			}
			k.Dots = append(k.Dots, [2]float64{place(v), max(5, y)})
		}
		if known {
			k.Own = place(own)
		}
		out.Scales = append(out.Scales, k)
	}
	add("How bad a failure is, 1 to 5", register.SaidSeverity(all), at, float64(is.Severity), is.Severity > 0)
	add("How often it is done, logarithmic", register.SaidFrequency(all), often, is.Frequency.Year(), is.Frequency.Known())
	own := 0.0
	if is.Able != nil {
		own = float64(*is.Able)
	}
	add("How many can do it alone, 0 to 8", register.SaidAble(all), able, own, is.Able != nil)
	return out
}

// Ask makes a link by which somebody rates a process, and shows it once.
func (p *Pages) Ask(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	days, _ := strconv.Atoi(r.FormValue("days"))
	_, secret, err := p.Desk.Ask(r.Context(), p.Actor(r), deskregister.Asking{Process: r.PathValue("process"), For: r.FormValue("for"), Life: time.Duration(days) * 24 * time.Hour})
	if err != nil {
		if sop.CodeOf(err) != sop.Invalid {
			return err
		}
		status, fault := p.Told(err)
		return p.show(w, r, pages.Process{Fault: fault}, status)
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.show(w, r, pages.Process{Link: p.Base(r) + "/rate/" + secret, LinkFor: r.FormValue("for")}, http.StatusOK)
}

// Unask ends a link, or takes what was said by it out.
func (p *Pages) Unask(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	link := register.Rating{ID: r.PathValue("link"), Process: r.PathValue("process")}
	if err := p.Desk.Unask(r.Context(), p.Actor(r), link, r.FormValue("do") == "forget"); err != nil {
		return err
	}
	http.Redirect(w, r, "/processes/"+link.Process, http.StatusSeeOther)
	return nil
}

// Rating shows the questions to whoever has a link, with what they said before.
func (p *Pages) Rating(w http.ResponseWriter, r *http.Request) error {
	return p.asks(w, r, pages.Rating{Saved: r.URL.Query().Has("saved")}, http.StatusOK)
}

func (p *Pages) asks(w http.ResponseWriter, r *http.Request, page pages.Rating, status int) error {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Cache-Control", "no-store")
	is, of, err := p.Desk.Asked(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	if page.Is.ID == "" {
		page.Is, page.Form = is, blank(register.Process{Severity: is.Severity, Frequency: is.Frequency, Able: is.Able, Description: is.Why})
	}
	people, err := p.Library.Members(r.Context(), is.Workspace)
	if err != nil {
		return err
	}
	for _, m := range people {
		if m.ID == is.Creator {
			page.By = m.Name
		}
	}
	page.Name, page.About, page.At = of.Name, of.Description, "/rate/"+r.PathValue("secret")
	return p.Show(w, r, status, pages.RatingPage(template.Frame{Static: p.Frame(r).Static}, page))
}

// Rate writes down what whoever has a link says.
func (p *Pages) Rate(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	is, _, err := p.Desk.Asked(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	f, err := typed(r, register.Process{})
	if err == nil {
		_, err = p.Desk.Rate(r.Context(), r.PathValue("secret"), register.Rating{Severity: f.Severity, Frequency: f.Frequency, Able: f.Process.Able, Why: r.FormValue("why")})
	}
	if err != nil {
		if code := sop.CodeOf(err); code != sop.Invalid && code != sop.TooMany {
			return err
		}
		status, fault := p.Told(err)
		f.Description = r.FormValue("why")
		return p.asks(w, r, pages.Rating{Is: is, Form: f, Fault: fault}, status)
	}
	http.Redirect(w, r, "/rate/"+r.PathValue("secret")+"?saved", http.StatusSeeOther)
	return nil
}
