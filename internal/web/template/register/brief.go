package register

import (
	"showhow/internal/sop/brief"
	"showhow/internal/web/template"
)

// Briefs is the list of briefs.
type Briefs struct {
	All  []brief.Brief
	Name func(account string) string
}

// Brief is a brief's page; Of is the name of the process that it belongs to.
type Brief struct {
	brief.Brief
	Of    string
	Saved bool
	template.Fault
}

func briefTitle(p Brief) string {
	if p.ID == "" {
		return "Write a brief"
	}
	return "Brief"
}

func briefAddress(p Brief) string {
	if p.ID == "" {
		return "/briefs"
	}
	return "/briefs/" + p.ID
}
