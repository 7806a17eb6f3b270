package executions_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
)

// carried is how often people carried a procedure out for real: who led it and who settled steps, once it has ended, by a time, and no more than is asked for.
func carried(t *testing.T, d *store.DB, x execution.Execution) {
	t.Helper()
	do := func(f func(context.Context, executions.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), executions.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	at := now.AddDate(1, 0, 0)
	save := func(id, lead string, mode execution.Mode, ended time.Time, doers ...string) {
		t.Helper()
		y := execution.Execution{ID: "carried-" + id, Workspace: x.Workspace, Procedure: x.Procedure, Number: x.Number, Mode: mode, Started: at, By: lead}
		y.Lead, y.Changed = lead, at
		do(func(ctx context.Context, s executions.Tx) error { return s.AddExecution(ctx, y) })
		y.Doers, y.Ended, y.Outcome = doers, ended, execution.Failed
		do(func(ctx context.Context, s executions.Tx) error { return s.SaveExecution(ctx, y, nil) })
		if ended.IsZero() {
			return
		}
		y.Ended = time.Time{} // by what came late it hasn't ended after all, and then it has
		do(func(ctx context.Context, s executions.Tx) error { return s.SaveExecution(ctx, y, nil) })
		y.Ended = ended
		do(func(ctx context.Context, s executions.Tx) error { return s.SaveExecution(ctx, y, nil) })
	}
	hour := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	save("a", "lea", execution.Live, hour(1), "lea", "max")
	save("b", "lea", execution.Live, hour(2))
	save("c", "max", execution.Live, hour(3), "lea")
	save("d", "max", execution.DryRun, hour(1), "max")
	save("e", "max", execution.Live, time.Time{}, "max")
	want := func(most int, all []life.Doer, counts string) {
		t.Helper()
		got, err := lives.Read(d).CarriedOut(t.Context(), x.Procedure, most, all)
		if fmt.Sprint(got) != counts || err != nil {
			t.Errorf("%+v: %v, %v, want %s", all, got, err, counts)
		}
	}
	want(9, []life.Doer{{Account: "lea", Before: hour(9)}, {Account: "max", Before: hour(9)}, {Account: "tom", Before: hour(9)}, {Account: "lea", Before: hour(2)}, {Account: "lea", Before: at}}, "[3 2 0 2 0]")
	want(2, []life.Doer{{Account: "lea", Before: hour(9)}, {Account: "max", Before: hour(1)}}, "[2 1]")
	want(9, nil, "[]")
	script, err := os.ReadFile("../migration/" + d.Engine() + "/00136_carried.sql") // what was carried out before it was counted is counted, too
	if err != nil {
		t.Fatal(err)
	}
	_, fill, found := strings.Cut(string(script), "INSERT INTO carried")
	for _, query := range []string{"DELETE FROM carried", "INSERT INTO carried" + fill} {
		if _, err := d.Pool().ExecContext(t.Context(), query); err != nil || !found {
			t.Fatal(err)
		}
	}
	want(9, []life.Doer{{Account: "lea", Before: hour(9)}, {Account: "max", Before: hour(9)}, {Account: "tom", Before: hour(9)}, {Account: "lea", Before: hour(2)}, {Account: "lea", Before: at}}, "[3 2 0 2 0]")
	many := make([]life.Doer, 1201)
	many[1200] = life.Doer{Account: "lea", Before: hour(9)}
	if got, err := lives.Read(d).CarriedOut(t.Context(), x.Procedure, 9, many); err != nil || got[1200] != 3 || got[0] != 0 {
		t.Errorf("%v", err)
	}
}
