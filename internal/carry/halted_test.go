package carry

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// A step that fails where nothing says what to do then isn't the end: the terminal says so, who was told and who can help, and takes nothing behind it without a reason.
func TestHaltedInATerminal(t *testing.T) {
	s := sit(t, titled("one"), titled("two"), titled("three"))
	s.w.r.Success = []sop.Claim{{Text: "The site answers."}}
	s.w.people += `, {"account": "eve", "name": "Eve", "role": "admin", "helps": "an administrator", "email": "eve@example.com"}`
	s.w.told = []string{"rob"}
	out := s.types(false, "f", "The disk is full", "?", "g", "d", "", "d", "It is another disk.", "q")
	s.says(out, "Step 1 failed: The disk is full. Nothing in this procedure says what to do then.\n", "Who can help: Eve, an administrator (eve@example.com)",
		"[r it failed and is recovered, f it failed, g go on with step 2 all the same, b settle step 1 again", "  g  go on with step 2 all the same, with a reason\n", "  f  it failed, and it ends\n",
		"Why you go on all the same (empty: you don't): The step isn't done.", "c see what can be done now", "── Step 3 of 3 ──")
	for _, not := range []string{"All steps are settled", "The site answers", "Choose one of the letters"} {
		if strings.Contains(out, not) {
			t.Errorf("it says %q:\n%s", not, out)
		}
	}
	if st := s.step("two"); st.Outcome() != execution.OK || st.Settled.Text != "It is another disk." {
		t.Errorf("%+v", st.Settled)
	}
}

// At the end ? names the keys.
func TestKeysAtTheEnd(t *testing.T) {
	s := sit(t, titled("one"))
	out := s.types(false, "d", "?", "q")
	s.says(out, "Others see it at http", "? all keys]", "  w  it worked, and it ends\n", "  b  go back to a step, to settle it again\n")
	if strings.Contains(out, "Choose one of the letters") {
		t.Errorf("%s", out)
	}
}
