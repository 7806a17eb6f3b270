package register

import (
	"io"
	"os"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// BriefOf reads the file of what an author wrote down before; nil for no name. The error is an *sop.Error.
func BriefOf(name string) (*brief.Brief, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The brief can't be read.", Mend: "Name a file of Markdown or JSON.", Cause: err}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, brief.Longest+1))
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The brief can't be read.", Mend: "Name a file of Markdown or JSON.", Cause: err}
	}
	b, err := brief.Parse(text)
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: err.Error(), Mend: "See docs/register.md for the form of a brief.", Cause: err}
	}
	return &b, nil
}
