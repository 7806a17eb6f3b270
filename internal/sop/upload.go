package sop

import "time"

// Upload is a recording on its way to us, in pieces.
type Upload struct {
	// ID is its own name in addresses: 26 random letters and digits.
	ID string
	// Owner is who began it, and the only one who may see it.
	Owner string
	// Name is the file's name as its owner calls it: without folders and control characters, up to 255 bytes, perhaps empty; nothing is kept under it.
	Name string
	// Size is how many bytes it will have; -1 while that isn't known, as of a recording that is still being made.
	Size int64
	// Metadata is what else was said of it at its beginning: texts by name.
	Metadata map[string]string
	// Key is the key of the object that it becomes, and Handle the place's name for its bytes until then.
	Key, Handle string
	// Created is when it began, Expires when it's dropped unless more of it comes, and Finished when its object was taken over, zero until then.
	Created, Expires, Finished time.Time
}

// Expired says whether it may be dropped.
func (u Upload) Expired(now time.Time) bool { return u.Finished.IsZero() && !now.Before(u.Expires) }
