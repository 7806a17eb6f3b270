// Package current holds the nouns of keeping procedures current: what waits for somebody, and why a procedure is to be looked at again. The rules are in desk/current.
package current

// Line is one thing that waits for somebody.
type Line struct {
	// Key is what a verb on it is told, such as a procedure's slug; Href where it leads, below the workspace's root.
	Key   string `json:"key,omitempty"`
	Href  string `json:"href"`
	Title string `json:"title"`
	// Words say what is wanted of it, and since when or until when.
	Words string `json:"words"`
	Late  bool   `json:"late,omitempty"`
}

// Part is one kind of thing that waits, with the lines of it.
type Part struct {
	// Key names the part for programs and in the page's address; Title is its heading, Why one sentence below it.
	Key   string `json:"key"`
	Title string `json:"title"`
	Why   string `json:"why,omitempty"`
	// Href and More lead to all of it, where there is a page for that.
	Href  string `json:"href,omitempty"`
	More  string `json:"-"`
	Lines []Line `json:"lines"`
	// Beyond is how many there are beside those lines.
	Beyond int `json:"beyond,omitempty"`
	// Others says that it waits for others: it is whoever asks who has it done.
	Others bool `json:"others,omitempty" doc:"it doesn't wait for you but for others: it is yours to have it done"`
	// Hands says that what stands in it can be handed over to somebody.
	Hands bool `json:"-"`
}

// MostLines is how many lines a part has at most.
const MostLines = 50

// Add adds a line, or counts it when there are enough.
func (p *Part) Add(l Line) {
	if len(p.Lines) >= MostLines {
		p.Beyond++
		return
	}
	p.Lines = append(p.Lines, l)
}
