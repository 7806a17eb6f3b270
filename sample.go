// Package showhow holds the recording that comes with the program, so that somebody who has none yet can see what becomes of one.
package showhow

import _ "embed" // for the files

// Sample is the recording of a release, one and a half minutes in a browser and a terminal (MP4).
//
//go:embed testdata/recording/release/recording.mp4
var Sample []byte

// SampleNarration is what is said in it, as a subtitle file (WebVTT).
//
//go:embed testdata/recording/release/narration.vtt
var SampleNarration []byte
