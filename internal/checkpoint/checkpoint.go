// Package checkpoint signs what an audit trail was at a moment, to be kept where nobody who can change the trail can change it. A checkpoint is a note as
// Go's checksum database has it: the origin, how many entries there are, and the root of their tree, with an Ed25519 signature.
package checkpoint

import (
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"showhow/internal/sop"
	"showhow/internal/sop/trail"
)

// Key signs checkpoints. Both parts are one line of text; the private one is kept secret.
type Key struct{ Private, Public string }

// NewKey makes one.
func NewKey() (k Key, err error) {
	k.Private, k.Public, err = note.GenerateKey(rand.Reader, "showhow-"+strings.ToLower(rand.Text()[:8]))
	return k, err
}

// Point is what a checkpoint says.
type Point struct {
	// Workspace is whose trail it is about, by its id.
	Workspace string
	trail.Point
	// By is the public key that signed it.
	By string
}

// origin is how the first line begins.
const origin = "showhow/trail/"

// Sign writes a checkpoint.
func Sign(private string, p Point) ([]byte, error) {
	return sign(private, origin+p.Workspace+"\n"+strconv.FormatInt(p.Size, 10)+"\n"+base64.StdEncoding.EncodeToString(p.Root[:])+"\n")
}

// bundles is how the first line begins of what vouches for an auditor's bundle.
const bundles = "showhow/bundle/"

// SignBundle vouches for a bundle of a workspace's by the SHA-256 of its manifest.
func SignBundle(private, workspace, sum string) ([]byte, error) {
	return sign(private, bundles+workspace+"\n"+sum+"\n")
}

func sign(private, text string) ([]byte, error) {
	s, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return nil, &sop.Error{Code: sop.Unreadable, Message: "The key that signs checkpoints can't be read.", Mend: "Restore its file, or put it aside: another is made then.", Cause: err}
	}
	return note.Sign(&note.Note{Text: text}, s)
}

// OpenBundle reads what vouches for a bundle: whose it is, the SHA-256 of its manifest, and the key that signed.
func OpenBundle(signed []byte, public ...string) (workspace, sum, by string, err error) {
	lines, by, err := open(signed, public)
	if err != nil {
		return "", "", "", err
	}
	if len(lines) < 3 || !strings.HasPrefix(lines[0], bundles) {
		return "", "", "", unreadable(nil)
	}
	return strings.TrimPrefix(lines[0], bundles), lines[1], by, nil
}

// Open reads a checkpoint that was signed by one of some keys.
func Open(signed []byte, public ...string) (p Point, err error) {
	lines, by, err := open(signed, public)
	if err != nil {
		return p, err
	}
	if len(lines) < 4 || !strings.HasPrefix(lines[0], origin) {
		return p, unreadable(nil)
	}
	p.Workspace, p.By = strings.TrimPrefix(lines[0], origin), by
	if p.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return p, unreadable(err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(p.Root) || p.Size < 0 {
		return p, unreadable(err)
	}
	copy(p.Root[:], root)
	return p, nil
}

// open gives the lines of a note that was signed by one of some keys, and that key.
func open(signed []byte, public []string) (lines []string, by string, err error) {
	names := map[string]string{}
	var known []note.Verifier
	for _, k := range public {
		v, err := note.NewVerifier(strings.TrimSpace(k))
		if err != nil {
			return nil, "", &sop.Error{Code: sop.Invalid, Message: "That is no public key of checkpoints.", Mend: "Give the line that showhow audit checkpoint printed.", Cause: err}
		}
		if names[v.Name()] == "" {
			known = append(known, v)
		}
		names[v.Name()] = strings.TrimSpace(k)
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return nil, "", &sop.Error{Code: sop.Tampered, Message: "What is signed isn't signed by a key that is known, or was changed.", Mend: "Give the key that was printed with it by --key, if it is another server's.", Cause: err}
	}
	return strings.Split(n.Text, "\n"), names[n.Sigs[0].Name], nil
}

func unreadable(err error) error {
	return &sop.Error{Code: sop.Unreadable, Message: "That is no checkpoint of an audit trail.", Mend: "Give the file that showhow audit checkpoint wrote.", Cause: err}
}
