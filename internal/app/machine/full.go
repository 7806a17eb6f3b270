package machine

import (
	"errors"
	"syscall"
)

// Full says whether something failed because no room is left on a disk.
func Full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
