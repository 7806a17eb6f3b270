// Package blob says how recordings and pictures are kept: whole objects of any size, each under a key, and uploads that
// arrive in pieces. blob/dir keeps them in a local folder and blob/s3 in an S3-compatible store; blob/blobtest is the suite
// that both pass.
//
// Errors that a caller can act upon are *sop.Error: sop.Invalid for a key that can't be one, a key that is another's folder
// and an offset that isn't the upload's end; sop.NotFound for what isn't kept; sop.Failed when the place itself refuses. A
// cancelled context is errors.Is(err, context.Canceled) as everywhere.
package blob

import (
	"context"
	"io"
	"iter"
	"time"

	"showhow/internal/sop"
)

// Entry is what is known of an object without reading it.
type Entry struct {
	Key      string
	Size     int64 // bytes
	Modified time.Time
}

// Object is an object open for reading: http.ServeContent takes it with its Modified. It goes on reading what it was opened
// on, or fails, when the key is written anew meanwhile; it never mixes the two. Not for use by two at once.
type Object struct {
	io.ReadSeekCloser
	Entry
}

// Store keeps whole objects. It may be used by any number of goroutines and processes at once.
//
// A key is 1 to 512 bytes: segments of 1 to 128 ASCII letters, digits, "-", "_" and ".", none of which begins with a dot,
// with "/" between them ("recording/4KZ…/original"); see CheckKey. No key may be the folder of another: with "a/b" kept there
// can be no "a". Keys that differ only in capitals may be one and the same where the file system says so.
type Store interface {
	// Put keeps all of r under key, in place of what was there. The object is there as a whole or not at all, also when the
	// process is killed, and it is on the disk when Put returns. After an error or a cancelled context what was there before
	// is there still.
	Put(ctx context.Context, key string, r io.Reader) error
	// Open opens an object; sop.NotFound when there is none. The context holds for all reading of the object. It costs one
	// look at the object and no reading, so it's the way to learn an Entry as well.
	Open(ctx context.Context, key string) (*Object, error)
	// Delete drops an object. Where there is none there's nothing to do, and no error.
	Delete(ctx context.Context, key string) error
	// List gives the objects whose keys begin with prefix, which may end within a segment and may be empty, in the order of
	// their keys' bytes. It ends at the first error. What is put or deleted meanwhile may be in it or not.
	List(ctx context.Context, prefix string) iter.Seq2[Entry, error]
}

// Uploads begins and ends uploads that arrive in pieces. A handle names an upload that has begun, on every machine that uses
// the same place; it is a text of up to 2 kB, to be kept by the caller.
type Uploads interface {
	// Begin opens an upload that will be kept under key once it's finished. The key must be a new one: what is kept under the
	// key of an upload counts as that upload, finished.
	Begin(ctx context.Context, key string) (handle string, err error)
	// Finish keeps what has been appended as the object. It may be called again after it succeeded, or after a crash in its
	// midst. sop.NotFound when there is neither the upload nor its object.
	Finish(ctx context.Context, handle string) error
	// Abort drops an upload with all its bytes. It leaves a finished one's object alone, and may be called again.
	Abort(ctx context.Context, handle string) error
	// Sweep drops what nobody will finish: uploads that rested since before the given time and aren't among the handles alive,
	// and what killed processes left half-written. Objects are never touched.
	Sweep(ctx context.Context, before time.Time, alive []string) error
}

// Appender grows an upload. The caller sees to it that one writer at a time is at work on an upload; when that fails for once
// (a lease that ran out on a process that was held up), the upload doesn't become a mixture of two writers' bytes as long
// as both write the same file.
type Appender interface {
	// Size is how many bytes of an upload are kept for good, which is where Append goes on; of a finished one it's the object's
	// size. sop.NotFound when there is neither.
	Size(ctx context.Context, handle string) (int64, error)
	// Append adds all of r, which begins at offset, and gives the upload's new size. Any number of bytes may be added at once, and memory
	// doesn't grow with them. The bytes that were read before r failed are kept, and r's error returned; when the context is
	// cancelled or the process killed some of the last 16 MiB may be lost, and Size tells which. sop.Invalid when
	// offset isn't the upload's size.
	Append(ctx context.Context, handle string, offset int64, r io.Reader) (size int64, err error)
}

// Resumable is all of an upload's life.
type Resumable interface {
	Uploads
	Appender
}

// NotThere is the error for a key or a handle under which nothing is kept.
func NotThere(cause error) *sop.Error {
	return &sop.Error{Code: sop.NotFound, Message: "Nothing is kept under this key.", Cause: cause}
}

// WrongOffset is the error for an Append that doesn't begin where the upload ends.
func WrongOffset() *sop.Error {
	return &sop.Error{Code: sop.Invalid, Message: "These bytes don't go on where the upload ends.", Mend: "Ask how much of it is kept, and go on from there."}
}
