package machine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPackaged(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	program, brewed := filepath.Join(root, "usr/bin/hear"), filepath.Join(root, "Cellar/cmu-hear/5.0.4/bin/hear")
	for path, text := range map[string]string{
		program: "", brewed: "",
		filepath.Join(root, "var/lib/dpkg/info/hear:amd64.list"): "/.\n/usr\n" + program + "\n",
		filepath.Join(root, "var/lib/dpkg/status"):               "Package: hear-doc\nVersion: 9\n\nPackage: hear\nStatus: install ok installed\nVersion: 0.8+5prealpha+1-15\n\nPackage: z\nVersion: 8\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(root, "hear")
	if err := os.Symlink(brewed, link); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, debian, want string }{
		{program, "hear hear-en-us", "0.8+5prealpha+1-15"},
		{program, "see", ""},
		{link, "hear", "5.0.4"},
		{filepath.Join(root, "var/lib/dpkg/status"), "hear", ""},
		{filepath.Join(root, "none"), "hear", ""},
	} {
		if got := Packaged(root, c.path, c.debian); got != c.want {
			t.Errorf("%s of %s: %q, not %q", filepath.Base(c.path), c.debian, got, c.want)
		}
	}
}
