package sop

// Schema is the version of the form that Revision has in JSON; docs/sop.schema.json describes it.
const Schema = "showhow/sop/v1"

// Revision is one immutable state of a procedure: what `showhow draft` writes as sop.json.
type Revision struct {
	Schema string `json:"schema"`
	// Number counts the revisions of the procedure from 1.
	Number int `json:"number"`
	// Template is the name of the template it was drafted with.
	Template  string `json:"template"`
	Generator string `json:"generator"` // "showhow 0.1.0"
	// Recording and Media tell of the recording it was drafted from; Limits are what could not be done with it, as sentences
	// for the reader ("The recording has no sound: drafted from the screen alone.").
	Recording Recording `json:"recording"`
	Media     Media     `json:"media"`
	Limits    []string  `json:"limits"`
	// Later are the recordings with which it was recorded again, in the order in which they came.
	Later []Reel `json:"later,omitempty"`

	Title         Claim       `json:"title"`
	Purpose       []Claim     `json:"purpose"`
	Audience      []Claim     `json:"audience"`
	Prerequisites []Claim     `json:"prerequisites"`
	Parameters    []Parameter `json:"parameters"`
	Success       []Claim     `json:"success_criteria"`
	Sections      []Section   `json:"sections"`
	Gaps          []Gap       `json:"gaps"`

	// Transcript is the narration as it was used, masked; Actions are all that were seen, undone ones too.
	Transcript Transcript  `json:"transcript"`
	Actions    []Action    `json:"actions"`
	Redactions []Redaction `json:"redactions"`
}

// Reel is a recording with which a procedure was recorded again. All recordings of a procedure are on one clock: the moments of a later one go on
// where those of the ones before end.
type Reel struct {
	// From is where it begins on that clock.
	From      Moment    `json:"from"`
	Recording Recording `json:"recording"`
	Media     Media     `json:"media"`
	// Draft is the id of the procedure that was drafted from it, and Number the revision by which its steps came in.
	Draft  string `json:"draft"`
	Number int    `json:"number"`
}

// Reel tells which of its recordings a moment is of, from 0 for the first, the moment on the clock of that one, and what probe says of it.
func (r *Revision) Reel(at Moment) (n int, own Moment, m *Media) {
	n, own, m = 0, at, &r.Media
	for i := range r.Later {
		if l := &r.Later[i]; at >= l.From {
			n, own, m = i+1, at-l.From, &l.Media
		}
	}
	return n, own, m
}

// End is where the clock of all its recordings ends; 0 when the length of the last isn't known.
func (r *Revision) End() Moment {
	if n := len(r.Later); n > 0 && r.Later[n-1].Media.Duration > 0 {
		return r.Later[n-1].From + r.Later[n-1].Media.Duration
	} else if n > 0 {
		return 0
	}
	return r.Media.Duration
}

// StepCount is how many steps it has in all.
func (r *Revision) StepCount() (n int) {
	for _, s := range r.Sections {
		n += len(s.Steps)
	}
	return n
}

// SectionKind is the part of an SOP.
type SectionKind string

// The sections, in the order in which they stand.
const (
	Prepare     SectionKind = "prepare"
	Perform     SectionKind = "perform"
	Verify      SectionKind = "verify"
	RollBack    SectionKind = "roll_back"
	Communicate SectionKind = "communicate"
)

// Section is a group of steps under a heading.
type Section struct {
	Kind  SectionKind `json:"kind"`
	Title string      `json:"title"` // the template's heading for the kind, e.g. "Verify"
	// Intro is what was said about the section as a whole.
	Intro []Claim `json:"intro,omitempty"`
	Steps []Step  `json:"steps"`
}

// StepKind says how a step is carried out.
type StepKind string

// The kinds of step.
const (
	StepScreen  StepKind = "screen"  // clicks and entries
	StepCommand StepKind = "command" // one or more commands
	StepCheck   StepKind = "check"   // look and compare
	StepWait    StepKind = "wait"
	StepManual  StepKind = "manual" // only spoken of, not shown
)

// Step is one numbered instruction.
type Step struct {
	// Key is the step's own name for ever: it stays from revision to revision.
	Key      string    `json:"key"`
	Kind     StepKind  `json:"kind"`
	Title    Claim     `json:"title"` // imperative: "Click **Build Now**."
	Detail   []Claim   `json:"detail,omitempty"`
	Why      []Claim   `json:"why,omitempty"`
	Commands []Command `json:"commands,omitempty"`
	Figures  []Figure  `json:"figures,omitempty"`
	Expected []Claim   `json:"expected,omitempty"`
	Callouts []Callout `json:"callouts,omitempty"`
	Links    []Link    `json:"links,omitempty"`
	Conduct  *Conduct  `json:"conduct,omitempty"` // nil for a step that is simply done
	// Actions are the IDs of the actions it is made of, the anchor first.
	Actions  []string `json:"actions,omitempty"`
	Evidence Evidence `json:"evidence"`
}

// Conduct is what carrying a step out asks for. Wait is in seconds, Failed the step to go on with when it fails, Procedure the slug of one to be carried out here.
type Conduct struct {
	Branches []Branch `json:"branches,omitempty"` // answers, one of which has to be given
	// Value has to be observed, letter by letter; Wants have to be kept as evidence ("text", "picture"); another person with at least the role Approver approves.
	Value     *Claim   `json:"value,omitempty"`
	Wants     []string `json:"wants,omitempty"`
	Approver  string   `json:"approver,omitempty"`
	Wait      int      `json:"wait,omitempty"`
	Failed    string   `json:"failed,omitempty"`
	Procedure string   `json:"procedure,omitempty"`
	Revision  int      `json:"revision,omitempty"`
}

// Branch is an answer, and the key of the step that it leads to; empty for the next one.
type Branch struct {
	Claim
	To string `json:"to,omitempty"`
}

// CommandClass says what a command does to the system.
type CommandClass string

// The classes, from harmless to dangerous.
const (
	Reads    CommandClass = "reads"
	Changes  CommandClass = "changes"
	Destroys CommandClass = "destroys"
)

// Command is an exact command of a step.
type Command struct {
	// Text is the command with masked secrets and, where a parameter is used, its placeholder.
	Text string `json:"text"`
	// Shell is as in CommandLine; it chooses the syntax of the code block.
	Shell string       `json:"shell"`
	Class CommandClass `json:"class,omitempty"`
	// Context is where it ran, from the prompt: "deploy@bastion:~/app"; empty when not known.
	Context string `json:"context,omitempty"`
	// Output is what it printed, masked; Cut is how many lines were left out in its middle.
	Output []string `json:"output,omitempty"`
	Cut    int      `json:"cut,omitempty"`
	// Exit is its exit status in the recording, when known.
	Exit *int `json:"exit,omitempty"`
	// Doubts are the characters of Text that are not sure.
	Doubts []Doubt `json:"doubts,omitempty"`
	// Broken is why it doesn't parse as its shell's language; empty when it does or wasn't tried.
	Broken   string   `json:"broken,omitempty"`
	Evidence Evidence `json:"evidence"`
	Unsure   string   `json:"unsure,omitempty"`
}

// MarkKind is the form of a mark.
type MarkKind string

// The kinds of mark.
const (
	MarkBox    MarkKind = "box"
	MarkNumber MarkKind = "number"
	MarkArrow  MarkKind = "arrow"
	MarkText   MarkKind = "text"
	MarkBlur   MarkKind = "blur"
)

// Mark is drawn upon a figure. Boxes and points are in pixels of the recording (of a picture that somebody brought, in its own), not of the crop.
type Mark struct {
	Kind MarkKind `json:"kind"`
	Box  *Box     `json:"box,omitempty"`
	// Point is where a number stands, an arrow points, or a text begins at its upper left; From is where an arrow begins, without it at the
	// lower right of Point.
	Point  *Point `json:"point,omitempty"`
	From   *Point `json:"from,omitempty"`
	Number int    `json:"number,omitempty"`
	// Label names what is marked; of a text it is what stands there.
	Label    string   `json:"label,omitempty"`
	Evidence Evidence `json:"evidence"`
	Unsure   string   `json:"unsure,omitempty"`
}

// Figure is a picture of the recording with marks, or one that somebody brought: its evidence is then the author's, and its pixels are its own.
type Figure struct {
	// Image is the file's name in images/; empty until the pictures are written.
	Image string `json:"image"`
	// At is the moment of the picture; Crop the part of it that is shown; Width and Height the written picture's pixels.
	At     Moment `json:"at"`
	Crop   Box    `json:"crop"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	// Alt describes it for those who can't see it. Text is what was read in it, masked, line by line: by it the picture is found. It rests on the figure's own evidence.
	Alt      Claim    `json:"alt"`
	Text     string   `json:"text,omitempty"`
	Marks    []Mark   `json:"marks,omitempty"`
	Evidence Evidence `json:"evidence"`
}

// CalloutKind is the gravity of a callout.
type CalloutKind string

// The kinds of callout, gravest first.
const (
	Warning CalloutKind = "warning"
	Caution CalloutKind = "caution"
	Note    CalloutKind = "note"
	Tip     CalloutKind = "tip"
)

// Callout is a remark set apart.
type Callout struct {
	Kind CalloutKind `json:"kind"`
	Claim
}

// Link is an address that was seen or spoken.
type Link struct {
	URL      string   `json:"url"`
	Text     string   `json:"text,omitempty"`
	Evidence Evidence `json:"evidence"`
}

// Parameter is something that differs from use to use.
type Parameter struct {
	// Name is in capitals: "VERSION"; in commands it stands as <VERSION>.
	Name string `json:"name"`
	// Example is the value in the recording; empty for a secret.
	Example string `json:"example,omitempty"`
	Secret  bool   `json:"secret,omitempty"`
	// About says what it is, when that was said or seen.
	About    *Claim   `json:"about,omitempty"`
	Evidence Evidence `json:"evidence"`
}

// Gap is a part that the template asks for and the recording did not give. Its words are the template's and the page
// shows them as a question to the author, never as part of the procedure.
type Gap struct {
	// Part is the field or section that lacks: "purpose", "roll_back", …
	Part     string `json:"part"`
	Text     string `json:"text"`     // "Rollback: not shown in the recording."
	Question string `json:"question"` // "How is this undone when it fails?"
}
