package desk

import (
	"encoding/json"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestWish(t *testing.T) {
	wish := func(fields string) (sop.Wish, error) {
		var all map[string]string
		if err := json.Unmarshal([]byte(fields), &all); err != nil {
			t.Fatal(err)
		}
		return WishOf(func(name string) string { return all[name] })
	}
	w, err := wish(`{"title": "  Deploy\n it ", "template": "deployment", "mask": "acme\r\n\n project x ,y", "evil": "z"}`)
	if err != nil || w.Title != "Deploy it" || w.Template != "deployment" || strings.Join(w.Mask, "|") != "acme|project x|y" {
		t.Errorf("%+v, %v", w, err)
	}
	for _, bad := range []string{`{"template": "../x"}`, `{"language": "English"}`, `{"subtitles": "../x", "subtitles_name": "a.vtt"}`, `{"subtitles": "AAAAAAAAAAAAAAAAAAAAAAAAAA/../x", "subtitles_name": "a.vtt"}`, `{"mask": "` + strings.Repeat("x", 201) + `"}`, `{"title": "` + strings.Repeat("x", 301) + `"}`} {
		if _, err := wish(bad); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := wish(`{"subtitles": "AAAAAAAAAAAAAAAAAAAAAAAAAA", "subtitles_name": "a.exe"}`); sop.CodeOf(err) != sop.Unsupported {
		t.Errorf("%v", err)
	}
	if w, err := wish(`{"language": "pt-BR", "subtitles": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "subtitles_name": "a.VTT"}`); err != nil || w.Language != "pt-BR" || w.Subtitles != "subtitles/ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		t.Errorf("%+v, %v", w, err)
	}
	if w, err := wish(`{}`); err != nil || w.Title != "" || w.Mask != nil {
		t.Errorf("%+v, %v", w, err)
	}
}
