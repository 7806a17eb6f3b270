package pipeline

import "testing"

// Each stage has its words, and what has words is a stage.
func TestStagesHaveTitles(t *testing.T) {
	for _, s := range Stages {
		if Title(s) == "" {
			t.Errorf("%s has no title", s)
		}
	}
	if len(titles) != len(Stages) {
		t.Errorf("%d titles of %d stages", len(titles), len(Stages))
	}
}
