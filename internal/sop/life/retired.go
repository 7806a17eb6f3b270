package life

// LastInForce is the review of the revision that was in force last, or is; nil where nothing ever was.
func (l *Life) LastInForce() (last *Review) {
	for i := range l.Reviews {
		if r := &l.Reviews[i]; !r.Came.IsZero() && (last == nil || !r.Came.Before(last.Came)) {
			last = r
		}
	}
	return last
}

// Readable is the review of the revision that readers get: that in force, and of what is retired the last one that was; nil where there is none.
func (l *Life) Readable() *Review {
	if l.Retired != nil {
		return l.LastInForce()
	}
	return l.In(Effective)
}
