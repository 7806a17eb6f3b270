package training

import (
	"cmp"
	"slices"
	"time"
)

// Kept is a cell as it is kept beside what it was made of, so that those of all procedures can be counted.
type Kept struct {
	Procedure, Account string
	Able, Refresh      bool
	// Until is when an ability lapses by itself; zero for never. Due is until when it should be done what isn't yet; zero for nothing.
	Until, Due time.Time
}

// Kept are the cells of all who have begun, by procedure and account.
func (m *Matrix) Kept() (all []Kept) {
	for at, c := range m.cells {
		if !c.Begun {
			continue
		}
		k := Kept{Procedure: at.procedure, Account: at.account, Able: c.Alone(), Refresh: c.Refresh != ""}
		if k.Able {
			k.Until = c.Until
		}
		if c.Task != nil && !c.Done {
			k.Due = c.Due
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b Kept) int {
		return cmp.Or(cmp.Compare(a.Procedure, b.Procedure), cmp.Compare(a.Account, b.Account))
	})
	return all
}

// Count is of how many procedures somebody is where: able alone, to refresh it, still learning; and how many they should have learnt by now.
type Count struct{ Able, Refresh, Learning, Late int }
