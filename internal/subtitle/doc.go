// Package subtitle reads what others have written down of speech: WebVTT and SubRip subtitles, and the JSON that the
// programs of the Whisper family write. All of them become utterances with words and times.
//
// Input is hostile: sizes, times and nesting are bounded, and what can't be read is an *sop.Error that names the line.
package subtitle
