package sop

// Session is what a terminal recording holds beside its screens. It is as private as what was typed: passwords may
// stand in it, and nothing of it goes into an SOP without being masked.
type Session struct {
	// Title is the recording's own title, Program the program that was recorded when it wasn't just the shell.
	Title   string `json:"title,omitempty"`
	Program string `json:"program,omitempty"`
	// Shell and Term are the recording's SHELL and TERM; empty when it doesn't tell.
	Shell string `json:"shell,omitempty"`
	Term  string `json:"term,omitempty"`
	// Exit is the exit status of the program that was recorded, when known.
	Exit *int `json:"exit,omitempty"`
	// Theme are the terminal's colours, when known.
	Theme *Theme `json:"theme,omitempty"`
	// Typed is what was sent to the program, when the recorder kept it.
	Typed []Typed `json:"typed,omitempty"`
	// Markers are the places that the person who recorded it marked.
	Markers []Marker `json:"markers,omitempty"`
	// Signals are what the shell told the terminal about itself, in order of time.
	Signals []Signal `json:"signals,omitempty"`
	// Entries are the lines that were ended where the cursor had come to rest, in order of time.
	Entries []Entry `json:"entries,omitempty"`
	// Hidden is what was typed where nothing was echoed: passwords. It is masked wherever else it stands, and never shown.
	Hidden []string `json:"hidden,omitempty"`
}

// Entry is a line that was ended where the cursor had come to rest: what a shell, a client or a program's question took in,
// or what a program printed behind a text that it had shown for a while.
type Entry struct {
	// At is when the line was left, Since when the cursor came to rest behind Prompt.
	At    Moment `json:"at"`
	Since Moment `json:"since"`
	// Prompt is what stood left of the cursor when it came to rest, Above the row over it when it came with it, and Right what stood
	// right of the cursor: a prompt at the right edge, or a proposal.
	Prompt string `json:"prompt,omitempty"`
	Above  string `json:"above,omitempty"`
	Right  string `json:"right,omitempty"`
	// Text is what stood behind the prompt in the end; lines are joined by line feeds when an editor held several.
	Text string `json:"text,omitempty"`
	// Grown is in how many pieces it grew. Keys is how many pieces of input came meanwhile, and Enter says that the Enter key
	// was among them; both are 0 and false where the recording holds no input.
	Grown int  `json:"grown,omitempty"`
	Keys  int  `json:"keys,omitempty"`
	Enter bool `json:"enter,omitempty"`
	// Stopped says that Ctrl-C or Ctrl-D was pressed last, or that the line editor let go of the line.
	Stopped bool `json:"stopped,omitempty"`
	// Editor says that a line editor had told the terminal that it was reading, and when it had read.
	Editor bool `json:"editor,omitempty"`
	// Ahead says that the cursor never rested behind the prompt: the line was typed or pasted before the prompt came.
	Ahead bool `json:"ahead,omitempty"`
	// Hidden says that something was typed and nothing was echoed.
	Hidden bool `json:"hidden,omitempty"`
	// Output is what was printed until the cursor rested again; Until is when that was. Cut counts the lines left out in its middle.
	Output []string `json:"output,omitempty"`
	Until  Moment   `json:"until"`
	Cut    int      `json:"cut,omitempty"`
	// Exit is the exit status and Dir the directory, when the shell told the terminal.
	Exit *int   `json:"exit,omitempty"`
	Dir  string `json:"dir,omitempty"`
	Host string `json:"host,omitempty"`
}

// Typed is one piece of input: a key, a paste, or a terminal's own answer to a program's question.
type Typed struct {
	At   Moment `json:"at"`
	Text string `json:"text"`
}

// Marker is a place in a recording that somebody marked while it was made.
type Marker struct {
	At Moment `json:"at"`
	// Kind is what the mark says; empty for those of a terminal recording, which have a Label at most.
	Kind  MarkerKind `json:"kind,omitempty"`
	Label string     `json:"label,omitempty"`
}

// MarkerKind is what a mark says.
type MarkerKind string

// The kinds of mark.
const (
	MarkStep    MarkerKind = "step"    // what is done from here on is another step
	MarkWarning MarkerKind = "warning" // what is done here wants care
)

// SignalKind is what a shell tells the terminal.
type SignalKind string

// The kinds of signal. The first two come from the switching of bracketed paste, which line editors turn on for as long
// as they read a line; the others from the shell integration of FinalTerm, iTerm2 and VS Code (OSC 133, 633 and 1337) and
// from OSC 7.
const (
	SignalEdit   SignalKind = "edit"   // a line editor has begun to read a line
	SignalSubmit SignalKind = "submit" // it has read one: Enter, or Ctrl-C
	SignalPrompt SignalKind = "prompt" // a prompt begins
	SignalInput  SignalKind = "input"  // the prompt ends: what is typed begins at the cursor
	SignalOutput SignalKind = "output" // a command has been submitted; its output begins
	SignalDone   SignalKind = "done"   // it has ended
	SignalLine   SignalKind = "line"   // Text is the command line as the shell read it
	SignalDir    SignalKind = "dir"    // Text is the current directory, Host the machine when told
)

// Signal is one message of a shell to its terminal.
type Signal struct {
	At   Moment     `json:"at"`
	Kind SignalKind `json:"kind"`
	Text string     `json:"text,omitempty"`
	Host string     `json:"host,omitempty"`
	// Exit is the exit status, for SignalDone when told.
	Exit *int `json:"exit,omitempty"`
	// Cursor is where the cursor stood.
	Cursor Point `json:"cursor"`
}
