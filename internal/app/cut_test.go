package app_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/app"
	"showhow/internal/sop"
)

// record makes a short recording of a picture that changes, with the given arguments of ffmpeg behind it.
func record(t *testing.T, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append([]string{"-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=12"}, args...)
	if said, err := exec.Command("ffmpeg", append(all, "-pix_fmt", "yuv420p", "-g", "10", path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, said)
	}
	return path
}

// TestCutRecordings drafts recordings of which the second half of the file is missing: the draft says so in every form.
func TestCutRecordings(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts recordings")
	}
	for _, c := range []struct {
		name string
		args []string
		told string // the whole length, where the file's head tells it
	}{
		{"index-first.mp4", []string{"-movflags", "+faststart"}, " of 0:12.0"},
		{"index-first.mov", []string{"-movflags", "+faststart"}, " of 0:12.0"},
		{"fragments.mp4", []string{"-movflags", "empty_moov+frag_keyframe"}, ""},
		{"obs.mkv", nil, " of 0:12.0"},
		{"browser.webm", []string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-live", "1"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := record(t, c.name, c.args...)
			half(t, path)
			out := filepath.Join(t.TempDir(), "sop")
			got, err := newApp(t).Draft(t.Context(), app.Draft{Recording: path, Out: out, Speech: "none"})
			if err != nil {
				t.Fatal(err)
			}
			r := readRevision(t, filepath.Join(out, "sop.json"))
			at := r.Media.Readable
			if !got.Cut || !r.Recording.Cut || at < sop.Seconds(2) || at > sop.Seconds(10) {
				t.Errorf("cut %v, %v, readable %v", got.Cut, r.Recording.Cut, at)
			}
			says := at.String() + c.told + " could be read"
			if !strings.Contains(got.Limits[0], says) {
				t.Errorf("%q doesn't hold %q", got.Limits[0], says)
			}
			for _, form := range []string{"sop.md", "sop.html"} {
				b, err := os.ReadFile(filepath.Join(out, form))
				if n := strings.Count(string(b), says); err != nil || n != 2 {
					t.Errorf("%s tells it %d times, not in a note and as a question: %v", form, n, err)
				}
			}
		})
	}
}

// half cuts the second half of a file off.
func half(t *testing.T, path string) {
	t.Helper()
	st, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, st.Size()/2)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestCutBeforeItsIndex refuses what can't be read at all, with the reason; a whole recording is not said to be cut.
func TestCutBeforeItsIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts recordings")
	}
	path := record(t, "index-last.mp4")
	draft := func() (app.Drafted, error) {
		return newApp(t).Draft(context.Background(), app.Draft{Recording: path, Out: filepath.Join(t.TempDir(), "sop"), Speech: "none"})
	}
	if got, err := draft(); err != nil || got.Cut || strings.Contains(strings.Join(got.Limits, " "), "pictures end") {
		t.Errorf("the whole one: %+v, %v", got, err)
	}
	half(t, path)
	if _, err := draft(); sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "cut off") || !strings.Contains(err.Error(), "download it again") {
		t.Errorf("without its index: %v", err)
	}
}
