package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// A part that is written while it is cut is the same as one that is cut whole, from wherever it begins and ends; nothing of it is kept.
func TestAPartIsWrittenAsItIsCut(t *testing.T) {
	var head trail.Head
	var all []trail.Entry
	for i := range 23 {
		all = append(all, head.Next(team.Event{ID: fmt.Sprint(i), Workspace: "w", Verb: "did", Detail: "a <b> & “c”", At: time.UnixMicro(int64(i))}, "salt"))
	}
	for from := range 25 {
		for to := from; to < 25; to++ {
			in := func(x *trail.Entry) bool { return x.Seq > int64(from) && x.Seq <= int64(to) && x.Seq%5 != 3 }
			whole, streamed := trail.Cut("w", in), trail.Cut("w", in)
			var b bytes.Buffer
			if err := written(&b, streamed, func() error {
				for i := range all {
					if err := streamed.Entry(&all[i]); err != nil {
						return err
					}
					if err := whole.Entry(&all[i]); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			var got trail.Part
			if err := json.Unmarshal(b.Bytes(), &got); err != nil {
				t.Fatalf("%d to %d: %v\n%s", from, to, err, b.Bytes())
			}
			if n := len(streamed.Part().Lines); n != 0 {
				t.Fatalf("%d lines are kept", n)
			}
			want, err := json.Marshal(whole.Part())
			if err != nil {
				t.Fatal(err)
			}
			if is, _ := json.Marshal(got); !reflect.DeepEqual(is, want) || len(got.Check()) > 0 {
				t.Fatalf("%d to %d: %v\n%s\nwant\n%s", from, to, got.Check(), is, want)
			}
		}
	}
}
