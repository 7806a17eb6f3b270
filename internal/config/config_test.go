package config

import (
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/sop"
)

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	os.WriteFile(file, []byte("tesseract = \"tess\"\nmax_bytes = 100\nocr_languages = \"eng,deu\"\n"), 0o600)
	c, err := Load([]string{"SHOWHOW_TESSERACT=other", "SHOWHOW_FFMPEG=", "PATH=x"}, file, true)
	if err != nil {
		t.Fatal(err)
	}
	if c.Text("tesseract") != "other" || c.Int("max_bytes") != 100 || len(c.List("ocr_languages")) != 2 || c.Text("ffmpeg") != "ffmpeg" {
		t.Errorf("%v", c.values)
	}
	for name, env := range map[string]string{"unknown": "SHOWHOW_NO_SUCH=1", "not a number": "SHOWHOW_MAX_BYTES=many", "not a URL": "SHOWHOW_SPEECH_URL=ftp://x", "not a duration": "SHOWHOW_MAX_DURATION=5"} {
		if _, err := Load([]string{env}, "none", false); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(nil, filepath.Join(t.TempDir(), "none"), true); err == nil {
		t.Error("a config file that was named and isn't there is no error")
	}
	os.WriteFile(file, []byte("tesseract = [[["), 0o600)
	if _, err := Load(nil, file, false); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a broken file: %v", err)
	}
}
