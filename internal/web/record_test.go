package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"showhow/internal/blob/dir"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/tus"
	"showhow/internal/web/tape"
)

// fakeDevices give a browser a microphone that beeps and a screen that moves, and let pages have them.
var fakeDevices = []string{"use-fake-device-for-media-stream=display-media-type=monitor", "use-fake-ui-for-media-stream=", "mute-audio="}

// taping is an office whose recordings come through the real handler of uploads and are kept in a folder. gate may refuse a request.
type taping struct {
	*office
	uploads *tus.Handler
	folder  string
	gate    func(*http.Request) bool
}

func newTaping(t *testing.T) *taping {
	t.Helper()
	p := &taping{office: newOffice(t), folder: t.TempDir(), gate: func(*http.Request) bool { return true }}
	blobs, err := dir.Open(p.folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	p.uploads = tus.New(tus.Options{
		Base: "/uploads/", Blobs: blobs, Ledger: p.db, Leases: loan{p.db}, Owner: func(r *http.Request) string { return "ada" },
		Key: func(u sop.Upload) string { return "recordings/" + u.ID },
		Done: func(ctx context.Context, u sop.Upload) error {
			wish, err := desk.WishOf(func(name string) string { return u.Metadata[name] })
			if err != nil {
				return err
			}
			_, _, err = p.desk.TakeIn(ctx, adaWrites, desk.Arrival{Upload: u.ID, Recording: sop.Recording{Name: u.Metadata["filename"], Hash: store.NewID(), Size: u.Size}, Blob: u.Key, Wish: wish})
			return err
		},
		Limits: tus.Limits{Free: 1},
	})
	p.site.Uploads = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !p.gate(r) {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		p.uploads.ServeHTTP(w, r)
	})
	p.site.tape.Recordings = p
	return p
}

var adaWrites = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}

// loan is the store's leases in the uploads' terms.
type loan struct{ db *store.DB }

func (l loan) Take(ctx context.Context, x tus.Lease) error { return l.db.Take(ctx, store.Lease(x)) }
func (l loan) Release(ctx context.Context, x tus.Lease) error {
	return l.db.Release(ctx, store.Lease(x))
}

func (p *taping) Unfinished(ctx context.Context, a desk.Actor) (all []tape.Unfinished, err error) {
	rests, err := p.uploads.Rests(ctx, a.Account)
	for _, u := range rests {
		all = append(all, tape.Unfinished{Upload: u.ID, Title: u.Metadata["title"], Bytes: u.Bytes, Began: u.Created, Last: u.Last})
	}
	return all, err
}

func (p *taping) Mark(ctx context.Context, a desk.Actor, m tape.Mark) error {
	return p.desk.Mark(ctx, a, m.Upload, m.Marker)
}

func (p *taping) End(ctx context.Context, a desk.Actor, upload string) error {
	return p.uploads.End(ctx, a.Account, upload)
}

func (p *taping) Discard(ctx context.Context, a desk.Actor, upload string) error {
	return p.uploads.Discard(ctx, a.Account, upload)
}

// newest is the recording that was taken in last.
func (p *taping) newest(t *testing.T) sop.Holding {
	t.Helper()
	runs, err := p.db.Read().Runs(t.Context(), "w", 1)
	if err != nil || len(runs) != 1 {
		t.Fatalf("%v, %v", runs, err)
	}
	h, err := p.db.Read().Holding(t.Context(), "w", runs[0].Holding)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// taped is what ffmpeg reads of a recording that was kept: how many pictures, how many seconds, and whether there is sound.
func (p *taping) taped(t *testing.T, h sop.Holding) (pictures int, seconds float64, sound bool) {
	t.Helper()
	file := ""
	filepath.WalkDir(p.folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, filepath.Base(h.Blob)) {
			file = path
		}
		return err
	})
	out, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "stream=codec_type", "-show_entries", "packet=stream_index,pts_time", "-of", "json", file).Output()
	if err != nil {
		t.Fatalf("ffprobe %s: %v", file, err)
	}
	var told struct {
		Streams []struct {
			Kind string `json:"codec_type"`
		}
		Packets []struct {
			Stream int    `json:"stream_index"`
			At     string `json:"pts_time"`
		}
	}
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatal(err)
	}
	for _, x := range told.Packets {
		at, _ := strconv.ParseFloat(x.At, 64)
		seconds = max(seconds, at)
		if told.Streams[x.Stream].Kind == "video" {
			pictures++
		} else {
			sound = true
		}
	}
	return pictures, seconds, sound
}

func needsFFprobe(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("there is no ffprobe")
	}
}

// seconds is how many the recorder shows.
const seconds = `(c => { const [m, s] = c.split(":"); return 60 * m + +s })(document.querySelector("[data-clock]").textContent)`

// TestRecord records a screen and a voice, marks two places, pauses, and comes to the draft; the server fails once in the middle.
func TestRecord(t *testing.T) {
	p := newTaping(t)
	var patches atomic.Int64
	p.gate = func(r *http.Request) bool { return r.Method != http.MethodPatch || patches.Add(1) != 2 }
	b := newBrowser(t, p.office, fakeDevices...)
	needsFFprobe(t)
	b.open("/record")
	b.do(chromedp.SetValue(chromedp.CSS("#title"), "Rotate the key"))
	b.do(chromedp.Click(chromedp.CSS("[data-try]")))
	b.until(`document.querySelector("[data-microphone]").options.length > 2 && document.querySelector("[data-voice]").textContent === "You are heard."`)
	b.photograph("record-form", true)
	b.do(chromedp.Click(chromedp.CSS("[type=submit]")))
	b.until(`document.querySelector("[data-count-down]").textContent.startsWith("Recording begins in")`)
	b.until(seconds + ` >= 1`)
	b.keys("n")
	b.until(seconds + ` >= 2`)
	b.do(chromedp.Click(chromedp.CSS("[data-mark=warning]")))
	b.until(`document.querySelectorAll("[data-marks] li").length === 2`)
	b.keys("p")
	b.until(`document.querySelector("[data-state]").textContent === "Paused"`)
	stood := is[float64](b, seconds)
	b.photograph("recording", true)
	// the page looks at its clock four times a second, by the same timers
	b.until(`(window.looks ??= (() => { const l = { n: 0 }; setInterval(() => l.n++, 250); return l })()).n >= 6`)
	if now := is[float64](b, seconds); now != stood {
		t.Errorf("the clock went on while it was paused: %v, then %v", stood, now)
	}
	b.keys("p")
	b.until(seconds + ` >= 4`)
	b.do(chromedp.Click(chromedp.CSS("[data-stop]")))
	b.until(`location.pathname.startsWith("/runs/")`)
	b.until(`document.querySelector("h1").textContent === "Rotate the key"`)
	h := p.newest(t)
	m := h.Wish.Markers
	if len(m) != 2 || m[0].Kind != sop.MarkStep || m[1].Kind != sop.MarkWarning || m[0].At < sop.Seconds(1) || m[1].At < sop.Seconds(2) || m[1].At > sop.Seconds(4) {
		t.Errorf("marks: %+v", m)
	}
	pictures, length, sound := p.taped(t, h)
	if pictures < 10 || length < 3 || length > 20 || !sound || !strings.HasPrefix(h.Recording.Name, "recording-") || patches.Load() < 4 {
		t.Errorf("%d pictures, %v s, sound %v, name %q, %d parts", pictures, length, sound, h.Recording.Name, patches.Load())
	}
}

// TestRecordingOfAKilledTab kills the page in the middle: what came up is told of, and is drafted with its marks.
func TestRecordingOfAKilledTab(t *testing.T) {
	p := newTaping(t)
	b := newBrowser(t, p.office, fakeDevices...)
	needsFFprobe(t)
	b.open("/record")
	b.do(chromedp.SetValue(chromedp.CSS("[data-microphone]"), ""), chromedp.Click(chromedp.CSS("[type=submit]")))
	b.until(`document.querySelector("[data-clock]").textContent >= "0:01"`)
	b.keys("w")
	b.until(`document.querySelector("[data-clock]").textContent >= "0:04"`)
	killed := is[float64](b, seconds)
	crash, stop := context.WithTimeout(b.ctx, time.Second)
	defer stop()
	chromedp.Call(crash, page.Crash, cdp.Empty{}) // the page is gone without a word, and never answers
	again := newBrowser(t, p.office)
	again.open("/record")
	again.until(`document.querySelector(".left-over").innerText.includes("An unfinished recording from")`)
	again.photograph("record-left-over", true)
	again.do(chromedp.Click(chromedp.CSS(`form[action$="/draft"] button`)))
	again.until(`location.pathname.startsWith("/runs/")`)
	h := p.newest(t)
	pictures, length, sound := p.taped(t, h)
	if pictures < 5 || length < killed-3 || sound || len(h.Wish.Markers) != 1 {
		t.Errorf("%d pictures, %v s of %v, sound %v, marks %v", pictures, length, killed, sound, h.Wish.Markers)
	}
}

// TestThePrompterFloats keeps the brief beside the recorder in the window above all others; a frame stands in for that window.
func TestThePrompterFloats(t *testing.T) {
	p := newTaping(t)
	form := url.Values{"title": {"Restore the database"}, "shows": {"Stop the service\nRestore the dump\nStart it again"}}
	id := strings.TrimSuffix(strings.TrimPrefix(p.sent("POST", "/briefs", "", form).Header().Get("Location"), "/briefs/"), "?saved")
	b := newBrowser(t, p.office, fakeDevices...)
	b.before(`Object.defineProperty(window, "documentPictureInPicture", { value: { async requestWindow(o) {
		const frame = document.createElement("iframe");
		frame.id = "above"; frame.width = o.width; frame.height = o.height;
		document.body.append(frame);
		window.above = frame.contentWindow;
		return window.above;
	} } })`)
	b.open("/record?brief=" + id)
	b.do(chromedp.SetValue(chromedp.CSS("[data-microphone]"), ""), chromedp.Click(chromedp.CSS("[type=submit]")))
	b.until(seconds + ` >= 1`)
	b.do(chromedp.Click(chromedp.CSS(".prompter li:nth-child(1) input")), chromedp.Click(chromedp.CSS("[data-float]")))
	const ticked = `[...%s.querySelectorAll(".prompter li input")].map(i => i.checked ? "x" : "-").join("")`
	above, here := fmt.Sprintf(ticked, "above.document"), fmt.Sprintf(ticked, "document")
	b.until(`above.document.querySelector("[data-clock]") && ` + above + ` === "x--"`)
	if words := is[string](b, `above.document.querySelector(".prompter").innerText`); words != "Stop the service\nRestore the dump\nStart it again" {
		t.Errorf("it shows %q", words)
	}
	is[any](b, `above.document.querySelectorAll(".prompter li input")[1].click(); null`)
	b.until(here + ` === "xx-"`)
	b.do(chromedp.Click(chromedp.CSS(".prompter li:nth-child(1) input")))
	b.until(above + ` === "-x-"`)
	b.photograph("recording-brief", true)
	is[any](b, `above.document.querySelector("[data-stop]").click(); null`)
	b.until(`location.pathname.startsWith("/runs/")`)
	if h := p.newest(t); h.Wish.Brief == nil || h.Wish.Brief.ID != id {
		t.Errorf("the brief didn't go with the recording: %+v", h.Wish.Brief)
	}
}

// TestSharingIsEndedByTheBrowser ends the sharing as the browser's own bar does: what was recorded is drafted.
func TestSharingIsEndedByTheBrowser(t *testing.T) {
	p := newTaping(t)
	b := newBrowser(t, p.office, fakeDevices...)
	b.open("/record")
	is[any](b, `(get => navigator.mediaDevices.getDisplayMedia = async o => window.shared = await get.call(navigator.mediaDevices, o))(navigator.mediaDevices.getDisplayMedia); null`)
	b.do(chromedp.SetValue(chromedp.CSS("[data-microphone]"), ""), chromedp.Click(chromedp.CSS("[type=submit]")))
	// something of it was sent: a busy machine's recorder may need longer than the clock says
	b.until(`performance.getEntriesByType("resource").filter(e => e.name.includes("/uploads/")).length >= 2`)
	is[any](b, `shared.getVideoTracks()[0].dispatchEvent(new Event("ended")); null`)
	b.until(`location.pathname.startsWith("/runs/")`)
	if h := p.newest(t); h.Recording.Size == 0 {
		t.Errorf("%+v", h)
	}
}

// TestWhereABrowserCannotRecord says so in words, and recording goes on without a microphone.
func TestWhereABrowserCannotRecord(t *testing.T) {
	p := newTaping(t)
	b := newBrowser(t, p.office, fakeDevices...)
	for want, how := range map[string]string{
		"only over https":         `Object.defineProperty(window, "isSecureContext", { value: false })`,
		"can’t record the screen": `delete MediaDevices.prototype.getDisplayMedia`,
		"can’t write recordings":  `delete window.MediaRecorder`,
	} {
		forget := b.before(how)
		b.open("/record")
		b.until(`!document.querySelector("[data-cannot]").hidden && document.querySelector("[data-record-form]").hidden`)
		if words := is[string](b, `document.querySelector("[data-cannot]").innerText`); !strings.Contains(words, want) {
			t.Errorf("%q, want %q", words, want)
		}
		forget()
	}
	b.before(`navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotFoundError") }; navigator.mediaDevices.getDisplayMedia = async () => { throw new DOMException("", "NotAllowedError") }`)
	b.open("/record")
	b.do(chromedp.Click(chromedp.CSS("[data-try]")))
	b.until(`document.querySelector("[data-voice]").textContent.startsWith("There is no such microphone")`)
	b.do(chromedp.Click(chromedp.CSS("[type=submit]")))
	b.until(`document.querySelector("[data-hint]").textContent.startsWith("Nothing was chosen") && !document.querySelector("[data-record-form]").hidden`)
}

// before runs a script before each page's own, until forget.
func (b *browser) before(script string) (forget func()) {
	b.Helper()
	added, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	if err != nil {
		b.Fatal(err)
	}
	return func() {
		if _, err := chromedp.Call(b.ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: added.Identifier}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSubtitlesBesideARecording drops both at once: the words come first, and the recording names them.
func TestSubtitlesBesideARecording(t *testing.T) {
	p := newTaping(t)
	d := &hall{quota: team.Quota{Recordings: 10, Bytes: 9e9}, used: team.Usage{Recordings: 4, Bytes: 9e9}}
	p.site.tape.Intake = d
	if err := p.desk.Bring(t.Context(), adaWrites, strings.Repeat("A", 26)); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, p.office)
	b.before(`window.fetch = async (at, o) => String(at).startsWith("/v1/subtitles?name=a.vtt") ? new Response(JSON.stringify({ id: "A".repeat(26), got: await o.body.text() }), { status: 201 }) : Promise.reject()`)
	b.open("/new")
	b.photograph("new-quota", true)
	if words := is[string](b, `document.querySelector(".quota").innerText`); !strings.Contains(words, "4 of 10 recordings this month") || !strings.Contains(words, "Used up") {
		t.Errorf("%q", words)
	}
	folder := t.TempDir()
	var files []string
	for _, name := range []string{"a.webm", "a.vtt"} {
		files = append(files, filepath.Join(folder, name))
		if err := os.WriteFile(files[len(files)-1], []byte("WEBVTT\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	is[any](b, `document.querySelector("#recording").removeAttribute("accept"); document.querySelector("details.more").open = true; null`)
	b.do(chromedp.SetValue(chromedp.CSS("#language"), "de"))
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#recording"), files))
	b.until(`location.pathname.startsWith("/runs/")`)
	if h := p.newest(t); h.Recording.Name != "a.webm" || h.Wish.Subtitles != "subtitles/"+strings.Repeat("A", 26) || h.Wish.SubtitlesName != "a.vtt" || h.Wish.Language != "de" {
		t.Errorf("%+v", h)
	}
}

// TestAFileChosenBeforeTheScript is brought all the same: on a slow line the page stands before its script does.
func TestAFileChosenBeforeTheScript(t *testing.T) {
	p := newTaping(t)
	b := newBrowser(t, p.office)
	b.open("/new")
	file := filepath.Join(t.TempDir(), "session.cast")
	if err := os.WriteFile(file, []byte(`{"version":2,"width":80,"height":24}`+"\n"+`[1,"o","$ true"]`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// the field as it is without the script, which comes then
	is[any](b, `(field => field.replaceWith(field.cloneNode()))(document.querySelector("#recording")); null`)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{file}))
	is[any](b, `document.head.append(Object.assign(document.createElement("script"), { src: [...document.scripts].find(s => s.src.includes("upload")).src })); null`)
	b.until(`location.pathname.startsWith("/runs/")`)
	if h := p.newest(t); h.Recording.Name != "session.cast" {
		t.Errorf("%+v", h.Recording)
	}
}
