// Package asset has the files that all pages use: the style, the scripts, the fonts.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"showhow/internal/render/view"
	"showhow/internal/sop"
)

// kinds are the content types of the files we serve, by the names' endings.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
}

// file is one of them; zipped is nil when compressing gains nothing.
type file struct {
	kind         string
	body, zipped []byte
}

// Files are the site's own files, each under an address that changes with its content and so can be kept for ever.
type Files struct {
	at map[string]file // by the last part of the address
	// Address is that of a file by its name.
	Address func(string) string
}

// New reads the files of the folder static. The style is what documents look like and what the site adds, with the fonts' addresses in it.
func New(embedded fs.FS) (Files, error) {
	f, addresses := Files{at: map[string]file{}}, map[string]string{}
	f.Address = func(name string) string { return addresses[name] }
	add := func(name string, b []byte) {
		sum := sha256.Sum256(b)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		addresses[name] = "/static/" + hashed
		f.at[hashed] = file{kinds[ext], b, zip(b)}
	}
	all, err := fs.ReadDir(embedded, "static")
	if err != nil {
		return f, err
	}
	var style []byte
	for _, e := range all {
		if e.IsDir() || kinds[path.Ext(e.Name())] == "" {
			continue
		}
		b, err := fs.ReadFile(embedded, "static/"+e.Name())
		if err != nil {
			return f, err
		}
		if e.Name() == "site.css" {
			style = b
			continue
		}
		add(e.Name(), b)
	}
	text := view.Tokens + view.Style + string(style)
	for name, at := range addresses {
		text = strings.ReplaceAll(text, `url("`+name+`")`, `url("`+at+`")`)
	}
	if i := strings.Index(text, `url("`); i >= 0 && !strings.HasPrefix(text[i:], `url("/static/`) {
		return f, fmt.Errorf("the style names a file that there isn't: %.60s", text[i:])
	}
	add("site.css", []byte(text))
	return f, nil
}

// zip is b compressed, when that is worth it.
func zip(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	z.Write(b)
	z.Close()
	if out.Len() > len(b)*9/10 {
		return nil
	}
	return out.Bytes()
}

// Serve answers with the file that the address names. An error with code sop.NotFound when there is none.
func (all Files) Serve(w http.ResponseWriter, r *http.Request) error {
	f, ok := all.at[r.PathValue("name")]
	if !ok {
		return &sop.Error{Code: sop.NotFound, Message: "There is no such file.", Mend: "Reload the page: Showhow may have been updated."}
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	body := f.body
	if f.zipped != nil && Gzipped(r) {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.Write(body) // whoever asked may have gone
	return nil
}

// Gzipped says whether whoever asks reads gzip.
func Gzipped(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == "gzip" {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}
