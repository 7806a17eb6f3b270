package current

import (
	"time"

	"showhow/internal/sop/feedback"
	"showhow/internal/web/template"
)

// Say is how a step's page takes what is said of the step.
type Say struct {
	// Action is where it is sent; empty where nothing is taken. Number is the revision that is read, Execution the one that is carried out; 0 and empty for none.
	Action    string
	Number    int
	Execution string
	// Said is the step of which whoever looks has just said something.
	Said string
	// Open counts, by step, what nobody has closed; it leads to Queue.
	Open  map[string]int
	Queue string
	Most  int
}

// sayWords are the kinds in words.
var sayWords = map[feedback.Kind]string{feedback.Good: "Good", feedback.Unclear: "Unclear", feedback.Wrong: "Wrong", feedback.Outdated: "Outdated"}

// howWords are what became of it, in words.
var howWords = map[feedback.How]string{feedback.Mended: "Mended", feedback.Answered: "Answered", feedback.Declined: "Nothing comes of it", feedback.Threaded: "It goes on in a thread"}

// hows are those that somebody chooses from, as a form names them.
var hows = []struct {
	How   feedback.How
	Words string
}{{feedback.Mended, "It’s mended"}, {feedback.Answered, "The step is right"}, {feedback.Declined, "Nothing comes of it"}}

// Feedback is the page with the list of feedback.
type Feedback struct {
	Show, Procedure, Title string
	Kind                   feedback.Kind
	All                    []SaidCard
	// More says that there is more than is shown.
	More bool
	// Writes says that whoever looks answers; Manages that they say who may say something.
	Writes, Manages bool
	feedback.Setting
	Now time.Time
	template.Fault
	Saved bool
}

// SaidCard is what was said, as its card shows it.
type SaidCard struct {
	feedback.Feedback
	// Procedure is the procedure's title and At its address; Place where the step is now, Since what became of it since, in words.
	Procedure, At, Place, Since string
	// Step leads to the step as it was read, Edit to where it is changed; empty when it is gone.
	Read, Edit string
	Name       func(account string) string
	Now        time.Time
	Writes     bool
}

// who said it.
func (s SaidCard) who() string {
	switch {
	case s.By != "":
		return s.Name(s.By)
	case s.Source == "share":
		return "Somebody without an account"
	}
	return "Somebody who was erased"
}

// where it was said, behind who.
func (s SaidCard) where() string {
	switch s.Source {
	case "execution":
		return "while carrying it out"
	case "share":
		return "on a shared page"
	case "api":
		return "by program"
	}
	return "while reading"
}

// FeedbackShows are the ways in which it is looked through; others than Mine are for those who answer.
var FeedbackShows = []struct{ Value, Words string }{{"open", "Open"}, {"closed", "Closed"}, {"all", "All"}, {"mine", "What you said"}}

// SaidOnce is the page that somebody without an account sees after they said something, and when they look at it again.
type SaidOnce struct {
	SaidCard
	// Link is the address by which it is looked at again; told once.
	Link string
	// Back is the shared page.
	Back string
}

// none says that there is none.
func (p Feedback) none() string {
	switch {
	case p.Show == "mine":
		return "You have said nothing of any step yet."
	case p.Show == "open":
		return "Nothing waits for an answer."
	}
	return "There is none."
}
