// Package bell draws what somebody was told, and how they want to be told.
package bell

import (
	"time"

	"showhow/internal/sop/notice"
)

// Bell is the page of what somebody was told.
type Bell struct {
	All    []notice.Notice
	Unread int
	Now    time.Time
}

// Choosing is the page on which they say how they want to be told.
type Choosing struct {
	notice.Choices
	// Mails says that mail is sent at all; Email is their address.
	Mails bool
	Saved bool
}

// noticeKinds are what is told of, in words.
var noticeKinds = []struct {
	Kind  notice.Kind
	Words string
}{
	{notice.Asked, "A revision waits for you to judge it"}, {notice.Decided, "What you wrote or sent was decided, or is in force"}, {notice.Remarked, "A remark, question or suggestion on a procedure of yours"},
	{notice.Answered, "An answer where you said something, or it was resolved"}, {notice.Mentioned, "Somebody names you (@name)"}, {notice.Found, "Findings of somebody who carried out a procedure of yours"},
	{notice.Due, "A procedure of yours is to be looked at again"}, {notice.Suspended, "A procedure is suspended or retired, or holds again"}, {notice.Waiver, "Rules were waived in an emergency, and that is to be looked at"},
	{notice.Handed, "A procedure becomes yours"}, {notice.Flagged, "What a procedure of yours rests on has changed, or it didn’t work"}, {notice.Feedback, "Feedback on a procedure of yours, and what became of yours"},
	{notice.Training, "You are to learn a procedure, or somebody signed that you have"}, {notice.Execution, "An execution is handed to you, waits for your approval, or the time of a step is over"}, {notice.Failed, "A step failed: of a procedure of yours, or of what you carry out with others"}, {notice.Thanked, "Somebody thanks you"},
}

// noticeWays are the ways, in words.
var noticeWays = []struct {
	Way   notice.Way
	Words string
}{{notice.Mail, "Inside and by mail"}, {notice.Digest, "Inside and in one mail a day"}, {notice.Inside, "Inside only"}, {notice.Off, "Not at all"}}
