package push

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// note is where the address of an upload that isn't whole yet is written down: a file named by what is sent and where.
type note string

func noteOf(p Push, st os.FileInfo) note {
	path, err := filepath.Abs(p.Path)
	if err != nil {
		path = p.Path
	}
	wish, err := json.Marshal(p.Wish)
	if err != nil {
		wish = nil // texts alone can't fail
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%d\n%s", cmp.Or(p.Where, p.Server), path, st.Size(), st.ModTime().UnixNano(), wish))
	if p.Brief != nil {
		sum = sha256.Sum256(fmt.Appendf(sum[:], "\n%s", p.Brief.Markdown()))
	}
	return note(filepath.Join(p.Notes, hex.EncodeToString(sum[:16])))
}

// read is the address; empty when none is written down.
func (n note) read() string {
	b, err := os.ReadFile(string(n))
	if err != nil {
		return ""
	}
	at := strings.TrimSpace(string(b))
	if !strings.HasPrefix(at, "http") { // half written
		return ""
	}
	return at
}

func (n note) write(at string) error {
	if err := os.MkdirAll(filepath.Dir(string(n)), 0o700); err != nil {
		return fmt.Errorf("write down where the recording goes: %w", err)
	}
	part := string(n) + ".part"
	if err := os.WriteFile(part, []byte(at+"\n"), 0o600); err != nil {
		return fmt.Errorf("write down where the recording goes: %w", err)
	}
	return os.Rename(part, string(n))
}

func (n note) drop() error {
	if err := os.Remove(string(n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
