package tus

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/blob/s3"
	"showhow/internal/blob/s3/s3test"
)

// script uploads a file with tus-js-client as its first argument says, and prints the upload's address.
const script = `
const fs = require('fs'), tus = require('tus-js-client');
const [how, endpoint, file] = process.argv.slice(2);
const size = fs.statSync(file).size;
let aborted = false;
const options = {
  endpoint, uploadSize: size, metadata: { filename: 'wörld.mp4' }, headers: { 'X-Owner': 'ann' },
  onError(err) { console.error(String(err)); process.exit(1); },
  onSuccess() {
    if (how === 'resume' && !aborted) process.exit(1);
    console.log(upload.url);
  },
};
if (how !== 'default') options.chunkSize = 5 * 1000 * 1000;
if (how === 'early') options.uploadDataDuringCreation = true;
if (how === 'deferred') { options.uploadLengthDeferred = true; delete options.uploadSize; }
if (how === 'resume') options.onChunkComplete = (chunk, accepted) => {
  if (aborted || accepted < size / 2) return;
  aborted = true;
  upload.abort().then(() => {
    const url = upload.url;
    upload = new tus.Upload(fs.createReadStream(file), { ...options, endpoint: undefined, uploadUrl: url });
    upload.start();
  });
};
if (how === 'terminate') options.onChunkComplete = () => upload.abort(true).then(() => console.log(upload.url));
let source = fs.createReadStream(file);
if (how === 'deferred') source = source.pipe(new (require('stream').PassThrough)()); // nobody knows its size
let upload = new tus.Upload(source, options);
upload.start();
`

// client installs tus-js-client into a folder of the test's, and gives what runs the script.
func client(t *testing.T) func(t *testing.T, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs a client")
	}
	lacks := t.Skipf
	if os.Getenv("CI") != "" {
		lacks = t.Fatalf
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			lacks("%s is not installed: run scripts/setup test", program)
		}
	}
	folder := t.TempDir()
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "tus-js-client@4.3.1")
	install.Dir = folder
	if said, err := install.CombinedOutput(); err != nil {
		lacks("tus-js-client can't be installed: %v: %s", err, said)
	}
	if err := os.WriteFile(filepath.Join(folder, "upload.js"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "node", append([]string{"upload.js"}, args...)...)
		cmd.Dir = folder
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		return strings.TrimSpace(string(said))
	}
}

// TestTusJSClient uploads with the client that browsers use.
func TestTusJSClient(t *testing.T) {
	run := client(t)
	for _, kind := range []string{"dir", "s3"} {
		t.Run(kind, func(t *testing.T) {
			s := newSite(t, Limits{})
			if kind == "s3" {
				b, err := s3.Open(t.Context(), options(t, s3test.Start(t)))
				if err != nil {
					t.Fatal(err)
				}
				s = serve(t, Limits{}, b, s.ledger)
			}
			for _, c := range []struct {
				how  string
				size int64
			}{{"small", 1000}, {"empty", 0}, {"early", 12_000_000}, {"chunks", 60_000_000}, {"default", 60_000_000}, {"resume", 30_000_000}, {"deferred", 12_000_000}, {"terminate", 12_000_000}} {
				t.Run(c.how, func(t *testing.T) {
					s.t = t
					file, want := written(t, c.size)
					url := run(t, c.how, s.URL+"/uploads/", file)
					path := strings.TrimPrefix(url, s.URL)
					if c.how == "terminate" {
						s.want(404, "HEAD", path, usual, "")
						return
					}
					s.stands(path, c.size)
					s.keeps(path, want)
				})
			}
		})
	}
}

// written is a file of a size, and its sum.
func written(t *testing.T, size int64) (file string, sum [32]byte) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "recording.mp4")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(f, h), io.LimitReader(rand.NewChaCha8([32]byte{2}), size)); err != nil {
		t.Fatal(err)
	}
	return file, [32]byte(h.Sum(nil))
}

// keeps compares an upload's object, and says that the upload was handed over once, with its name.
func (s *site) keeps(path string, want [32]byte) {
	s.t.Helper()
	id := strings.TrimPrefix(path, "/uploads/")
	o, err := s.places.Open(s.t.Context(), "recording/"+id)
	if err != nil {
		s.t.Fatal(err)
	}
	defer o.Close()
	h := sha256.New()
	if _, err := io.Copy(h, o); err != nil || [32]byte(h.Sum(nil)) != want {
		s.t.Errorf("the object's %d bytes are others, %v", o.Size, err)
	}
	times := 0
	for _, u := range s.done {
		if u.ID == id && u.Name == "wörld.mp4" {
			times++
		}
	}
	if times != 1 {
		s.t.Errorf("it was handed over %d times", times)
	}
}

// options are a new bucket's, with the smallest parts, so that tests need few bytes.
func options(t *testing.T, g s3test.Gateway) s3.Options {
	b := g.Bucket(t)
	return s3.Options{Endpoint: b.Endpoint, Region: b.Region, Bucket: b.Name, Prefix: "team/a", AccessKey: b.Key, SecretKey: b.Secret, Part: 5 << 20}
}
