package bundle

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"showhow/internal/checkpoint"
	"showhow/internal/shown"
	"showhow/internal/sop"
	"showhow/internal/sop/trail"
)

// Report is what a check of a bundle came to.
type Report struct {
	Manifest
	// Sum is the SHA-256 of the manifest, and Key the public key by which it is signed: that it is the right one, whoever made it can tell.
	Sum    string   `json:"manifest_sha256"`
	Key    string   `json:"key"`
	Faults []string `json:"faults"`
	// Extra are files that lie in the archive beside those of the manifest, as where it was unpacked and packed again: nobody vouches for them, and nothing of them is looked into.
	Extra []string `json:"extra"`
}

// longest bounds a file of a bundle that becomes longer than it lies there, in bytes.
const longest = 1 << 30

// Verify checks a bundle: that the files of the manifest are there as they were, by their names and digests, whatever program packed them; that the manifest is signed, and that the trail's part, the signed decisions and what was carried out fit. With
// keys it must be signed by one of them; else by the one that lies in it.
func Verify(path string, keys ...string) (r Report, err error) {
	in, z, err := archive(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, &sop.Error{Code: sop.NotFound, Message: "There is no file " + path + ".", Mend: "Check its name; showhow audit bundle writes one.", Cause: err}
	}
	if errors.Is(err, fs.ErrPermission) {
		return r, &sop.Error{Code: sop.Unreadable, Message: path + " may not be read by you.", Mend: "Run this as whoever may read it, or have them copy it.", Cause: err}
	}
	if err != nil {
		return r, &sop.Error{Code: sop.Unreadable, Message: "That is no bundle for auditors.", Mend: "Give the file that showhow audit bundle wrote.", Cause: err}
	}
	defer in.Close()
	r.Faults, r.Extra = []string{}, []string{}
	files, root := map[string][]byte{}, rootOf(z.File)
	r.entries(z.File, root)
	r.heads(in, z.File)
	for _, f := range z.File {
		name, within := strings.CutPrefix(f.Name, root)
		switch {
		case strings.HasSuffix(f.Name, "/"): // a folder by itself, as other programs write them
			continue
		case !within:
			r.Extra = append(r.Extra, f.Name)
			continue
		}
		b, err := bytesOf(f)
		switch {
		case err != nil:
			r.fault("%s can't be read.", name)
		case files[name] == nil:
			files[name] = b
		}
	}
	r.manifest(files, root, keys)
	r.checked(files)
	r.trail(files)
	r.revisions(files)
	r.signed(files)
	r.executions(files)
	return r, nil
}

// archive opens one; in must be closed.
func archive(path string) (in *os.File, z *zip.Reader, err error) {
	if in, err = os.Open(path); err != nil {
		return nil, nil, err
	}
	st, err := in.Stat()
	if err == nil {
		z, err = zip.NewReader(in, st.Size())
	}
	if err != nil {
		return nil, nil, errors.Join(err, in.Close())
	}
	return in, z, nil
}

// rootOf is the folder of an archive in which a bundle lies, with a slash at its end; empty for none: it was unpacked, and packed again with the folder around it.
func rootOf(all []*zip.File) (root string) {
	for _, f := range all {
		if f.Name == manifestFile {
			return ""
		}
		if at, ok := strings.CutSuffix(f.Name, "/"+manifestFile); ok && (root == "" || len(at)+1 < len(root) || len(at)+1 == len(root) && at+"/" < root) {
			root = at + "/"
		}
	}
	return root
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, shown.Visible(fmt.Sprintf(format, args...)))
}

func bytesOf(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	// what isn't compressed is no longer than it lies there, however long that is: a trail of years is
	return io.ReadAll(io.LimitReader(in, max(longest, int64(f.CompressedSize64))))
}

// manifest checks the manifest, and the files by it.
func (r *Report) manifest(files map[string][]byte, root string, keys []string) {
	body := files[manifestFile]
	if err := json.Unmarshal(body, &r.Manifest); err != nil || r.Format != format {
		r.fault("There is no manifest that can be read.")
		return
	}
	r.Sum = digest(body)
	if len(keys) == 0 {
		keys = []string{string(files[keyFile])}
	}
	workspace, sum, by, err := checkpoint.OpenBundle(files[signatureFile], keys...)
	r.Key = by
	if err != nil || sum != r.Sum || workspace != r.Workspace.ID {
		r.fault("The manifest isn't what was signed, or not by that key.")
	}
	known := map[string]bool{manifestFile: true, signatureFile: true}
	for _, f := range r.Files {
		known[f.Path] = true
		switch b, ok := files[f.Path]; {
		case !ok:
			r.fault("%s is missing.", f.Path)
		case digest(b) != f.SHA256 || len(b) != f.Size:
			r.fault("%s was changed.", f.Path)
		}
	}
	taken := map[string]bool{}
	for name := range known {
		taken[folded(root+name)] = true
	}
	for name := range files {
		if !known[name] {
			r.Extra = append(r.Extra, root+name)
			delete(files, name)
		}
	}
	for _, name := range r.Extra {
		if taken[folded(name)] {
			r.fault("%q may be unpacked in the place of a file of the bundle.", name)
		}
	}
	slices.Sort(r.Extra)
}

// trail checks the trail's part by itself, and by the checkpoint.
func (r *Report) trail(files map[string][]byte) {
	body, ok := files[trailFile]
	if !ok {
		return // no part gave one
	}
	var p trail.Part
	if err := json.Unmarshal(body, &p); err != nil {
		r.fault("The trail can't be read.")
		return
	}
	r.Faults = append(r.Faults, p.Check()...)
	point, err := checkpoint.Open(files[checkpointFile], r.Key, string(files[keyFile]))
	if err != nil || point.Workspace != p.Workspace || point.Size != p.Size || point.Root.String() != p.Root {
		r.fault("The trail isn't that of the checkpoint.")
	}
}

// revisions checks that what was approved are the bytes that lie there.
func (r *Report) revisions(files map[string][]byte) {
	for name, body := range files {
		at, ok := strings.CutSuffix(name, approvalFile)
		if !ok {
			continue
		}
		var a Approval
		if err := json.Unmarshal(body, &a); err != nil {
			r.fault("%s can't be read.", name)
			continue
		}
		if digest(files[at+revisionFile]) != a.Digest {
			r.fault("%s isn't the revision that was approved: its digest is another.", at+revisionFile)
		}
		for _, d := range a.Review.Decisions {
			if d.Digest != a.Digest {
				r.fault("A decision in %s is about other bytes.", name)
			}
		}
	}
}
