package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// reading is many people who read at once: each looks at a page, reads it for one to three seconds, and goes to another.
type reading struct {
	server              string
	readers, count, pid int
	length              time.Duration
}

// questions are what is searched for.
var questions = []string{"pg_dump database", "where do we restart the queue", "certificate Vienna", "helm upgrade", "Frankfurt gateway", "expires at midnight"}

// choices are what the library is asked for by address.
var choices = []string{"/?tag=queue", "/?system=kubectl&sort=title", "/?sort=title", "/?tag=oslo&system=helm", "/?state=draft&owner=local", "/?q=restart&tag=queue", "/?q=done&system=helm"}

func (r reading) do(ctx context.Context) error {
	u, err := url.Parse(r.server)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%s isn't this machine: load is for one's own server", r.server)
	}
	ctx, stop := context.WithTimeout(ctx, r.length)
	defer stop()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: r.readers}, Timeout: 30 * time.Second}
	var lock sync.Mutex
	took, failed := map[string][]time.Duration{}, 0
	var all sync.WaitGroup
	for i := range r.readers {
		all.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(i), 3))
			for ctx.Err() == nil {
				select {
				case <-time.After(time.Second + time.Duration(dice.IntN(2000))*time.Millisecond):
				case <-ctx.Done():
					return
				}
				kind, path := "procedure", fmt.Sprintf("/s/load-%d", dice.IntN(r.count))
				switch dice.IntN(5) {
				case 0:
					kind, path = "library", "/"
				case 2:
					kind, path = "chosen", choices[dice.IntN(len(choices))]
				case 1:
					kind, path = "search", "/?q="+url.QueryEscape(questions[dice.IntN(len(questions))])
				}
				start := time.Now()
				err := get(ctx, client, r.server+path)
				d := time.Since(start)
				if ctx.Err() != nil {
					return
				}
				lock.Lock()
				if took[kind] = append(took[kind], d); err != nil {
					failed++
				}
				lock.Unlock()
			}
		})
	}
	all.Wait()
	fmt.Println("| page | requests | median | p95 | slowest |\n|---|---|---|---|---|")
	for _, kind := range []string{"library", "chosen", "search", "procedure"} {
		d := took[kind]
		slices.Sort(d)
		if len(d) == 0 {
			continue
		}
		ms := func(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }
		fmt.Printf("| %s | %d | %s | %s | %s |\n", kind, len(d), ms(d[len(d)/2]), ms(d[len(d)*95/100]), ms(d[len(d)-1]))
	}
	fmt.Printf("failed: %d; the server's largest memory: %s\n", failed, memory(r.pid))
	return nil
}

func get(ctx context.Context, c *http.Client, at string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	a, err := c.Do(q)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if _, err := io.Copy(io.Discard, a.Body); err != nil {
		return err
	}
	if a.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %d", at, a.StatusCode)
	}
	return nil
}

// memory is the most that a process had in memory, as Linux tells it.
func memory(pid int) string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "not known"
}
