package spell

import "testing"

// The user and the password of an address are told from all else that stands in a command.
func TestInAddress(t *testing.T) {
	for _, x := range []struct {
		before, after string
		want          bool
	}{{"psql postgres://", ":x@db", true}, {"psql postgres://db/", "@x", false}, {"login -p ", " ada@db", false}, {"curl https://a:", "@b c", true}, {"curl https://a/b?c=", "", false}} {
		if InAddress(x.before, x.after) != x.want {
			t.Errorf("%+v", x)
		}
	}
}
