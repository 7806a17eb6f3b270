package pipeline

import (
	"fmt"
	"os"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/intake"
)

// longTail is how long a whole recording may go on behind its last picture without a word about it: sound often does for a
// moment, and some containers don't tell how long the last picture stood.
const longTail = 5 * time.Second

// ends notes how far the pictures go when that isn't as far as the recording's length says.
func (r *run) ends(s *sight) {
	if len(s.shots) == 0 {
		return
	}
	end := s.shots[len(s.shots)-1].Span.To
	switch {
	case r.recording.Cut:
		s.recorded.Readable = min(end, s.recorded.Duration)
		s.media.Duration = s.recorded.Readable // nothing happens where nothing can be seen
	case s.recorded.Duration.Sub(end) > longTail:
		s.limits = append(s.limits, fmt.Sprintf("The pictures end at %v, the recording at %v.", end, s.recorded.Duration))
	}
}

// broken is the error for a recording of which nothing can be read, with the reason when that is known.
func (r *run) broken(err error) error {
	if !r.recording.Cut || sop.CodeOf(err) != sop.Unreadable {
		return err
	}
	return &sop.Error{Code: sop.Unreadable, Message: "The recording was cut off: the file ends in the middle, and what tells where its pictures lie, or the first of them, is missing.",
		Mend: "Copy or download it again, whole. If the recorder was killed, try to repair it (untrunc does, by another recording of the same recorder), and record as MKV, which outlives that.", Cause: err}
}

// unchanged refuses to go on with a recording that was written on since it was taken in: what was read of it before would not
// fit what is read of it now. Nothing of it is kept.
func (r *run) unchanged() error {
	now, err := os.Stat(r.kept)
	if err == nil && now.Size() == r.seen.Size() && now.ModTime().Equal(r.seen.ModTime()) {
		return nil
	}
	os.RemoveAll(r.dir)
	return intake.Changed(r.recording.Name)
}
