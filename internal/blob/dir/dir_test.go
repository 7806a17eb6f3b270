package dir

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/blob/blobtest"
	"showhow/internal/sop"
)

// place tells what is left half-written.
type place struct{ *Dir }

func (p place) Leftovers(t *testing.T) []string {
	left, err := filepath.Glob(filepath.Join(p.root.Name(), half, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func open(t *testing.T, folder string) *Dir {
	t.Helper()
	d, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestSuite(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blobtest.Opener {
		folder := filepath.Join(t.TempDir(), "new", "folder")
		return func() blobtest.Place { return place{open(t, folder)} }
	})
}

func TestNoLinkLeadsOut(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	d := open(t, folder)
	secret := filepath.Join(outside, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"folder": outside, "file": secret, "up": ".."} {
		if err := os.Symlink(to, filepath.Join(folder, kept, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"folder/secret", "file"} {
		if o, err := d.Open(t.Context(), key); err == nil {
			o.Close()
			t.Errorf("%s is read", key)
		}
	}
	if err := d.Put(t.Context(), "folder/new", strings.NewReader("x")); err == nil {
		t.Error("something is written outside")
	}
	if err := d.Put(t.Context(), "file", strings.NewReader("x")); err != nil {
		t.Errorf("a link isn't replaced: %v", err)
	}
	for e, err := range d.List(t.Context(), "") {
		if err != nil || e.Key != "file" {
			t.Errorf("listed: %v, %v", e, err)
		}
	}
	if err := d.Delete(t.Context(), "folder/secret"); err == nil {
		t.Error("it says that it deleted something outside")
	}
	entries, _ := os.ReadDir(outside)
	if b, _ := os.ReadFile(secret); string(b) != "secret" || len(entries) != 1 {
		t.Errorf("outside there are %v now, and %q", entries, b)
	}
}

func TestNoKeyIsAFolder(t *testing.T) {
	d := open(t, t.TempDir())
	if err := d.Put(t.Context(), "a/b", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a", "a/b/c"} {
		if err := d.Put(t.Context(), key, strings.NewReader("y")); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", key, err)
		}
	}
	if left := (place{d}).Leftovers(t); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func TestOnlyTheOwnerReads(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "f")
	d := open(t, folder)
	if err := d.Put(t.Context(), "a/b", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(folder, func(path string, st os.FileInfo, err error) error {
		if err == nil && st.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has %v", path, st.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFolderThatCantBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); sop.CodeOf(err) != sop.Invalid || strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

func TestFree(t *testing.T) {
	if n, err := open(t, t.TempDir()).Free(); err != nil || n < 1<<20 {
		t.Errorf("%d bytes free, %v", n, err)
	}
}

// told is a reader that says when it has been read to its end and then waits.
type told struct {
	io.Reader
	say  func()
	wait chan struct{}
}

func (r told) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF {
		r.say()
		<-r.wait
	}
	return n, err
}

// TestALivingWriterIsntSwept opens the folder and sweeps it while another writes.
func TestALivingWriterIsntSwept(t *testing.T) {
	folder := t.TempDir()
	d := open(t, folder)
	there, wait, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- d.Put(t.Context(), "k", told{strings.NewReader("text"), func() { close(there) }, wait})
	}()
	<-there
	other := open(t, folder)
	if left := (place{other}).Leftovers(t); len(left) != 1 {
		t.Errorf("half-written are %q", left)
	}
	close(wait)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if o, err := other.Open(t.Context(), "k"); err != nil {
		t.Error(err)
	} else {
		o.Close()
	}
}

// TestTwoWritersOfAnUpload: the second is refused while the first writes.
func TestTwoWritersOfAnUpload(t *testing.T) {
	folder := t.TempDir()
	d, other := open(t, folder), open(t, folder)
	handle, err := d.Begin(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	there, wait, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		_, err := d.Append(t.Context(), handle, 0, told{strings.NewReader("text"), func() { close(there) }, wait})
		done <- err
	}()
	<-there
	if _, err := other.Append(t.Context(), handle, 4, strings.NewReader("x")); sop.CodeOf(err) != sop.Busy {
		t.Errorf("append: %v", err)
	}
	if err := other.Finish(t.Context(), handle); sop.CodeOf(err) != sop.Busy {
		t.Errorf("finish: %v", err)
	}
	close(wait)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

const childFolder = "SHOWHOW_TEST_DIR"

// TestChild is the process that TestKilled kills: it puts and appends, says so in the midst of it, and waits.
func TestChild(t *testing.T) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		t.Skip("only TestKilled runs it")
	}
	d := open(t, folder)
	handle, err := d.Begin(t.Context(), "upload")
	if err != nil {
		t.Fatal(err)
	}
	half := func() io.Reader { return bytes.NewReader(bytes.Repeat([]byte("half"), 1<<20)) }
	done := make(chan struct{})
	go d.Put(t.Context(), "old", told{half(), func() { done <- struct{}{} }, nil})
	go d.Append(t.Context(), handle, 0, told{half(), func() { done <- struct{}{} }, nil})
	<-done
	<-done
	fmt.Printf("handle=%s\n", handle)
	select {}
}

// TestKilled kills a process in the midst of a put and of an append.
func TestKilled(t *testing.T) {
	folder := t.TempDir()
	if err := open(t, folder).Put(t.Context(), "old", strings.NewReader("as it was")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), childFolder+"="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var handle string
	_, err = fmt.Fscanf(out, "handle=%s\n", &handle)
	if err := errors.Join(err, cmd.Process.Kill()); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	left, _ := filepath.Glob(filepath.Join(folder, half, "*"))
	d := open(t, folder)
	if now := (place{d}).Leftovers(t); len(left) != 1 || len(now) != 0 {
		t.Errorf("it left %q, and after opening again there are %q", left, now)
	}
	o, err := d.Open(t.Context(), "old")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if b, _ := io.ReadAll(o); string(b) != "as it was" {
		t.Errorf("what was kept has become %d bytes", len(b))
	}
	if n, err := d.Size(t.Context(), handle); n != 4<<20 || err != nil {
		t.Errorf("of the upload %d bytes are kept, %v", n, err)
	}
}
