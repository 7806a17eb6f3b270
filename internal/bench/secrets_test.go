package bench

import "testing"

// A secret that a person can read in a picture counts, though the reader misreads letters all over it; other words don't.
func TestLegible(t *testing.T) {
	const key = "v9Tq2LrX0mWfHs7pYdKc4bZgUe1JnRa8BoGiCt6E"
	for text, want := range map[string]bool{
		key: true, "Secret access key:\nv9TQ2LrxXOmbfHs7pYaKe4bZqUelInRasBoGiCt6eE\nDone": true, `\v9Tq2LrXOniltHs7pYaKe4bZqUelInRaBBoGACt6E`: true,
		"v9Tq2LrX0mWfHs7pYdKc4bZg": true, // a piece that is long enough
		"v9Tq2LrX0m":               false, "": false, "Access key created\nAccess key ID:\nSecret access key:\nDone": false,
		"The quick brown fox jumps over the lazy dog, and the very long line of other words goes on.": false,
	} {
		if got := legible(text, key); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if legible("hunting", "hunter22") || !legible("is hunter22 x", "hunter22") {
		t.Error("a short one is known by a piece of it alone")
	}
}
