package intake

import (
	"bytes"
	"fmt"
	"os"
	"regexp"

	"showhow/internal/sop"
)

// sniffed is how many of the first bytes are looked at.
const sniffed = 4096

// The kinds of terminal recording.
const (
	Cast       = "cast"       // an asciicast of asciinema, version 1, 2 or 3
	Typescript = "typescript" // what script of util-linux wrote
)

// cast fits the beginning of an asciicast. A version 1 is one JSON document, and may have its fields in any order.
var cast = regexp.MustCompile(`^\s*\{(?:[^\n]*?"version"\s*:\s*[0-9]|[^\x00]*?"version"\s*:\s*1\b|[^\x00]*?"stdout"\s*:\s*\[)`)

// scriptStart begins each file that script of util-linux writes, but for the timing file.
const scriptStart = "Script started on "

// boxes are the types that the first box of an ISO media file may have (ISO/IEC 14496-12; the old QuickTime ones too).
var boxes = [][]byte{[]byte("ftyp"), []byte("moov"), []byte("mdat"), []byte("wide"), []byte("free"), []byte("skip"), []byte("pnot")}

// Sniff tells from a file's first bytes what it is: "mp4", "matroska", Cast or Typescript. The name's ending plays no part.
func Sniff(head []byte) (string, error) {
	if len(head) >= 8 {
		for _, b := range boxes {
			if bytes.Equal(head[4:8], b) {
				return "mp4", nil
			}
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1A, 0x45, 0xDF, 0xA3}): // EBML
		return "matroska", nil
	case cast.Match(head):
		return Cast, nil
	case bytes.HasPrefix(head, []byte(scriptStart)):
		return Typescript, nil
	}
	return "", &sop.Error{Code: sop.Unreadable, Message: "The file is not a recording that can be read" + guess(head) + ".", Mend: "Give an MP4, MOV, MKV or WebM video, or a terminal recording (an asciicast, or a typescript of script); other videos can be turned into MP4 with any converter."}
}

// guess names what the file seems to be instead.
func guess(head []byte) string {
	for _, g := range []struct{ magic, name string }{
		{"RIFF", "an AVI or WAV file"}, {"GIF8", "a GIF picture"}, {"\x89PNG", "a PNG picture"}, {"\xff\xd8\xff", "a JPEG picture"},
		{"%PDF", "a PDF"}, {"PK\x03\x04", "a ZIP archive"}, {"#EXTM3U", "a playlist"}, {"ffconcat", "a list of files"}, {"ID3", "an MP3 file"},
		{"OggS", "an Ogg file"}, {"FLV", "a Flash video"}, {"<!DOCTYPE", "a web page"}, {"<html", "a web page"}, {"0&\xb2u", "a Windows Media file"},
	} {
		if bytes.HasPrefix(head, []byte(g.magic)) {
			return ": it is " + g.name
		}
	}
	return ""
}

func (l Limits) over(size int64) bool { return l.Bytes > 0 && size > l.Bytes }

// check refuses what isn't a file with something in it, or is too large.
func check(st os.FileInfo, l Limits) error {
	switch {
	case st.IsDir():
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s is a folder.", st.Name()), Mend: "Give a recording, or draft each file in it."}
	case !st.Mode().IsRegular():
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s is not a file.", st.Name()), Mend: "Save the recording to a file first."}
	case st.Size() == 0:
		return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s is empty.", st.Name()), Mend: "Check that the recorder had finished writing it."}
	case l.over(st.Size()):
		return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s has %d MiB; at most %d are taken.", st.Name(), st.Size()>>20, l.Bytes>>20), Mend: "Cut it, or raise the limit with the setting SHOWHOW_MAX_BYTES."}
	}
	return nil
}
