package execution

import (
	"fmt"
	"testing"
	"time"

	"showhow/internal/sop/team"
)

// Whom one can call is the owner and the deputy; where that is nobody else, reviewers and administrators who are there.
func TestHelpers(t *testing.T) {
	is := func(id string, r team.Role) team.Member { return team.Member{Account: team.Account{ID: id}, Role: r} }
	gone := is("gus", team.Reviewer)
	gone.Disabled = time.Unix(1, 0)
	all := []team.Member{is("ada", team.Editor), is("eve", team.Admin), is("tom", team.Viewer), is("rob", team.Reviewer), gone}
	for _, c := range []struct {
		owner, deputy, who string
		want               string
	}{
		{"ada", "tom", "rob", "[ada: its owner tom: the owner’s deputy]"},
		{"ada", "tom", "ada", "[tom: the owner’s deputy]"},
		{"ada", "", "ada", "[rob: a reviewer eve: an administrator]"},
		{"gus", "", "eve", "[rob: a reviewer]"},
		{"rob", "", "rob", "[eve: an administrator]"},
	} {
		var got []string
		for _, h := range (Help{c.owner, c.deputy, all, c.who}).Helpers() {
			got = append(got, h.ID+": "+h.What)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
	for i := range 9 {
		all = append(all, is(fmt.Sprint("rev", i), team.Reviewer))
	}
	if got := (Help{All: all}).Helpers(); len(got) != mostHelpers {
		t.Errorf("%d are named", len(got))
	}
}
