package bundle

import (
	"archive/zip"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
)

// entries checks the names of an archive: what unpacks elsewhere than it says, or as a file of the manifest, is a fault, for what a check has read has to be what is unpacked.
func (r *Report) entries(all []*zip.File, root string) {
	seen, manifests := map[string]bool{}, 0
	for _, f := range all {
		if seen[f.Name] {
			r.fault("%q is there twice.", f.Name)
		}
		seen[f.Name] = true
		if path.Base(folded(f.Name)) == folded(manifestFile) {
			manifests++
		}
		if odd(strings.TrimPrefix(f.Name, root)) || odd(root) && root != "./" {
			r.fault("%q may be unpacked elsewhere than it says.", f.Name)
		}
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 > 0 {
			r.fault("%q is called as a folder, and holds bytes.", f.Name)
		}
		if f.Mode()&fs.ModeSymlink != 0 {
			r.fault("%q is a link, and no file.", f.Name)
		}
	}
	if manifests > 1 {
		r.fault("There are several manifests.")
	}
}

// odd says of an entry's name that it isn't taken alike by all programs that unpack it.
func odd(name string) bool {
	parts := strings.Split(name, "/")
	return strings.HasPrefix(name, "/") || slices.Contains(parts, "..") || slices.Contains(parts, ".") || strings.ContainsAny(name, `\:`) ||
		strings.ContainsFunc(name, func(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) })
}

// folded is a name as it is where upper and lower case are one, and ends of dots and blanks are dropped.
func folded(name string) string {
	parts := strings.Split(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/")
	for i, p := range parts {
		parts[i] = strings.TrimRight(p, ". ")
	}
	return strings.ToUpper(strings.ToLower(strings.Join(parts, "/")))
}
