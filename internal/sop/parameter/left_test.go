package parameter_test

import (
	"reflect"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// backup is a command in which the host is the parameter's, and the database's recorded name is only seen.
func backup(text string) (*sop.Revision, *sop.Command) {
	by := func(actions ...string) sop.Evidence { return sop.Evidence{Actions: actions} }
	r := &sop.Revision{Parameters: []sop.Parameter{
		{Name: "DB_HOST", Example: "db01", Evidence: by("a1")},
		{Name: "DATABASE", Example: "shop", Evidence: by("a2")},
		{Name: "NAMESPACE", Example: "shop", Evidence: by("a3")},
		{Name: "VERSION", Example: "2.14.0", Evidence: by("a3")},
		{Name: "NODE", Example: "n1", Evidence: by("a3")},
	}}
	return r, &sop.Command{Text: text, Shell: "shell", Evidence: by("a1")}
}

func TestLeft(t *testing.T) {
	orders := []parameter.Left{{Name: "DATABASE", Given: "'my orders'"}}
	for _, c := range []struct {
		text   string
		values map[string]string
		want   []parameter.Piece
	}{
		{"dropdb shop", map[string]string{"DATABASE": "my orders"}, []parameter.Piece{{Text: "dropdb "}, {Text: "shop", Quote: parameter.Bare, Left: orders}}},
		{"dropdb shop", map[string]string{"DATABASE": "shop"}, []parameter.Piece{{Text: "dropdb shop"}}},
		{"dropdb shop", nil, []parameter.Piece{{Text: "dropdb shop"}}},
		{"cat shop-api 'shop' # shopping", map[string]string{"DATABASE": "my orders"}, []parameter.Piece{{Text: "cat shop-api '"}, {Text: "shop", Quote: parameter.Single, Left: []parameter.Left{{Name: "DATABASE", Given: "my orders"}}}, {Text: "' # shopping"}}},
		{"pull api:v2.14.0", map[string]string{"VERSION": "3.0.0"}, []parameter.Piece{{Text: "pull api:"}, {Text: "v2.14.0", Quote: parameter.Bare, Left: []parameter.Left{{Name: "VERSION", Given: "v3.0.0"}}}}},
		{"use shop", map[string]string{"DATABASE": "a", "NAMESPACE": "b"}, []parameter.Piece{{Text: "use "}, {Text: "shop", Quote: parameter.Bare, Left: []parameter.Left{{Name: "DATABASE", Given: "a"}, {Name: "NAMESPACE", Given: "b"}}}}},
		{"dump -h db01 shop", map[string]string{"DB_HOST": "db02", "DATABASE": "a"}, []parameter.Piece{{Text: "dump -h "}, {Text: "db02", Name: "DB_HOST", Quote: parameter.Bare}, {Text: " "}, {Text: "shop", Quote: parameter.Bare, Left: []parameter.Left{{Name: "DATABASE", Given: "a"}}}}},
		{"drain n1", map[string]string{"NODE": "n2"}, []parameter.Piece{{Text: "drain n1"}}}, // too short to be told from a part of anything
	} {
		r, cmd := backup(c.text)
		if got := parameter.Fill(r, cmd, c.values); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %v:\n%+v, want\n%+v", c.text, c.values, got, c.want)
		}
	}
}

func TestChoose(t *testing.T) {
	r, cmd := backup("dropdb shop && createdb shop")
	all := parameter.Fill(r, cmd, map[string]string{"DATABASE": "orders"})
	if l := parameter.Lefts(all); len(l) != 1 || l[0].Text != "shop" {
		t.Errorf("asked for: %+v", l)
	}
	if got := parameter.Text(parameter.Choose(all, map[string]string{"shop": "orders"})); got != "dropdb orders && createdb orders" {
		t.Errorf("as given: %s", got)
	}
	if l := parameter.Lefts(parameter.Choose(all, map[string]string{"shop": "shop"})); l != nil {
		t.Errorf("as recorded: %+v", l)
	}
	if l := parameter.Lefts(parameter.Choose(all, nil)); len(l) != 1 {
		t.Error("what nobody chose isn't left")
	}
}

// What confirms a command mustn't name the recorded thing for one who gave another; what was confirmed by it before still counts.
func TestConfirms(t *testing.T) {
	r, cmd := backup("dropdb shop")
	for _, c := range []struct {
		given, typed string
		want         bool
	}{
		{"shop", "shop", true}, {"shop", "dropdb", false}, {"orders", "dropdb", true}, {"orders", "shop", true}, {"orders", "orders", false},
	} {
		if got := parameter.Confirms(parameter.Fill(r, cmd, map[string]string{"DATABASE": c.given}), c.typed); got != c.want {
			t.Errorf("%s, %s typed: %v", c.given, c.typed, got)
		}
	}
	if w := parameter.Word(parameter.Fill(r, cmd, map[string]string{"DATABASE": "orders"})); w != "dropdb" {
		t.Errorf("asks for %s", w)
	}
}
