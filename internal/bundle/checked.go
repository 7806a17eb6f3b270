package bundle

import (
	"context"
	"encoding/json"
	"time"

	"showhow/internal/sop/trail"
)

// checkedFile holds what the check of the workspace came to.
const checkedFile = "checked.json"

// Checked is what the check of a workspace against its audit trail came to just before a bundle was made of it. A bundle of one that isn't whole is made all the same, for it is evidence; it says so itself.
type Checked struct {
	At time.Time `json:"at"`
	// Entries is how many lines the trail had, and Root the hash of all.
	Entries int64    `json:"entries"`
	Root    string   `json:"root,omitempty"`
	Faults  []string `json:"faults"`
	// More is how many faults there were beside those.
	More int64 `json:"more,omitempty"`
}

// Whole says that nothing was wrong.
func (c *Checked) Whole() bool { return c.Count() == 0 }

// CheckedBy is what a check came to at a time.
func CheckedBy(at time.Time, v trail.Verdict) Checked {
	c := Checked{At: at.UTC(), Entries: v.Size, Root: v.Root, Faults: []string{}, More: v.More}
	for _, f := range v.Faults {
		c.Faults = append(c.Faults, f.Text)
	}
	return c
}

// Count is how many faults there were.
func (c *Checked) Count() int64 { return int64(len(c.Faults)) + c.More }

// Made is a bundle that was made: the SHA-256 of its manifest, and what of the workspace isn't what its trail vouches for, which the bundle says itself.
type Made struct {
	Sum     string
	Checked Checked
}

// parts are what a bundle has of it; nothing where there was no check.
func (c *Checked) parts() []Part {
	if c == nil {
		return nil
	}
	return []Part{{Files: func(_ context.Context, _ Ask, add func(string, []byte) error) error {
		x := *c
		x.Faults = append([]string{}, c.Faults...)
		b, err := json.MarshalIndent(x, "", "  ")
		if err != nil {
			return err
		}
		return add(checkedFile, b)
	}}}
}

// checked tells what was wrong when the bundle was made; those of before say nothing of it.
func (r *Report) checked(files map[string][]byte) {
	body, ok := files[checkedFile]
	if !ok {
		return
	}
	var c Checked
	if err := json.Unmarshal(body, &c); err != nil {
		r.fault("%s can't be read.", checkedFile)
		return
	}
	for _, f := range c.Faults {
		r.fault("When the bundle was made, its workspace wasn't what the trail vouches for: %s", f)
	}
	if c.More > 0 {
		r.fault("When the bundle was made, there were %d faults more.", c.More)
	}
}
