package executions_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/store"
	"showhow/internal/store/executions"
)

// pictures are counted with their execution, wait for an event that names them, and are forgotten where none does; titles are read in one question.
func pictures(t *testing.T, d *store.DB, x execution.Execution) {
	t.Helper()
	do := func(f func(context.Context, executions.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), executions.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	read := executions.Read(d)
	for i, name := range []string{"aa", "bb", "cc"} {
		do(func(ctx context.Context, s executions.Tx) error {
			return s.AddPicture(ctx, execution.Picture{Execution: x.ID, Name: name, Bytes: 3 << 30, Kept: now.Add(time.Duration(i) * time.Hour)})
		})
	}
	if n, bytes, err := read.Pictures(t.Context(), x.ID, "bb"); n != 2 || bytes != 6<<30 || err != nil {
		t.Errorf("%d pictures of %d bytes, %v", n, bytes, err)
	}
	if n, bytes, err := read.Pictures(t.Context(), "none", ""); n != 0 || bytes != 0 || err != nil {
		t.Errorf("%d pictures of %d bytes, %v", n, bytes, err)
	}
	for name, want := range map[string]bool{"bb": true, "none": false} {
		do(func(ctx context.Context, s executions.Tx) error {
			there, err := s.NamePicture(ctx, x.ID, name)
			if there != want {
				t.Errorf("%s is there: %t", name, there)
			}
			return err
		})
	}
	unnamed := func(before time.Time, want string) {
		t.Helper()
		all, err := read.Unnamed(t.Context(), before, now, 9)
		got := ""
		for _, p := range all {
			got += fmt.Sprintf("%s/%s/%s/%s ", p.Workspace, p.Procedure, p.Execution, p.Name)
		}
		if got != want || err != nil {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	unnamed(now.Add(9*time.Hour), "w/p/x/aa w/p/x/cc ")
	unnamed(now.Add(time.Hour), "w/p/x/aa ")
	drop := func(name string, kept time.Time, want bool) {
		t.Helper()
		do(func(ctx context.Context, s executions.Tx) error {
			p := execution.Picture{Execution: x.ID, Name: name, Kept: kept}
			ok, err := s.DropPicture(ctx, p, now)
			if ok != want || err != nil {
				t.Errorf("%s is dropped: %t, %v", name, ok, err)
			}
			return s.ForgetPicture(ctx, p)
		})
	}
	drop("bb", now.Add(time.Hour), false)
	do(func(ctx context.Context, s executions.Tx) error { // kept anew
		return s.AddPicture(ctx, execution.Picture{Execution: x.ID, Name: "aa", Bytes: 5, Kept: now.Add(2 * time.Hour)})
	})
	drop("aa", now, false)
	drop("aa", now.Add(2*time.Hour), true)
	do(func(ctx context.Context, s executions.Tx) error {
		for _, name := range []string{"aa", "cc"} { // the one is forgotten, and stays so
			if err := s.PutOffPicture(ctx, execution.Picture{Execution: x.ID, Name: name, Bytes: 5, Kept: now.Add(5 * time.Hour)}); err != nil {
				return err
			}
		}
		noted, err := s.Noted(ctx, x.ID, []string{"aa", "bb", "cc", "none"})
		if fmt.Sprint(noted) != "map[bb:true cc:true]" {
			t.Errorf("noted: %v", noted)
		}
		return err
	})
	unnamed(now.Add(4*time.Hour), "")
	unnamed(now.Add(9*time.Hour), "w/p/x/cc ")
	for _, c := range []struct {
		workspace string
		slugs     []string
		want      string
	}{{"w", []string{"deploy", "none", "deploy"}, "map[deploy:Deploy]"}, {"other", []string{"deploy"}, "map[]"}, {"w", nil, "map[]"}} {
		if got, err := read.Titles(t.Context(), c.workspace, c.slugs); fmt.Sprint(got) != c.want || err != nil {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
}
