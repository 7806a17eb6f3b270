package bench

import (
	"reflect"
	"testing"
	"testing/fstest"
)

func TestFind(t *testing.T) {
	file := &fstest.MapFile{}
	got, err := Find(fstest.MapFS{
		"tune/b/recording.mp4": file, "tune/b/truth.json": file, "tune/b/recording.vtt": file, "tune/b/sheet.png": file,
		"tune/a/recording.cast": file, "tune/a/truth.json": file,
		"no-truth/recording.mp4": file, "no-recording/truth.json": file, "other/film.mp4": file, "other/truth.json": file,
	})
	want := []Found{
		{Name: "tune/a", Group: "tune", Recording: "tune/a/recording.cast", Truth: "tune/a/truth.json"},
		{Name: "tune/b", Group: "tune", Recording: "tune/b/recording.mp4", Truth: "tune/b/truth.json", Subtitles: "tune/b/recording.vtt"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	got, _ = Find(fstest.MapFS{"recording.webm": file, "truth.json": file})
	if len(got) != 1 || got[0].Name != "." || got[0].Group != "" {
		t.Errorf("the root as a case: %+v", got)
	}
}

func TestReadScenes(t *testing.T) {
	got := ReadScenes([]byte("frame:0    pts:0       pts_time:0\nlavfi.scene_score=0.000000\nnoise\nframe:1    pts:512     pts_time:0.0333\nlavfi.scene_score=0.41\nframe:2 pts:1 pts_time:x\nlavfi.scene_score=0.5\n"))
	if want := []SceneScore{{0, 0}, {0.0333, 0.41}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzReadScenes(f *testing.F) {
	f.Add([]byte("frame:1 pts_time:1e9\nlavfi.scene_score=NaN\n"))
	f.Fuzz(func(_ *testing.T, b []byte) { BestScene(Truth{Steps: []Step{{}}}, ReadScenes(b)) })
}
