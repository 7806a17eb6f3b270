package figure

import stat "showhow/internal/figure"

// Leaving is what doesn't count, with the form by which something is left out: At is the page's address.
type Leaving struct {
	LeftOut []stat.LeftOut
	At      string
	Judges  bool
	Typed   map[string]string
}

// OfProcess is the page of what was told of a process.
type OfProcess struct {
	stat.ProcessReport
	Measured []FigureOf
	// At is the page's address; Judges says that whoever looks may leave something out.
	At     string
	Judges bool
	Saved  bool
	Typed  map[string]string
}

// alone are a process's measures, for a table without pictures.
func alone(r stat.ProcessReport) (all []FigureOf) {
	for _, m := range r.Figures {
		all = append(all, FigureOf{Measured: m.Measured(), Alone: true})
	}
	return all
}
