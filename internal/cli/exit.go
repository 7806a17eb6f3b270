package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"showhow/internal/shown"
	"showhow/internal/sop"
)

// exits is the one table of exit codes; help and docs/cli.md print it.
var exits = []struct {
	code  int
	codes []sop.Code
	about string
}{
	{0, nil, "done"},
	{1, []sop.Code{sop.Internal, sop.Failed}, "something failed that is not the user's doing"},
	{2, []sop.Code{sop.Invalid}, "an option, an argument or a setting can't be used"},
	{3, []sop.Code{sop.NotFound, sop.Unreadable, sop.Unsupported}, "the file isn't there, is no recording, is broken, or is of a kind that can't be read"},
	{4, []sop.Code{sop.Missing}, "a program or model that is needed is not installed"},
	{5, []sop.Code{sop.Exists}, "the result is there already and would be overwritten"},
	{6, []sop.Code{sop.Leaked}, "a secret would have been shown; nothing was written"},
	{7, []sop.Code{}, "the document has faults (showhow validate)"},
	{8, []sop.Code{sop.Busy}, "another run is drafting the same recording, or fetching the same model; or what you decide on has changed meanwhile"},
	{9, []sop.Code{sop.Forbidden, sop.Unknown, sop.TooMany, sop.Exhausted}, "you may not do that, the workspace doesn't know who you are, or what it may take in is used up"},
	{10, []sop.Code{sop.Tampered}, "the audit trail, a checkpoint or an auditor's bundle isn't what it was (showhow audit verify)"},
	{130, []sop.Code{sop.Cancelled}, "stopped by the user; the next call goes on where it stopped"},
}

// exit gives err's exit code.
func exit(err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errFaults) {
		return 7
	}
	code := codeOf(err)
	for _, e := range exits {
		for _, c := range e.codes {
			if c == code {
				return e.code
			}
		}
	}
	return 1
}

func codeOf(err error) sop.Code {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return sop.Cancelled
	}
	return sop.CodeOf(err)
}

// report tells err to a person, or to a program as one JSON object.
func report(w io.Writer, err error, asJSON bool) {
	if err == nil || errors.Is(err, errFaults) {
		return
	}
	message, mend := err.Error(), ""
	var e *sop.Error
	if errors.As(err, &e) {
		message, mend = e.Message, e.Mend
	}
	if e == nil { // nobody foresaw it
		message, mend = strings.ToUpper(message[:1])+message[1:]+".", "Run the same command again. If it happens again, it's a fault of Showhow's or of the disk: please report this line."
	}
	if codeOf(err) == sop.Cancelled {
		message, mend = "Stopped.", "Run the same command again to go on where it stopped."
	}
	if asJSON {
		json.NewEncoder(w).Encode(map[string]any{"event": "error", "code": codeOf(err), "message": message, "mend": mend})
		return
	}
	fmt.Fprintln(w, "showhow:", shown.Visible(message)) // a server may have said it
	if mend != "" {
		fmt.Fprintln(w, "  →", shown.Visible(mend))
	}
}
