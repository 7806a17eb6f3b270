package phrase

import (
	"bufio"
	"fmt"
	"os"
	"testing"
)

func TestDbg(t *testing.T) {
	f, err := os.Open("/tmp/w/compose/dbg.txt")
	if err != nil {
		t.Skip()
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		fmt.Printf("> %s\n", s.Text())
		for _, c := range Read(s.Text()) {
			fmt.Printf("    %s@%s: %s\n", c.Kind, c.Section, c.Text)
		}
		if len(Read(s.Text())) == 0 {
			fmt.Println("    -- tidy:", tidy(s.Text()), "| open:", openers(tidy(s.Text())))
		}
	}
}
