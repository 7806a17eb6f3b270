package register

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

func TestTable(t *testing.T) {
	text := "\ufeffSeverity;NAME;handed over;Times;Per;People;Colour\r\n4;Restore;yes;0,5;Week;Ann, Bob;red\r\n;\"two\nlines\";;;;;\r\n9;Worse;;;;;\r\nx;Wrong;;;;;\r\n1; restore ;;;;;\r\n1;There;;;;;\r\n1;'=1+1;;;;;\r\n;;;;;;\r\n"
	lines, ignored, err := Table([]byte(text), []string{"there"})
	if err != nil || !reflect.DeepEqual(ignored, []string{"Colour"}) || len(lines) != 8 {
		t.Fatalf("%v, %v, %+v", err, ignored, lines)
	}
	p := lines[0].Process
	if lines[0].Number != 2 || p.Severity != 4 || p.Frequency != (register.Frequency{Times: .5, Per: "week"}) || len(p.People) != 2 || *p.Able != 2 || !p.Signs["handed_over"] || p.Status != register.Idea {
		t.Errorf("%+v", lines[0])
	}
	if lines[1].Process.Name != "two lines" || lines[6].Process.Name != "=1+1" {
		t.Errorf("%q, %q", lines[1].Process.Name, lines[6].Process.Name)
	}
	for i, want := range []struct{ fault, known bool }{{}, {}, {fault: true}, {fault: true}, {known: true}, {known: true}, {}, {fault: true}} {
		if l := lines[i]; (l.Fault != "") != want.fault || l.Known != want.known {
			t.Errorf("line %d: %+v", l.Number, l)
		}
	}
	if lines[2].Number != 5 { // a field of two lines stands before it
		t.Errorf("line %d", lines[2].Number)
	}
	for name, text := range map[string]string{"nothing": "", "no name": "severity\n4\n", "Latin 1": "name\nR\xfcckbau\n", "huge": "name\n" + strings.Repeat("x", LargestTable), "many rows": "name\n" + strings.Repeat("x\n", mostRows+1), "UTF-16": "n\x00a\x00m\x00e\x00"} {
		if _, _, err := Table([]byte(text), nil); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if lines, _, err := Table([]byte("name\na\n\"b\nc\n"), nil); err != nil || len(lines) != 2 || lines[1].Fault == "" || lines[1].Number != 3 {
		t.Errorf("%+v, %v", lines, err)
	}
}

// What is written is read again as it was, twice makes nothing new, and no field begins a formula.
func TestRoundTrip(t *testing.T) {
	one := 1
	all := []register.Process{
		{Name: "=HYPERLINK(\"http://evil\")", Description: "-2+3, \"quoted\"\nnext", Status: register.Idea, Severity: 5, Frequency: register.Frequency{Times: 2.5, Per: "month"}, Able: &one, People: []register.Person{{Name: "@Ann"}}, Signs: map[register.Sign]bool{"new": true, "rare": false}, Area: "security"},
		{Name: "'quoted", Status: register.NotWorth, Reason: "+1", Stakeholders: []string{"Sales", "Support"}, Complexity: register.Complexity{Steps: &one}},
	}
	var out bytes.Buffer
	if err := CSV(&out, all); err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(out.String(), "\n")[1:] {
		for _, f := range strings.Split(l, ",") {
			if f = strings.Trim(f, `"`); f != "" && strings.ContainsAny(f[:1], "=+-@") && !strings.HasPrefix(l, f) && f != "-2+3" {
				t.Errorf("a field begins a formula: %q", f)
			}
		}
	}
	lines, ignored, err := Table(out.Bytes(), nil)
	if err != nil || len(ignored) > 0 || len(lines) != 2 {
		t.Fatal(err, ignored, lines)
	}
	var names []string
	for i, l := range lines {
		if names = append(names, l.Process.Name); l.Fault != "" || !reflect.DeepEqual(l.Process, all[i]) {
			t.Errorf("%s\n got %+v\nwant %+v", l.Fault, l.Process, all[i])
		}
	}
	again, _, _ := Table(out.Bytes(), names)
	for _, l := range again {
		if !l.Known {
			t.Errorf("%q twice", l.Process.Name)
		}
	}
}

// An owner is written by a name, or an e-mail address where two are called alike, and is read again; whom nobody could mean is told.
func TestOwners(t *testing.T) {
	people := []team.Member{{Account: team.Account{ID: "a", Name: "Ann", Email: "ann@example.com"}}, {Account: team.Account{ID: "b1", Name: "Bo", Email: "bo@example.com"}}, {Account: team.Account{ID: "b2", Name: "Bo", Email: "bo2@example.com"}}}
	var out bytes.Buffer
	if err := CSV(&out, []register.Process{{Name: "One", Owner: "a", Status: register.Idea}, {Name: "Two", Owner: "b2", Status: register.Idea}, {Name: "Three", Owner: "gone", Status: register.Idea}}, people...); err != nil {
		t.Fatal(err)
	}
	lines, ignored, err := Table(out.Bytes(), nil, people...)
	if err != nil || len(ignored) > 0 || lines[0].Process.Owner != "a" || lines[1].Process.Owner != "b2" || lines[2].Process.Owner != "" || lines[2].Fault != "" {
		t.Errorf("%v, %+v\n%s", err, lines, out.String())
	}
	lines, _, err = Table([]byte("name,owner\nOne,bo\nTwo,Zoe\nThree,ANN\n"), nil, people...)
	if err != nil || !strings.Contains(lines[0].Fault, "More than one") || !strings.Contains(lines[1].Fault, "Nobody in this workspace is called “Zoe”") || lines[2].Process.Owner != "a" {
		t.Errorf("%v, %+v", err, lines)
	}
}

// Whatever is read, each line is a process that may be kept, or says why not; and what is kept is read again alike.
func FuzzTable(f *testing.F) {
	f.Add([]byte("name,severity,times,per\nRestore,4,1,week\n"))
	f.Add([]byte("name;people\n\"=1;\";a;b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines, _, err := Table(text, nil)
		if err != nil {
			return
		}
		var good []register.Process
		for _, l := range lines {
			if l.Fault == "" && !l.Known {
				good = append(good, l.Process)
			}
		}
		var out bytes.Buffer
		if err := CSV(&out, good); err != nil {
			t.Fatal(err)
		}
		if out.Len() > LargestTable {
			return
		}
		again, _, err := Table(out.Bytes(), nil)
		if err != nil || len(again) != len(good) {
			t.Fatalf("%v: %d of %d lines are read again", err, len(again), len(good))
		}
		for i, l := range again {
			if l.Fault != "" || l.Process.Name != good[i].Name || l.Process.Severity != good[i].Severity {
				t.Fatalf("%q became %q: %s", good[i].Name, l.Process.Name, l.Fault)
			}
		}
	})
}
