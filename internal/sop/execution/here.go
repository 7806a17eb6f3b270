package execution

import "time"

// Unseen is after how long without a sign somebody who only looks on isn't taken to be there any more. Nobody says that they leave: a page is closed, a phone put away.
const Unseen = 15 * time.Minute

// signs are the events that only somebody who is there sends; what is done about a thought comes from elsewhere, too.
func (k Kind) signs() bool {
	return k != Resolved && k != Reopened && k != Linked && k != PartEnded
}

// leaves is until when somebody was there, as far as it's known, up to a time at which they come anew or all of it ends. Whoever carries it out is at their step until they
// come to another: what they do may take as long as it takes.
func (s *State) leaves(who string, at time.Time) time.Time {
	if away := s.Here[who].Seen.Add(Unseen); !s.Carries(who) && away.Before(at) {
		return away
	}
	return at
}

// There is who is at which step now.
func (s *State) There(now time.Time) map[string]Visit {
	there := map[string]Visit{}
	for who, v := range s.Here {
		if !s.leaves(who, now).Before(now) {
			there[who] = v
		}
	}
	return there
}

// Fades is when the next of those who are there now isn't any more, unless they give a sign; zero for nobody.
func (s *State) Fades(now time.Time) (next time.Time) {
	for who, v := range s.There(now) {
		if away := v.Seen.Add(Unseen); !s.Carries(who) && (next.IsZero() || away.Before(next)) {
			next = away
		}
	}
	return next
}
