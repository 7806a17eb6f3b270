package execution

import "slices"

// told are the kinds of events that the trail vouches for.
var told = []Kind{Settled, Approved, Asked, Offered, Accepted, Thought, Resolved, Reopened, Ended, Kept, Confirmed}

// toldSince are those that it vouches for, too, since executions have rules of a version, which stands where their beginning is told: the trail wrote no lines of them before.
var toldSince = []Kind{Answered, Ticked, Linked, PartEnded}

// Told says whether the trail has to vouch for what events of a kind tell; rules says that the execution was begun by rules of a version.
func (k Kind) Told(rules bool) bool {
	return slices.Contains(told, k) || rules && slices.Contains(toldSince, k)
}
