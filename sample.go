// Package showhow holds the recordings that come with the program, so that somebody who has none yet can see what becomes of one.
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

// SampleMigration is the recording of a database's migration, one minute and a quarter in a terminal (MP4), and SampleMigrationNarration what is said in it.
//
//go:embed testdata/recording/migration/recording.mp4
var SampleMigration []byte

//go:embed testdata/recording/migration/recording.vtt
var SampleMigrationNarration []byte

// SampleEdit is a short recording of a terminal (asciicast), in which nothing is said.
//
//go:embed testdata/recording/terminal-edit/recording.cast
var SampleEdit []byte
