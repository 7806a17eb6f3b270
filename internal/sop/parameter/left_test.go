package parameter_test

import (
	"reflect"
	"strings"
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
	orders := []parameter.Left{{Name: "DATABASE", Value: "my orders", Given: "'my orders'"}}
	for _, c := range []struct {
		text   string
		values map[string]string
		want   []parameter.Piece
	}{
		{"dropdb shop", map[string]string{"DATABASE": "my orders"}, []parameter.Piece{{Text: "dropdb "}, {Text: "shop", Quote: parameter.Bare, Left: orders}}},
		{"dropdb shop", map[string]string{"DATABASE": "shop"}, []parameter.Piece{{Text: "dropdb shop"}}},
		{"dropdb shop", nil, []parameter.Piece{{Text: "dropdb shop"}}},
		{"cat 'shop' # shopping eshop shop2", map[string]string{"DATABASE": "my orders"}, []parameter.Piece{{Text: "cat '"}, {Text: "shop", Quote: parameter.Single, Left: []parameter.Left{{Name: "DATABASE", Value: "my orders", Given: "my orders"}}}, {Text: "' # shopping eshop shop2"}}},
		{"pull api:v2.14.0", map[string]string{"VERSION": "3.0.0"}, []parameter.Piece{{Text: "pull api:"}, {Text: "v2.14.0", Quote: parameter.Bare, Left: []parameter.Left{{Name: "VERSION", Value: "v3.0.0", Given: "v3.0.0"}}}}},
		{"use shop", map[string]string{"DATABASE": "a", "NAMESPACE": "b"}, []parameter.Piece{{Text: "use "}, {Text: "shop", Quote: parameter.Bare, Left: []parameter.Left{{Name: "DATABASE", Value: "a", Given: "a"}, {Name: "NAMESPACE", Value: "b", Given: "b"}}}}},
		{"dump -h db01 shop", map[string]string{"DB_HOST": "db02", "DATABASE": "a"}, []parameter.Piece{{Text: "dump -h "}, {Text: "db02", Name: "DB_HOST", Quote: parameter.Bare}, {Text: " "}, {Text: "shop", Quote: parameter.Bare, Left: []parameter.Left{{Name: "DATABASE", Value: "a", Given: "a"}}}}},
		{"drain n1", map[string]string{"NODE": "n2"}, []parameter.Piece{{Text: "drain n1"}}}, // too short to be told from a part of anything
	} {
		r, cmd := backup(c.text)
		if got := parameter.Fill(r, cmd, c.values); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %v:\n%+v, want\n%+v", c.text, c.values, got, c.want)
		}
	}
}

// A name of which a recorded value is a part is asked about, too: of a file, a host, a service. An option's name, and a longer number, are something else.
func TestLeftWithin(t *testing.T) {
	of := func(text, within string) parameter.Piece {
		return parameter.Piece{Text: text, Quote: parameter.Bare, Within: within, Left: []parameter.Left{{Name: "DATABASE", Value: "my orders", Given: "'my orders'"}}}
	}
	for text, want := range map[string][]parameter.Piece{
		"pg_restore shop-before.dump":                         {{Text: "pg_restore "}, of("shop", "shop-before.dump"), {Text: "-before.dump"}},
		"tar -f=/srv/old_shop.tgz":                            {{Text: "tar -f=/srv/old_"}, of("shop", "old_shop.tgz"), {Text: ".tgz"}},
		"ping shop.internal:80 # shop":                        {{Text: "ping "}, of("shop", "shop.internal"), {Text: ".internal:80 # "}, of("shop", "")},
		"cat shop-2.0.1.log":                                  {{Text: "cat "}, of("shop", "shop-2.0.2.log"), {Text: "-"}, {Text: "2.0.2", Name: "DB_HOST", Quote: parameter.Bare}, {Text: ".log"}},
		"run --shop-name x --no-shop":                         {{Text: "run --shop-name x --no-shop"}},
		"cat shopping.txt myshop.txt 2.14.0-rc1 shöpshop.txt": {{Text: "cat shopping.txt myshop.txt 2.14.0-rc1 shöpshop.txt"}},
	} {
		r, cmd := backup(text)
		r.Parameters[0].Example = "2.0.1"
		if got := parameter.Fill(r, cmd, map[string]string{"DATABASE": "my orders", "DB_HOST": "2.0.2", "VERSION": "3.0.0"}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v, want\n%+v", text, got, want)
		}
	}
	r, cmd := backup("pg_restore -d shop shop-before.dump")
	all := parameter.Fill(r, cmd, map[string]string{"DATABASE": "orders"})
	if l := parameter.Lefts(all); len(l) != 2 || l[0].Place() != "shop" || l[1].Place() != "shop in shop-before.dump" {
		t.Fatalf("asked for: %+v", l)
	}
	// the two are two questions: the database is another one, the file may be what it was
	for file, want := range map[string]string{"DATABASE": "orders-before.dump", parameter.Recorded: "shop-before.dump"} {
		if got := parameter.Text(parameter.Choose(all, map[string]string{"shop": "DATABASE", "shop in shop-before.dump": file})); got != "pg_restore -d orders "+want {
			t.Errorf("%s: %s", file, got)
		}
	}
	if got := parameter.Lefts(parameter.Choose(all, map[string]string{"shop": "DATABASE"})); len(got) != 1 {
		t.Errorf("nobody said which file: %+v", got)
	}
}

// What destroys something isn't confirmed by a file's name that may be another's; up to rules 2 it was.
func TestWordWithin(t *testing.T) {
	r, cmd := backup("rm shop-before.dump")
	all := parameter.Fill(r, cmd, map[string]string{"DATABASE": "orders"})
	if got, once := parameter.Word(all), parameter.Word(parameter.Names(all)); got != "rm" || once != "shop-before.dump" {
		t.Errorf("%s, and once %s", got, once)
	}
}

func TestChoose(t *testing.T) {
	r, cmd := backup(`echo "drop shop" && dropdb shop && createdb 'shop'`)
	all := parameter.Fill(r, cmd, map[string]string{"DATABASE": "a; reboot"})
	if l := parameter.Lefts(all); len(l) != 1 || l[0].Text != "shop" {
		t.Errorf("asked for: %+v", l)
	}
	// each place is quoted by itself: what is given stays one value
	if got := parameter.Text(parameter.Choose(all, map[string]string{"shop": "DATABASE"})); got != `echo "drop a; reboot" && dropdb 'a; reboot' && createdb 'a; reboot'` {
		t.Errorf("as given: %s", got)
	}
	if got := parameter.Choose(all, map[string]string{"shop": parameter.Recorded}); parameter.Lefts(got) != nil || parameter.Text(got) != cmd.Text {
		t.Errorf("as recorded: %+v", got)
	}
	for _, chosen := range []map[string]string{nil, {"shop": "ANOTHER"}, {"another": "DATABASE"}} {
		if l := parameter.Lefts(parameter.Choose(all, chosen)); len(l) != 1 {
			t.Errorf("%v: what nobody chose isn't left", chosen)
		}
	}
}

// What confirms a command mustn't name the recorded thing for one who gave another.
func TestWordOfWhatIsLeft(t *testing.T) {
	r, cmd := backup("dropdb shop")
	for given, want := range map[string]string{"shop": "shop", "orders": "dropdb"} {
		all := parameter.Fill(r, cmd, map[string]string{"DATABASE": given})
		if got := parameter.Word(all); got != want {
			t.Errorf("%s: asks for %s, want %s", given, got, want)
		}
		if got := parameter.Once(all); got != "shop" {
			t.Errorf("%s: once asked for %s", given, got)
		}
	}
}

// A restore is confirmed by what it fills, not by the file that it reads.
func TestWordOfARestore(t *testing.T) {
	for text, want := range map[string]string{
		"pg_restore --clean -h db01 -d shop shop.dump": "shop", "sudo pg_restore --clean --dbname=shop shop.dump": "shop", "/usr/bin/pg_restore -c -d 'shop' shop.dump": "shop",
		"pg_restore --clean shop.dump": "shop.dump"} {
		r, cmd := backup(text)
		r.Parameters = nil
		if got := parameter.Word(parameter.Fill(r, cmd, nil)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		if got := parameter.Once(parameter.Fill(r, cmd, nil)); !strings.HasSuffix(text, got) {
			t.Errorf("%s: once asked for %s", text, got)
		}
	}
	r, cmd := backup("pg_restore --clean -d shop shop.dump")
	if got := parameter.Word(parameter.Fill(r, cmd, map[string]string{"DATABASE": "orders"})); got != "pg_restore" {
		t.Errorf("as long as nobody says which database: %s", got)
	}
}
