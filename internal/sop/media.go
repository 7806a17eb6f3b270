package sop

// Recording is a file that was taken in: sniffed, measured, hashed and kept.
type Recording struct {
	// Hash is the SHA-256 of the bytes, in lower-case hex.
	Hash string `json:"hash"`
	// Name is the file's own name, without its folder.
	Name string `json:"name"`
	// Size is the number of bytes.
	Size int64 `json:"size"`
	// Kind is what the first bytes say: "mp4" (ISO media: mp4, mov), "matroska" (mkv, webm), "cast" (asciicast) or
	// "typescript" (of script).
	Kind string `json:"kind"`
	// Cut says that the file ends in the middle of what it announces: its end is missing.
	Cut bool `json:"cut,omitempty"`
}

// Media is what probe says of a recording.
type Media struct {
	Container string `json:"container"`
	Duration  Moment `json:"duration"`
	// Readable is how far the pictures of a file that was cut off could be read; 0 for a whole one.
	Readable Moment `json:"readable,omitempty"`
	// Video is nil when there are no pictures (a terminal cast).
	Video *VideoStream `json:"video,omitempty"`
	// Terminal is set for a terminal recording only.
	Terminal *TerminalStream `json:"terminal,omitempty"`
	Audio    *AudioStream    `json:"audio,omitempty"`
	// Sounds are all sound streams that can be decoded, of which Audio is the one that is listened to.
	Sounds    []AudioStream    `json:"-"`
	Subtitles []SubtitleStream `json:"subtitles,omitempty"`
}

// VideoStream is the one video stream that is watched.
type VideoStream struct {
	Index int    `json:"index"`
	Codec string `json:"codec"`
	// Width and Height are in pixels as displayed, after rotation.
	Width  int `json:"width"`
	Height int `json:"height"`
	// Rotation is the display rotation in degrees that the container asks for: 0, 90, 180 or 270.
	Rotation int `json:"rotation,omitempty"`
	// FPS is the average number of frames a second; Variable says that they don't come evenly.
	FPS      float64 `json:"fps"`
	Variable bool    `json:"variable,omitempty"`
	// FullRange says that luma runs from 0 to 255 and not from 16 to 235.
	FullRange bool `json:"full_range,omitempty"`
	// Matrix is the colour matrix: "bt709", "bt601" or "bt2020".
	Matrix string `json:"matrix,omitempty"`
}

// TerminalStream is what a program sent to its terminal, as a terminal recording keeps it.
type TerminalStream struct {
	// Columns and Rows are the largest size that the terminal had.
	Columns int `json:"columns"`
	Rows    int `json:"rows"`
	// Title is the recording's own title, Program the program that was recorded when it wasn't just the shell.
	Title   string `json:"title,omitempty"`
	Program string `json:"program,omitempty"`
}

// AudioStream is the one sound stream that is listened to.
type AudioStream struct {
	Index    int    `json:"index"`
	Codec    string `json:"codec"`
	Rate     int    `json:"rate"` // samples a second
	Channels int    `json:"channels"`
	Language string `json:"language,omitempty"`
	// MeanDB and PeakDB are levels in dBFS; a track of digital silence has about -91.
	MeanDB float64 `json:"mean_db"`
	PeakDB float64 `json:"peak_db"`
	// Silent says that nothing can be heard on it.
	Silent bool `json:"silent"`
}

// SubtitleStream is a text track inside the container.
type SubtitleStream struct {
	Index    int    `json:"index"`
	Codec    string `json:"codec"`
	Language string `json:"language,omitempty"`
}
