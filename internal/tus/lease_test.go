package tus

import (
	"testing"
	"time"
)

// TestLostConnection: what came before it broke is kept.
func TestLostConnection(t *testing.T) {
	s := newSite(t, Limits{})
	u := s.create(8)
	end, got := s.trickle(u, 0, "0123")
	end()
	<-got
	s.want(204, "PATCH", u, bytesAt(4), "4567")
	s.holds(u, []byte("01234567"), 1)
}

// TestTheNextRequestEndsADeadOne on one machine at once: neither the lease nor the patience for bytes is waited for.
func TestTheNextRequestEndsADeadOne(t *testing.T) {
	s := newSite(t, Limits{Stall: time.Hour, Lease: time.Hour})
	u := s.create(8)
	_, got := s.trickle(u, 0, "0123")
	s.want(204, "PATCH", u, bytesAt(4), "45")
	if a := <-got; a.Response != nil && a.StatusCode != 423 {
		t.Errorf("the first gets %d %s", a.StatusCode, a.text)
	}
	s.trickle(u, 6, "6")
	s.want(204, "DELETE", u, usual, "")
	s.want(404, "HEAD", u, usual, "")
}

// TestNoBytesComeForTooLong ends a request, not the upload.
func TestNoBytesComeForTooLong(t *testing.T) {
	s := newSite(t, Limits{Stall: time.Second})
	u := s.create(8)
	_, got := s.trickle(u, 0, "0123")
	if a := <-got; a.Response != nil && (a.StatusCode != 503 || a.text == "") {
		t.Errorf("got %d %s", a.StatusCode, a.text)
	}
	s.want(204, "PATCH", u, bytesAt(4), "4567")
	s.holds(u, []byte("01234567"), 1)
}

// TestAnotherMachineHasTheLease: it is waited for, and then refused.
func TestAnotherMachineHasTheLease(t *testing.T) {
	s := newSite(t, Limits{Lease: 300 * time.Millisecond})
	u := s.create(8)
	id := u[len("/uploads/"):]
	theirs := Lease{ID: id, Holder: "another", For: time.Hour}
	if err := s.ledger.Take(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	s.want(423, "PATCH", u, bytesAt(0), "0123")
	s.want(423, "DELETE", u, usual, "")
	s.stands(u, 0)
	theirs.For = 10 * time.Millisecond // it died, and its lease runs out
	if err := s.ledger.Take(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	s.want(204, "PATCH", u, bytesAt(0), "0123")
	theirs.For = time.Hour
	if err := s.ledger.Take(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	s.ahead = 365 * 24 * time.Hour
	if err := s.h.Sweep(t.Context()); err != nil || len(s.ledger.Records) != 1 {
		t.Errorf("a sweep takes what another writes: %v", err)
	}
}

// TestALeaseThatIsLost ends the request that had it: what has come is kept, and the record isn't touched.
func TestALeaseThatIsLost(t *testing.T) {
	s := newSite(t, Limits{Lease: 40 * time.Millisecond, Stall: time.Hour})
	u := s.create(8)
	_, got := s.trickle(u, 0, "0123")
	before := s.ledger.Records[u[len("/uploads/"):]].Expires
	s.ledger.mu.Lock()
	s.ledger.lost = true
	s.ledger.mu.Unlock()
	if a := <-got; a.Response != nil && a.StatusCode != 423 {
		t.Errorf("got %d %s", a.StatusCode, a.text)
	}
	s.stands(u, 4)
	if now, err := s.ledger.Upload(t.Context(), u[len("/uploads/"):]); err != nil || now.Expires != before {
		t.Errorf("the record is written without the lease: %v", err)
	}
}

// TestALeaseIsRenewed while its request works.
func TestALeaseIsRenewed(t *testing.T) {
	const length = 200 * time.Millisecond
	s := newSite(t, Limits{Lease: length, Stall: time.Hour})
	u := s.create(8)
	end, got := s.trickle(u, 0, "0123")
	until := func() time.Time {
		s.ledger.mu.Lock()
		defer s.ledger.mu.Unlock()
		return s.ledger.Leases[u[len("/uploads/"):]].Until
	}
	for first := until(); until().Before(first.Add(3 * length)); {
		time.Sleep(length / 10)
	}
	end()
	<-got
}

// TestTwoMachines share places and ledger: one waits for the lease of the other, whose client has gone silent.
func TestTwoMachines(t *testing.T) {
	one := newSite(t, Limits{Stall: time.Second})
	two := serve(t, Limits{}, one.places, one.ledger)
	u := one.create(8)
	_, got := one.trickle(u, 0, "0123")
	two.want(204, "PATCH", u, bytesAt(4), "4567")
	<-got
	two.holds(u, []byte("01234567"), 1)
}
