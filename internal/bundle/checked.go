package bundle

import (
	"encoding/json"
	"time"
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
func (c *Checked) Whole() bool { return len(c.Faults) == 0 }

// put adds it to a bundle.
func (c *Checked) put(add func(string, []byte) error) error {
	x := *c
	x.Faults = append([]string{}, c.Faults...)
	b, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		return err
	}
	return add(checkedFile, b)
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
