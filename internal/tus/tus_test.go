package tus

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// TestStatuses sends one request each to a site where an upload of ten bytes has four.
func TestStatuses(t *testing.T) {
	post, patch := usual.and(headers{"Upload-Length": "10"}), bytesAt(4)
	for _, c := range []struct {
		name, method, path string // the path "U" is the upload's
		headers            headers
		body               string
		status             int
	}{
		{"options", "OPTIONS", "/uploads/", nil, "", 204},
		{"options of an upload", "OPTIONS", "U", nil, "", 204},
		{"create", "POST", "/uploads/", post, "", 201},
		{"create without a slash", "POST", "/uploads", post, "", 201},
		{"create, other version", "POST", "/uploads/", post.and(headers{"Tus-Resumable": "0.2.2"}), "", 412},
		{"create, no version", "POST", "/uploads/", post.and(headers{"Tus-Resumable": "-"}), "", 412},
		{"create, nobody", "POST", "/uploads/", post.and(headers{"X-Owner": "-"}), "", 401},
		{"create, no length", "POST", "/uploads/", usual, "", 400},
		{"create, negative", "POST", "/uploads/", usual.and(headers{"Upload-Length": "-1"}), "", 400},
		{"create, signed", "POST", "/uploads/", usual.and(headers{"Upload-Length": "+1"}), "", 400},
		{"create, huge number", "POST", "/uploads/", usual.and(headers{"Upload-Length": "99999999999999999999"}), "", 400},
		{"create, no number", "POST", "/uploads/", usual.and(headers{"Upload-Length": "ten"}), "", 400},
		{"create, length and later", "POST", "/uploads/", post.and(headers{"Upload-Defer-Length": "1"}), "", 400},
		{"create, length later", "POST", "/uploads/", usual.and(headers{"Upload-Defer-Length": "1"}), "", 201},
		{"create, length never", "POST", "/uploads/", usual.and(headers{"Upload-Defer-Length": "2"}), "", 400},
		{"create, bad metadata", "POST", "/uploads/", post.and(headers{"Upload-Metadata": "a !"}), "", 400},
		{"create, too large", "POST", "/uploads/", usual.and(headers{"Upload-Length": "1001"}), "", 413},
		{"create, as large as may be", "POST", "/uploads/", usual.and(headers{"Upload-Length": "1000"}), "", 201},
		{"create with bytes", "POST", "/uploads/", post.and(headers{"Content-Type": bytesType}), "0123", 201},
		{"create with bytes of another kind", "POST", "/uploads/", post.and(headers{"Content-Type": "text/plain"}), "0123", 415},
		{"create with too many bytes", "POST", "/uploads/", post.and(headers{"Content-Type": bytesType}), "0123456789x", 413},
		{"list", "GET", "/uploads/", usual, "", 405},
		{"patch of all", "PATCH", "/uploads/", patch, "x", 405},
		{"read", "GET", "U", usual, "", 405},
		{"put", "PUT", "U", usual, "", 405},
		{"head", "HEAD", "U", usual, "", 200},
		{"head of another's", "HEAD", "U", usual.and(headers{"X-Owner": "bob"}), "", 404},
		{"head of nothing", "HEAD", "/uploads/nothing", usual, "", 404},
		{"head of a path", "HEAD", "/uploads/a/b", usual, "", 404},
		{"head, other version", "HEAD", "U", usual.and(headers{"Tus-Resumable": "2"}), "", 412},
		{"patch", "PATCH", "U", patch, "45", 204},
		{"patch of nothing", "PATCH", "U", patch, "", 204},
		{"patch, type with a parameter", "PATCH", "U", patch.and(headers{"Content-Type": bytesType + "; charset=binary"}), "45", 204},
		{"patch to the end", "PATCH", "U", patch, "456789", 204},
		{"patch beyond the end", "PATCH", "U", patch, "456789x", 413},
		{"patch before", "PATCH", "U", bytesAt(3), "x", 409},
		{"patch behind", "PATCH", "U", bytesAt(5), "x", 409},
		{"patch nowhere", "PATCH", "U", patch.and(headers{"Upload-Offset": "-"}), "x", 400},
		{"patch at no number", "PATCH", "U", patch.and(headers{"Upload-Offset": "-4"}), "x", 400},
		{"patch, other type", "PATCH", "U", patch.and(headers{"Content-Type": "application/json"}), "x", 415},
		{"patch, no type", "PATCH", "U", patch.and(headers{"Content-Type": "-"}), "x", 415},
		{"patch of another's", "PATCH", "U", patch.and(headers{"X-Owner": "bob"}), "x", 404},
		{"patch, nobody", "PATCH", "U", patch.and(headers{"X-Owner": "-"}), "x", 401},
		{"patch with another length", "PATCH", "U", patch.and(headers{"Upload-Length": "11"}), "x", 400},
		{"patch with the same length", "PATCH", "U", patch.and(headers{"Upload-Length": "10"}), "x", 204},
		{"patch, unknown checksum", "PATCH", "U", patch.and(headers{"Upload-Checksum": "md5 XrY7u+Ae7tCTyyK7j1rNww=="}), "x", 400},
		{"patch, wrong checksum", "PATCH", "U", patch.and(headers{"Upload-Checksum": "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="}), "x", 460},
		{"patch through post", "POST", "U", patch.and(headers{"X-HTTP-Method-Override": "PATCH"}), "45", 204},
		{"patch through get", "GET", "U", patch.and(headers{"X-HTTP-Method-Override": "PATCH"}), "", 405},
		{"delete", "DELETE", "U", usual, "", 204},
		{"delete another's", "DELETE", "U", usual.and(headers{"X-Owner": "bob"}), "", 404},
		{"delete nothing", "DELETE", "/uploads/nothing", usual, "", 404},
		{"delete through post", "POST", "U", usual.and(headers{"X-HTTP-Method-Override": "DELETE"}), "", 204},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, Limits{Size: 1000})
			u := s.create(10)
			s.want(204, "PATCH", u, bytesAt(0), "0123")
			path := strings.Replace(c.path, "U", u, 1)
			a := s.ask(c.method, path, c.headers, strings.NewReader(c.body))
			if a.StatusCode != c.status {
				t.Fatalf("got %d %q, want %d", a.StatusCode, a.text, c.status)
			}
			if a.Header.Get("Tus-Resumable") != "1.0.0" || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers: %v", a.Header)
			}
			if told := strings.TrimSpace(a.text); a.StatusCode >= 400 && c.method != "HEAD" && !strings.HasSuffix(told, ".") {
				t.Errorf("it says %q", told)
			}
			if a.StatusCode == 412 && a.Header.Get("Tus-Version") != "1.0.0" || a.StatusCode == 405 && a.Header.Get("Allow") == "" {
				t.Errorf("headers: %v", a.Header)
			}
			if a.StatusCode >= 400 {
				s.stands(u, 4) // nothing of what was refused is in it
			}
		})
	}
}

func TestOptionsTellWhatIsServed(t *testing.T) {
	a := newSite(t, Limits{Size: 1000}).want(204, "OPTIONS", "/uploads/", nil, "")
	for name, want := range map[string]string{"Tus-Version": "1.0.0", "Tus-Max-Size": "1000", "Tus-Extension": extensions, "Tus-Checksum-Algorithm": "sha1,sha256"} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestFromBeginningToEnd(t *testing.T) {
	s := newSite(t, Limits{})
	meta := "filename " + base64.StdEncoding.EncodeToString([]byte("../Änderung.mp4")) + ",wait"
	a := s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Length": "10", "Upload-Metadata": meta}), "")
	u := a.Header.Get("Location")
	if a.Header.Get("Upload-Offset") != "0" || a.Header.Get("Upload-Expires") == "" {
		t.Errorf("headers: %v", a.Header)
	}
	for at, text := range []string{0: "012", 3: "3456", 7: "789"} {
		if text == "" {
			continue
		}
		s.stands(u, int64(at))
		p := s.want(204, "PATCH", u, bytesAt(int64(at)), text)
		if p.Header.Get("Upload-Offset") != number(int64(at+len(text))) || (p.Header.Get("Upload-Expires") == "") != (at == 7) {
			t.Errorf("headers: %v", p.Header)
		}
	}
	s.holds(u, []byte("0123456789"), 1)
	done := s.done[0]
	if done.Name != "Änderung.mp4" || done.Owner != "ann" || done.Size != 10 || done.Metadata["filename"] != "../Änderung.mp4" || done.Created.IsZero() || !done.Finished.IsZero() {
		t.Errorf("handed over: %+v", done)
	}
	h := s.want(200, "HEAD", u, usual, "").Header
	if h.Get("Upload-Offset") != "10" || h.Get("Upload-Length") != "10" || h.Get("Upload-Metadata") != meta {
		t.Errorf("headers: %v", h)
	}
	s.want(204, "PATCH", u, bytesAt(10), "")
	s.want(409, "DELETE", u, usual, "")
	s.holds(u, []byte("0123456789"), 1)
}

func TestBytesWithTheBeginning(t *testing.T) {
	s := newSite(t, Limits{})
	a := s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Length": "4", "Content-Type": bytesType}), "0123")
	if a.Header.Get("Upload-Offset") != "4" {
		t.Errorf("headers: %v", a.Header)
	}
	s.holds(a.Header.Get("Location"), []byte("0123"), 1)
	empty := s.create(0)
	s.holds(empty, nil, 2)
	s.stands(empty, 0)
	s.holds(empty, nil, 2)
}

func TestLengthToldLater(t *testing.T) {
	s := newSite(t, Limits{Size: 8})
	u := s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Defer-Length": "1"}), "").Header.Get("Location")
	s.want(204, "PATCH", u, bytesAt(0), "0123")
	if h := s.want(200, "HEAD", u, usual, "").Header; h.Get("Upload-Defer-Length") != "1" || h.Get("Upload-Length") != "" {
		t.Errorf("headers: %v", h)
	}
	s.want(413, "PATCH", u, bytesAt(4), "45678")
	s.want(400, "PATCH", u, bytesAt(4).and(headers{"Upload-Length": "3"}), "")
	s.want(413, "PATCH", u, bytesAt(4).and(headers{"Upload-Length": "9"}), "")
	s.want(204, "PATCH", u, bytesAt(4).and(headers{"Upload-Length": "6"}), "4")
	s.want(400, "PATCH", u, bytesAt(5).and(headers{"Upload-Length": "7"}), "")
	s.want(204, "PATCH", u, bytesAt(5), "5")
	s.holds(u, []byte("012345"), 1)
	still := s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Defer-Length": "1"}), "").Header.Get("Location")
	s.want(204, "PATCH", still, bytesAt(0), "0123")
	s.want(204, "PATCH", still, bytesAt(4).and(headers{"Upload-Length": "4"}), "") // told when all is there
	s.holds(still, []byte("0123"), 2)
}

func TestMoreThanAnnounced(t *testing.T) {
	s := newSite(t, Limits{})
	u := s.create(4)
	if a := s.ask("PATCH", u, bytesAt(0), struct{ *strings.Reader }{strings.NewReader("01234")}); a.StatusCode != 413 { // in chunks, its length untold
		t.Errorf("got %d %s", a.StatusCode, a.text)
	}
	s.stands(u, 4) // the four are kept, and the upload is complete once someone asks
	s.holds(u, []byte("0123"), 1)
}

func TestChecksums(t *testing.T) {
	s := newSite(t, Limits{})
	u := s.create(8)
	sum1, sum256 := sha1.Sum([]byte("0123")), sha256.Sum256([]byte("4567"))
	one := "sha1 " + base64.StdEncoding.EncodeToString(sum1[:])
	s.want(badChecksum, "PATCH", u, bytesAt(0).and(headers{"Upload-Checksum": one}), "0124")
	s.stands(u, 0)
	s.want(204, "PATCH", u, bytesAt(0).and(headers{"Upload-Checksum": one}), "0123")
	s.want(204, "PATCH", u, bytesAt(4).and(headers{"Upload-Checksum": "sha256 " + base64.StdEncoding.EncodeToString(sum256[:])}), "4567")
	s.holds(u, []byte("01234567"), 1)
}

// TestHandingOverIsTriedAgain until it succeeds, and not once more.
func TestHandingOverIsTriedAgain(t *testing.T) {
	s := newSite(t, Limits{})
	u := s.create(4)
	s.fail = errors.New("database gone")
	s.want(500, "PATCH", u, bytesAt(0), "0123")
	s.want(500, "HEAD", u, usual, "")
	s.want(500, "PATCH", u, bytesAt(4), "")
	s.fail = &sop.Error{Code: sop.Unreadable, Message: "This is no recording."}
	if a := s.want(422, "PATCH", u, bytesAt(4), ""); a.text != "This is no recording.\n" {
		t.Errorf("it says %q", a.text)
	}
	s.fail = nil
	s.stands(u, 4)
	s.stands(u, 4)
	s.want(204, "PATCH", u, bytesAt(4), "")
	s.holds(u, []byte("0123"), 5)
}

func TestSweepHandsOver(t *testing.T) {
	s := newSite(t, Limits{})
	u := s.create(4)
	s.fail = errors.New("killed")
	s.want(500, "PATCH", u, bytesAt(0), "0123")
	if err := s.h.Sweep(t.Context()); err == nil {
		t.Error("the sweep doesn't say that it failed")
	}
	s.fail = nil
	s.ahead = 365 * 24 * time.Hour // whole uploads don't expire
	for range 2 {
		if err := s.h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.holds(u, []byte("0123"), 3)
}

func TestExpiry(t *testing.T) {
	s := newSite(t, Limits{Keep: time.Hour})
	resting, going := s.create(8), s.create(8)
	s.want(204, "PATCH", resting, bytesAt(0), "0123")
	s.ahead = 40 * time.Minute
	s.want(204, "PATCH", going, bytesAt(0), "0123")
	s.ahead = 80 * time.Minute
	for method, h := range map[string]headers{"HEAD": usual, "PATCH": bytesAt(4), "DELETE": usual} {
		s.want(410, method, resting, h, "")
	}
	s.stands(going, 4)
	if err := s.h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.want(404, "HEAD", resting, usual, "")
	s.stands(going, 4)
	if len(s.ledger.Records) != 1 {
		t.Errorf("there are %d records", len(s.ledger.Records))
	}
	at, err := http.ParseTime(s.want(200, "HEAD", going, usual, "").Header.Get("Upload-Expires"))
	if err != nil || time.Until(at) < 90*time.Minute || time.Until(at) > 100*time.Minute {
		t.Errorf("it expires in %v, %v", time.Until(at), err)
	}
}

func TestLimits(t *testing.T) {
	s := newSite(t, Limits{Open: 2, Free: 100})
	first := s.create(10)
	s.create(10)
	if a := s.want(429, "POST", "/uploads/", usual.and(headers{"Upload-Length": "1"}), ""); !strings.Contains(a.text, "2 uploads are unfinished") {
		t.Errorf("it says %q", a.text)
	}
	s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Length": "1", "X-Owner": "bob"}), "")
	s.want(204, "DELETE", first, usual, "")
	u := s.create(10)
	s.want(204, "PATCH", u, bytesAt(0), "0123456789") // finished ones don't count
	u = s.create(10)
	s.room = 105
	s.want(507, "POST", "/uploads/", usual.and(headers{"Upload-Length": "6", "X-Owner": "eve"}), "")
	s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Length": "5", "X-Owner": "eve"}), "")
	s.want(507, "PATCH", u, bytesAt(0), "0123456789")
	s.want(204, "PATCH", u, bytesAt(0), "01234")
	a := s.want(413, "POST", "/uploads/", usual.and(headers{"Upload-Length": fmt.Sprint(int64(1) << 60)}), "")
	if !strings.Contains(a.text, "16384 MiB") {
		t.Errorf("it says %q", a.text)
	}
}

// An upload whose last byte has come, and which is refused for good, waits a week for somebody to mend why, and is dropped then with its object. One that
// can't be taken over because something failed stays.
func TestARefusedUploadIsDropped(t *testing.T) {
	for name, c := range map[string]struct {
		fail  error
		stays bool
	}{
		"a quota":  {&sop.Error{Code: sop.Exhausted, Message: "Used up."}, false},
		"a wish":   {&sop.Error{Code: sop.Invalid, Message: "No."}, false},
		"a defect": {errors.New("database gone"), true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Limits{})
			s.fail = c.fail
			u := s.create(4)
			r, err := http.NewRequest("PATCH", s.URL+u, strings.NewReader("0123"))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range bytesAt(0) {
				r.Header.Set(name, value)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Body.Close(); answer.StatusCode < 400 {
				t.Errorf("it was taken: %s", answer.Status)
			}
			if err := s.h.Sweep(t.Context()); err == nil || len(s.ledger.Records) != 1 || len(s.forgot) != 0 {
				t.Errorf("before a week: %v, %d records, %v", err, len(s.ledger.Records), s.forgot)
			}
			s.ahead = 8 * 24 * time.Hour
			err = s.h.Sweep(t.Context())
			if c.stays != (err != nil) || c.stays != (len(s.ledger.Records) == 1) || c.stays != (len(s.forgot) == 0) {
				t.Errorf("after a week: %v, %d records, %v", err, len(s.ledger.Records), s.forgot)
			}
		})
	}
}
