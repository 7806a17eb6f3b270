package team

// Quota bounds what a workspace may take in; a zero is no bound.
type Quota struct {
	// Recordings and Minutes are those of a calendar month (UTC): recordings taken in, and their length as far as it is known.
	Recordings, Minutes int64
	// Bytes are those of all recordings that are kept.
	Bytes int64
}

// Usage is what of a Quota is used up.
type Usage Quota
