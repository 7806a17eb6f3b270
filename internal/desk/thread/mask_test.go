package thread_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop/thread"
)

// A secret that somebody types into what they say of a procedure is kept nowhere: not in the remark, an answer, other words or a resolution.
func TestWhatIsSaidIsMasked(t *testing.T) {
	o, ctx := open(t), t.Context()
	o.Mask = func(_ context.Context, text string) (string, error) {
		return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
	}
	st := o.command()
	made, err := o.Suggest(ctx, rob, "release", deskthread.Opening{Number: 1, Text: "It is hush.", Proposed: "run --token hush", Anchor: thread.Anchor{Step: st.Key, Part: thread.Commands, Words: st.Commands[0].Text}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Reply(ctx, ada, made.ID, "Not hush any more."); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Decline(ctx, ada, made.ID, "hush was changed."); err != nil {
		t.Fatal(err)
	}
	all, err := o.Reopen(ctx, ada, made.ID, "hush again")
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(all)
	if err != nil || strings.Contains(string(b), "hush") || strings.Count(string(b), "SECRET") < 4 {
		t.Errorf("%s, %v", b, err)
	}
}
