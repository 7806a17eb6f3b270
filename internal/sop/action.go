package sop

// ActionKind is the verb of an action.
type ActionKind string

// The kinds of action.
const (
	Click      ActionKind = "click"
	Type       ActionKind = "type"
	Select     ActionKind = "select"
	Open       ActionKind = "open" // an address was opened
	Switch     ActionKind = "switch"
	Scroll     ActionKind = "scroll"
	RunCommand ActionKind = "command"
	Wait       ActionKind = "wait"
	Check      ActionKind = "check"
)

// Action is one thing that was done, as the screen shows it.
type Action struct {
	// ID is "a1", "a2", … in order of time.
	ID   string     `json:"id"`
	Kind ActionKind `json:"kind"`
	// At is the instant it was done: the button pressed, Enter pressed, the first letter typed.
	At Moment `json:"at"`
	// Span runs from its first sign to the settled effect.
	Span Span `json:"span"`
	// Label names the target: the button's or field's label, the window switched to, the address opened.
	Label string `json:"label,omitempty"`
	// Row is what stands first in the target's row, when the target has no name of its own: an icon at the end of a
	// table's row is told by it.
	Row string `json:"row,omitempty"`
	// Element is the kind of the target.
	Element ElementKind `json:"element,omitempty"`
	// Text is what was typed or chosen.
	Text string `json:"text,omitempty"`
	// Point is where the pointer stood; Box is the target's box.
	Point *Point `json:"point,omitempty"`
	Box   *Box   `json:"box,omitempty"`
	// Before is the moment of the last picture before the screen reacted, After of the first settled one behind it.
	Before Moment `json:"before"`
	After  Moment `json:"after"`
	// Command is set for kind command.
	Command *CommandLine `json:"command,omitempty"`
	// Heard are the IDs of the utterances that speak of it, and Screens the shots in which it was seen.
	Heard []string `json:"heard,omitempty"`
	Shots []string `json:"shots,omitempty"`
	// Undone says that it was taken back later (a typo, a wrong menu, a cancelled dialog), so that no step is made of it.
	Undone     bool    `json:"undone,omitempty"`
	Confidence float64 `json:"confidence"`
	// Unsure is why it may be wrong, as words for the reader; empty when it's sure.
	Unsure string `json:"unsure,omitempty"`
}

// CommandLine is a command as it was submitted in a terminal.
type CommandLine struct {
	// Text is the whole command, wrapped rows joined, continuation lines kept as lines.
	Text string `json:"text"`
	// Shell is what read it: "shell", "powershell", "psql", "mysql", "python", "redis", or "input" for an answer to a
	// program's question.
	Shell string `json:"shell"`
	// Prompt is the prompt before it, as it stood.
	Prompt string `json:"prompt,omitempty"`
	// User, Host and Dir are what the prompt tells, when it does.
	User string `json:"user,omitempty"`
	Host string `json:"host,omitempty"`
	Dir  string `json:"dir,omitempty"`
	// Within tells what it ran inside of when that isn't a host: "pod web-0", "container db", "database shop".
	Within string `json:"within,omitempty"`
	// Output are the lines it printed, as far as they were seen; Cut is how many were left out in their middle.
	Output []string `json:"output,omitempty"`
	Cut    int      `json:"cut,omitempty"`
	// Edited is what an editor that it started changed, as far as it was seen.
	Edited *Edit `json:"edited,omitempty"`
	// Exit is its exit status, when known.
	Exit *int `json:"exit,omitempty"`
	// Failed says that the output shows a failure.
	Failed bool `json:"failed,omitempty"`
	// Doubts are the characters of Text that could not be read for sure.
	Doubts []Doubt `json:"doubts,omitempty"`
	// Terminal is the ID of the terminal pane.
	Terminal string `json:"terminal,omitempty"`
}

// Edit is what was changed in a file.
type Edit struct {
	// File is its name as it was given.
	File string `json:"file"`
	// Lines are the changed lines in order, each with "-" (taken out) or "+" (put in) before it.
	Lines []string `json:"lines"`
}
