package execution

import "time"

// Picture is one that was kept with an execution as evidence; an event of the kind kept names it.
type Picture struct {
	Workspace, Procedure string
	Execution, Name      string
	Bytes                int64
	// Kept is when it was kept last; where its bytes are being dropped (Dropping), since when.
	Kept     time.Time
	Dropping bool
}
