package play

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Choice tells which cases are wanted: those of a split, and those whose names are given, with commas between. What is empty leaves out none.
type Choice struct{ Split, Only string }

// Of are the wanted ones of cases.
func (c Choice) Of(cases []Case) []Case {
	return slices.DeleteFunc(cases, func(k Case) bool { return c.Split != "" && k.Split != c.Split || !c.Names(k.Name) })
}

// Names says whether a case of the name is wanted as far as names go.
func (c Choice) Names(name string) bool {
	return c.Only == "" || slices.Contains(strings.Split(c.Only, ","), name)
}

// MakeAll makes cases, each in the folder of its split below p.Out, and prints their folders; each may be nil and is told every one that was
// made. A case that can't be made keeps none of the others from being made. Scratch files go to a folder of their own when p names none.
func MakeAll(ctx context.Context, cases []Case, p Place, each func(dir string) error) error {
	if p.Out == "" {
		return errors.New("--out DIR is missing")
	}
	if p.Scratch == "" {
		dir, err := os.MkdirTemp("", "cases-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		p.Scratch = dir
	}
	var failed []error
	out := p.Out
	for _, c := range cases {
		p.Out = filepath.Join(out, c.Split)
		dir := filepath.Join(p.Out, c.Name)
		err := Make(ctx, c, p)
		if err == nil && each != nil {
			err = each(dir)
		}
		if err != nil {
			failed = append(failed, err)
			p.Log.Error("not made", "case", c.Name, "why", err)
			continue
		}
		fmt.Println(dir)
	}
	return errors.Join(failed...)
}
