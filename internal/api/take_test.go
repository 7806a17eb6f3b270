package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/store"
)

// pictures are the desk's, with files that are nowhere.
type pictures struct {
	*desk.Desk
	db *store.DB
}

func (p pictures) Take(ctx context.Context, procedure, id string) (take.Take, error) {
	return p.db.Read().Take(ctx, procedure, id)
}

type file struct{ *bytes.Reader }

func (file) Close() error { return nil }

func (p pictures) Taken(_ context.Context, k take.Take) (io.ReadSeekCloser, time.Time, error) {
	if k.State != take.Done {
		return nil, time.Time{}, &sop.Error{Code: sop.NotFound, Message: "There is no such picture."}
	}
	return file{bytes.NewReader([]byte("picture"))}, time.Now(), nil
}

func (p pictures) Bring(ctx context.Context, a desk.Actor, slug string, in io.Reader) (take.Own, error) {
	b, err := io.ReadAll(in)
	if err == nil {
		_, err = p.Brought(ctx, a, slug, "ABC")
	}
	return take.Own{Name: "ABC", Width: len(b)}, err
}

// photo is a picture that ada had made.
func (o *office) photo() string {
	o.Helper()
	k, err := o.desk.Ask(o.Context(), o.ada, "deploy", take.Shooting{Own: "ABC"})
	if err == nil {
		err = o.desk.Took(o.Context(), desk.Sitting{Take: k}, sop.Figure{Image: desk.TakeName(k), Width: 7})
	}
	if err != nil {
		o.Fatal(err)
	}
	return k.ID
}

// A program has a picture made, learns what has become of it, and gets it; one that asks for too many at once is told so.
func TestTakes(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read write")
	var own take.Own
	if got := o.ask("POST /v1/procedures/deploy/own", by, "file", &own); got != http.StatusCreated || own.Name != "ABC" {
		t.Fatalf("%d, %+v", got, own)
	}
	var k struct {
		ID, State, Picture string
		Figure             json.RawMessage
		Fault              *sop.Fault
	}
	body := map[string]any{"own": own.Name, "crop": []int{1, 2, 30, 40}, "masks": [][]int{{5, 6, 7, 8}}}
	if got := o.ask("POST /v1/procedures/deploy/takes", by, body, &k); got != http.StatusOK || k.State != "waiting" || k.Picture != "" {
		t.Fatalf("%d, %+v", got, k)
	}
	asked, err := o.db.Read().TakeByID(t.Context(), k.ID)
	if err != nil || asked.Author != o.ada.Account || asked.Shooting.Crop != (sop.Box{X: 1, Y: 2, W: 30, H: 40}) || len(asked.Shooting.Masks) != 1 || asked.Shooting.Masks[0] != (sop.Box{X: 5, Y: 6, W: 7, H: 8}) {
		t.Errorf("%+v, %v", asked, err)
	}
	at := "/v1/procedures/deploy/takes/" + k.ID
	if got := o.ask("GET "+at+"/picture", by, nil, nil); got != http.StatusNotFound {
		t.Errorf("before it was made: %d", got)
	}
	if err := o.desk.Took(t.Context(), desk.Sitting{Take: asked}, sop.Figure{Image: desk.TakeName(asked), Width: 30}); err != nil {
		t.Fatal(err)
	}
	if got := o.ask("GET "+at, by, nil, &k); got != http.StatusOK || k.State != "done" || k.Picture != at+"/picture" || !bytes.Contains(k.Figure, []byte(desk.TakeName(asked))) {
		t.Errorf("%d, %+v", got, k)
	}
	r := httptest.NewRequest("GET", k.Picture, nil)
	r.Header.Set("Authorization", by[len("Authorization: "):])
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" || w.Body.String() != "picture" {
		t.Errorf("%d %s %s", w.Code, w.Header(), w.Body)
	}
	for _, bad := range []map[string]any{{"own": "../x"}, {"at": 1}, {"own": "ABC", "crop": []int{1}}, {"own": "ABC", "masks": [][]int{{1, 2}}}, {"own": "ABC", "nothing": 1}} {
		if got := o.ask("POST /v1/procedures/deploy/takes", by, bad, nil); got < 400 || got >= 500 {
			t.Errorf("%v: %d", bad, got)
		}
	}
	var last struct{ Detail string }
	n := 0
	for ; n < 100; n++ {
		if got := o.ask("POST /v1/procedures/deploy/takes", by, body, &last); got == http.StatusTooManyRequests {
			break
		} else if got != http.StatusOK {
			t.Fatal(got)
		}
	}
	if n != 16 || last.Detail != "16 pictures that you asked for are still to be made. Wait until some of them are there. If none comes, perhaps no worker runs." {
		t.Error(n, fmt.Sprintf("%q", last.Detail))
	}
}
