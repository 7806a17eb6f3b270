package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestSpeechGet kills the fetching of a model from a server of ours in its middle; the next run asks for the rest alone, and what
// isn't the model in the end doesn't get its name.
func TestSpeechGet(t *testing.T) {
	content := strings.Repeat("no weights of a model ", 100_000)
	half := len(content) / 2
	var mu sync.Mutex
	var asked []string
	come := make(chan bool)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.Path+" "+r.Header.Get("Range"))
		first := len(asked) == 1
		mu.Unlock()
		if !first {
			http.ServeContent(w, r, "", time.Time{}, strings.NewReader(content))
			return
		}
		w.Header().Set("Content-Length", "2200000")
		w.Write([]byte(content[:half]))
		w.(http.Flusher).Flush()
		close(come)
		<-r.Context().Done() // never the rest
	}))
	defer s.Close()
	models := t.TempDir()
	part := filepath.Join(models, "ggml-base.en.bin.part")
	get := func() *exec.Cmd {
		c := exec.Command(os.Args[0], "speech", "get", "base.en")
		c.Args[0] = "showhow"
		c.Env = append(os.Environ(), "SHOWHOW_MODELS="+models, "SHOWHOW_MODELS_MIRROR="+s.URL)
		return c
	}
	c := get()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-come
	for { // until what was sent is in the file: the run then waits for more without end
		if st, err := os.Stat(part); err == nil && st.Size() == int64(half) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	c.Process.Kill()
	c.Wait()
	said, err := get().CombinedOutput()
	if err == nil || c.ProcessState.ExitCode() == 0 || !strings.Contains(string(said), "checksum is wrong") {
		t.Errorf("%v: %s", err, said)
	}
	if len(asked) != 2 || asked[1] != "/ggml-base.en.bin bytes=1100000-" {
		t.Errorf("asked for %q", asked)
	}
	if left, _ := os.ReadDir(models); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
