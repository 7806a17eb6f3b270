package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/blob/s3/s3test"
	"showhow/internal/config"
	"showhow/internal/sop"
	"showhow/internal/store/storetest"
)

// shot is a picture that was asked for, as the API tells of it.
type shot struct {
	ID, State, Picture string
	Figure             sop.Figure
	Fault              *sop.Fault
}

// pushed brings a recording to a server, waits for its draft, and gives its slug.
func (s site) pushed(t *testing.T, recording, title string) string {
	t.Helper()
	c, err := config.Load([]string{"SHOWHOW_WORK=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	at, err := New(c).Push(t.Context(), Push{Recording: recording, Server: s.at, Title: title, Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	return at[strings.LastIndexByte(at, '/')+1:]
}

// asks asks for a picture.
func (s site) asks(t *testing.T, slug, body string) (k shot) {
	t.Helper()
	if got, _ := s.ask(t, "POST", "/v1/procedures/"+slug+"/takes", strings.NewReader(body), &k); got != http.StatusOK || k.State != "waiting" {
		t.Fatalf("%d, %+v", got, k)
	}
	return k
}

// taken waits until something has become of a picture.
func (s site) taken(t *testing.T, slug string, k shot) shot {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); k.State == "waiting"; time.Sleep(50 * time.Millisecond) {
		if got, _ := s.ask(t, "GET", "/v1/procedures/"+slug+"/takes/"+k.ID, nil, &k); got != http.StatusOK {
			t.Fatal(got)
		}
		if time.Now().After(end) {
			t.Fatalf("it isn't made: %+v", k)
		}
	}
	return k
}

// file is a picture's.
func (s site) file(t *testing.T, k shot) ([]byte, image.Image) {
	t.Helper()
	status, b, _ := s.get(t, k.Picture)
	img, err := png.Decode(bytes.NewReader(b))
	if status != http.StatusOK || err != nil {
		t.Fatalf("%+v: %d, %v", k, status, err)
	}
	return b, img
}

// Of a terminal recording another moment can be shown: drawn from what stood there, with a part chosen and places masked. Markdown's picture of what
// was drafted shows marks that were set since.
func TestTakesOfATerminal(t *testing.T) {
	s := serveSite(t)
	slug := s.pushed(t, "../../testdata/recording/terminal-answers/recording.cast", "Answers")
	whole := s.taken(t, slug, s.asks(t, slug, `{"at": 4.5, "whole": true}`))
	if whole.State != "done" || whole.Figure.Crop != (sop.Box{W: 100 * sop.CellWidth, H: 30 * sop.CellHeight}) {
		t.Fatalf("%+v", whole)
	}
	_, all := s.file(t, whole)
	early := s.taken(t, slug, s.asks(t, slug, `{"at": 0.1, "whole": true}`))
	if _, first := s.file(t, early); all.Bounds() != first.Bounds() || alikePictures(all, first) {
		t.Error("another moment shows the same")
	}
	part := s.taken(t, slug, s.asks(t, slug, `{"at": 4.5, "crop": [0, 0, 400, 200], "masks": [[10, 0, 100, 20]]}`))
	if part.State != "done" || part.Figure.Width != 400 || part.Figure.Height != 200 || part.Figure.Crop != (sop.Box{W: 400, H: 200}) || part.Figure.At != sop.Seconds(4.5) || part.Figure.Evidence.Empty() {
		t.Fatalf("%+v", part)
	}
	_, img := s.file(t, part)
	dark := img.At(10, 0)
	for x := 10; x < 110; x++ {
		for y := range 20 {
			if img.At(x, y) != dark {
				t.Fatal("something can be seen under a mask")
			}
		}
	}
	marks := s.marked(t, slug)
	if status, page, _ := s.get(t, "/s/"+slug); status != http.StatusOK || !bytes.Contains(page, []byte("data-filmed")) || !bytes.Contains(page, []byte("/pictures/vector/"+marks.image)) {
		t.Error("the page offers no other moments, or doesn't show the drawing")
	}
	status, doc, _ := s.get(t, "/s/"+slug+"/sop.zip")
	if at := slug + "-pictures/" + marks.image; status != http.StatusOK || !bytes.Contains(doc, []byte(at)) {
		t.Errorf("%d: %s isn't packed with the Markdown", status, at)
	}
	if bytes.Equal(marks.before, marks.after) {
		t.Error("Markdown's picture keeps the drafted marks")
	}
	if k := s.taken(t, slug, s.asks(t, slug, `{"at": 9.3, "crop": [0, 0, 100, 100]}`)); k.State != "done" {
		t.Errorf("the end: %+v", k)
	}
	var no struct{ Detail string }
	if got, _ := s.ask(t, "POST", "/v1/procedures/"+slug+"/takes", strings.NewReader(`{"at": 900}`), &no); got != http.StatusBadRequest || !strings.Contains(no.Detail, "no moment") {
		t.Errorf("%d %+v", got, no)
	}
}

// marking is what became of a drafted picture when a mark was added to it.
type marking struct {
	image         string
	before, after []byte
}

func (s site) marked(t *testing.T, slug string) (m marking) {
	t.Helper()
	for _, p := range s.copyOf(t, slug).Pieces {
		var step sop.Step
		if json.Unmarshal(p.Body, &step) != nil || !strings.HasPrefix(p.Key, "step/") || len(step.Figures) == 0 {
			continue
		}
		f := &step.Figures[0]
		m.image = f.Image
		_, m.before, _ = s.get(t, "/s/"+slug+"/pictures/marked/"+m.image)
		f.Marks = append(f.Marks, sop.Mark{Kind: sop.MarkBox, Box: &sop.Box{X: f.Crop.X + 20, Y: f.Crop.Y + 20, W: 60, H: 20}, Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}})
		body, err := json.Marshal(map[string]any{"changes": []any{map[string]any{"key": p.Key, "base": p.Version, "body": step}}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.Post(s.at+"/s/"+slug+"/changes", "application/json", bytes.NewReader(body))
		if err != nil || r.StatusCode != http.StatusOK {
			b, _ := io.ReadAll(r.Body)
			t.Fatalf("%v %d %s", err, r.StatusCode, b)
		}
		r.Body.Close()
		_, m.after, _ = s.get(t, "/s/"+slug+"/pictures/marked/"+m.image)
		return m
	}
	t.Fatal("no picture was drafted")
	return m
}

func alikePictures(a, b image.Image) bool {
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// Two terminal recordings that differ in nothing but a secret give the same picture of each moment, letter for letter; two that differ in another word
// don't.
func TestTakesHideSecretsOfATerminal(t *testing.T) {
	s := serveSite(t)
	cast := func(name, token, host string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), name+".cast")
		lines := []string{`{"version": 2, "width": 80, "height": 10}`, `[0.1, "o", "$ "]`, fmt.Sprintf(`[0.6, "o", "export API_TOKEN=%s\r\n$ "]`, token),
			fmt.Sprintf(`[1.5, "o", "curl -H token:$API_TOKEN https://%s/\r\nsent %s\r\n$ "]`, host, token), `[3, "o", "exit\r\n"]`}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var files [][]byte
	for i, x := range []string{cast("a", "Zk7wQ2mXr9LpT4vB8nYc", "one.example.com"), cast("b", "Hb3rP8sKd6VqW2xN5jGf", "one.example.com"), cast("c", "Hb3rP8sKd6VqW2xN5jGf", "two.example.com")} {
		slug := s.pushed(t, x, fmt.Sprint("Token ", i))
		k := s.taken(t, slug, s.asks(t, slug, `{"at": 2, "whole": true}`))
		if k.State != "done" {
			t.Fatalf("%+v", k.Fault)
		}
		b, _ := s.file(t, k)
		files = append(files, b)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("a secret can be told from another")
	}
	if bytes.Equal(files[1], files[2]) {
		t.Error("this test can't fail: another word makes no difference")
	}
}

// A worker that is killed while it makes a picture leaves it to another: it is made once, and can be used.
func TestKilledTake(t *testing.T) { killedTake(t, "SHOWHOW_DATA="+t.TempDir()) }

// The same with the database in PostgreSQL and the recordings and pictures in an S3 store, by workers on other machines.
func TestKilledTakeElsewhere(t *testing.T) {
	address, b := storetest.Postgres(t).Database(t), s3test.Start(t).Bucket(t)
	killedTake(t, "SHOWHOW_DATABASE="+address, "SHOWHOW_S3_ENDPOINT="+b.Endpoint, "SHOWHOW_S3_REGION="+b.Region, "SHOWHOW_S3_BUCKET="+b.Name, "SHOWHOW_S3_KEY="+b.Key, "SHOWHOW_S3_SECRET="+b.Secret)
}

func killedTake(t *testing.T, common ...string) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	for _, p := range []string{"ffmpeg", "tesseract"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("there is no " + p)
		}
	}
	machine := func() []string {
		if strings.HasPrefix(common[0], "SHOWHOW_DATA=") {
			return slices.Clone(common)
		}
		return append(slices.Clone(common), "SHOWHOW_DATA="+t.TempDir())
	}
	s := serveSite(t, append(machine(), "SHOWHOW_JOBS=0")...)
	w, who := openWorkspace(t, append(machine(), "SHOWHOW_JOBS=0")...)
	kill := another(t, machine()...)
	n := bring(t, w, who)
	n = until(t, w, n, func(n sop.Run) bool { return n.State.Over() })
	p, err := w.Store().Read().ProcedureByID(t.Context(), who.Workspace, n.Procedure)
	if err != nil {
		t.Fatal(err)
	}
	k := s.asks(t, p.Slug, `{"at": 27, "crop": [0, 0, 600, 400]}`)
	for running := 0; running == 0; time.Sleep(2 * time.Millisecond) {
		if err := w.Store().Pool().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM river_job WHERE state = 'running'").Scan(&running); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	waits, err := w.Store().Read().TakeByID(t.Context(), k.ID)
	if err != nil || waits.Made != nil {
		t.Fatalf("it was made before the worker could be killed: %+v, %v", waits, err)
	}
	another(t, machine()...)
	k = s.taken(t, p.Slug, k)
	if k.State != "done" || k.Figure.Width != 600 {
		t.Fatalf("%+v %+v", k, k.Fault)
	}
	if _, img := s.file(t, k); img.Bounds().Dx() != 600 || img.Bounds().Dy() != 400 {
		t.Error(img.Bounds())
	}
	drawn, err := w.Store().Read().Drawings(t.Context(), p.ID)
	if err != nil || len(drawn) != 1 || drawn[0].Image != k.Figure.Image {
		t.Errorf("%+v, %v", drawn, err)
	}
	var own struct{ Own string }
	photo := new(bytes.Buffer)
	if err := png.Encode(photo, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.ask(t, "POST", "/v1/procedures/"+p.Slug+"/own", photo, &own); got != http.StatusCreated {
		t.Fatal(got)
	}
	mine := s.taken(t, p.Slug, s.asks(t, p.Slug, `{"own": "`+own.Own+`", "crop": [10, 10, 100, 50]}`))
	if _, img := s.file(t, mine); img.Bounds().Dx() != 100 {
		t.Error(img.Bounds())
	}
	keys := func() (all []string) {
		t.Helper()
		for x, err := range w.Blobs().List(t.Context(), "procedures/"+p.ID+"/") {
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(x.Key, "/own") || strings.Contains(x.Key, "/take-") {
				all = append(all, x.Key)
			}
		}
		return all
	}
	if got := keys(); len(got) != 5 { // two of each picture, and the own one as it came
		t.Errorf("%v", got)
	}
	if err := w.Tend(t.Context(), time.Now().Add(29*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := keys(); len(got) != 5 {
		t.Errorf("dropped too early: %v", got)
	}
	for range 2 { // what somebody brought goes when what was made of it has gone
		if err := w.Tend(t.Context(), time.Now().Add(31*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if got := keys(); len(got) != 0 {
		t.Errorf("nothing uses them, and yet they are kept: %v", got)
	}
}
