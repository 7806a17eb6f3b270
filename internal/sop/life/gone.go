package life

import "strconv"

// Gone tells whoever carries out a revision that it isn't in force any more; now is the number of the one that is, 0 for none. It is empty while the revision is in force.
func Gone(number, now int) string {
	switch {
	case now == number:
		return ""
	case now > number:
		return "Revision " + strconv.Itoa(now) + " is in force by now; this stays with revision " + strconv.Itoa(number) + ", which it was begun by."
	case now > 0:
		return "Revision " + strconv.Itoa(now) + " is in force, not revision " + strconv.Itoa(number) + ", by which this is carried out."
	}
	return "Revision " + strconv.Itoa(number) + " is no longer in force, and no other one is: ask its owner before you go on."
}

// Gone tells that of a revision by which people work, or did; nothing of one that never was in force, which is only tried.
func (l *Life) Gone(number int) string {
	for i := range l.Reviews {
		if r := &l.Reviews[i]; r.Number == number && !r.Came.IsZero() {
			now := 0
			if in := l.In(Effective); in != nil {
				now = in.Number
			}
			return Gone(number, now)
		}
	}
	return ""
}
