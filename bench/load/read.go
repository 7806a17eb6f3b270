package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// reading is many people who read at once: each looks at a page, reads it for one to three seconds, and goes to another.
type reading struct {
	server, kind        string
	readers, count, pid int
	warm, length        time.Duration
}

// questions are what is searched for.
var questions = []string{"pg_dump database", "where do we restart the queue", "certificate Vienna", "helm upgrade", "Frankfurt gateway", "expires at midnight"}

// site is how a server's pages are reached: one procedure by its number, a search by its words, the list of all, and the list chosen by what it
// knows; nothing is chosen where there are no choices.
type site struct {
	page, search, list string
	choices            []string
	// more are other pages, by what they are called; %d is a procedure's number or an execution's, %s a process.
	more []page
	// known are processes, by id.
	known []string
}

// page is one that is asked for by a number below a bound; 0 for what has none.
type page struct {
	name, path string
	below      int
}

// sites are the servers that are known. The pages of another than Showhow must be brought into it beforehand, by the names that page gives.
var sites = map[string]site{
	"showhow":  {page: "/s/load-%d", search: "/?q=%s", list: "/", choices: choices},
	"dokuwiki": {page: "/doku.php?id=load-%d", search: "/doku.php?do=search&q=%s", list: "/doku.php?do=index"},
	"life":     {more: lived},
}

// lived are the pages of what becomes of procedures.
var lived = []page{
	{"standing", "/s/load-%d/approval", 10_000}, {"start page", "/s/load-%d/run", 10_000}, {"its executions", "/s/load-%d/executions", 10_000},
	{"execution", "/executions/load-%d", 200_000}, {"time line", "/executions/load-%d/time-line", 200_000},
	{"its figures", "/figures/load-%d", 10_000}, {"its training", "/s/load-%d/training", 10_000}, {"its threads", "/s/load-%d/threads", 10_000},
	{"what it rests on", "/s/load-%d/depends", 10_000}, {"processes", "/processes", 0}, {"figures", "/figures", 0}, {"training", "/training", 0}, {"who can do what", "/training/people", 0},
	{"thanks", "/thanks", 0}, {"work", "/work", 0}, {"feedback", "/feedback", 0}, {"what all rest on", "/depends", 0}, {"executions", "/executions", 0}, {"reviews", "/reviews", 0}, {"notices", "/notices", 0}, {"trail", "/trail", 0}, {"proof", "/proof", 0},
	{"links", "/links", 0}, {"links, gone", "/links?show=gone", 0}, {"a process's figures", "/processes/%s/figures", 0},
}

// aProcess is where a page leads to a process.
var aProcess = regexp.MustCompile(`"/processes/([A-Z2-7]{26})`)

// processes are those that the register shows, for the pages that are each's own.
func (s *site) processes(ctx context.Context, c *http.Client, server string) error {
	if !slices.ContainsFunc(s.more, func(p page) bool { return strings.Contains(p.path, "%s") }) {
		return nil
	}
	var text strings.Builder
	if err := get(ctx, c, server+"/processes", &text); err != nil {
		return err
	}
	for _, m := range aProcess.FindAllStringSubmatch(text.String(), -1) {
		if !slices.Contains(s.known, m[1]) {
			s.known = append(s.known, m[1])
		}
	}
	if len(s.known) == 0 {
		return errors.New("the register shows no process")
	}
	return nil
}

// choices are what Showhow's library is asked for by address.
var choices = []string{"/?tag=queue", "/?system=kubectl&sort=title", "/?sort=title", "/?tag=oslo&system=helm", "/?state=draft&owner=local", "/?q=restart&tag=queue", "/?q=done&system=helm"}

func (r reading) do(ctx context.Context) error {
	u, err := url.Parse(r.server)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%s isn't this machine: load is for one's own server", r.server)
	}
	to, ok := sites[r.kind]
	if !ok {
		return fmt.Errorf("the addresses of %q aren't known", r.kind)
	}
	ctx, stop := context.WithTimeout(ctx, r.warm+r.length)
	defer stop()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: r.readers}, Timeout: 30 * time.Second}
	if err := to.processes(ctx, client, r.server); err != nil {
		return err
	}
	var lock sync.Mutex
	took, failed := map[string][]time.Duration{}, 0
	var all sync.WaitGroup
	counts := time.Now().Add(r.warm)
	for i := range r.readers {
		all.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(i), 3))
			for ctx.Err() == nil {
				select {
				case <-time.After(time.Second + time.Duration(dice.IntN(2000))*time.Millisecond):
				case <-ctx.Done():
					return
				}
				kind, path := to.next(dice, r.count)
				start := time.Now()
				err := get(ctx, client, r.server+path, io.Discard)
				d := time.Since(start)
				if ctx.Err() != nil {
					return
				}
				if start.Before(counts) {
					continue
				}
				lock.Lock()
				if took[kind] = append(took[kind], d); err != nil {
					failed++
				}
				lock.Unlock()
			}
		})
	}
	most := most(ctx, r.pid)
	all.Wait()
	fmt.Println("| page | requests | median | p95 | slowest |\n|---|---|---|---|---|")
	for _, kind := range slices.Sorted(maps.Keys(took)) {
		d := took[kind]
		slices.Sort(d)
		ms := func(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }
		fmt.Printf("| %s | %d | %s | %s | %s |\n", kind, len(d), ms(d[len(d)/2]), ms(d[len(d)*95/100]), ms(d[len(d)-1]))
	}
	fmt.Printf("failed: %d; the server's largest memory: %d MiB of its own, %d MiB with what it maps of files\n", failed, most["RssAnon"]>>10, most["VmHWM"]>>10)
	return nil
}

// next is where somebody goes: to a procedure mostly, else to the list, or a search, or a choice.
func (s site) next(dice *rand.Rand, count int) (kind, path string) {
	if len(s.more) > 0 {
		p := s.more[dice.IntN(len(s.more))]
		switch {
		case strings.Contains(p.path, "%s"):
			return p.name, fmt.Sprintf(p.path, s.known[dice.IntN(len(s.known))])
		case p.below == 0:
			return p.name, p.path
		}
		return p.name, fmt.Sprintf(p.path, dice.IntN(p.below))
	}
	switch n := dice.IntN(5); {
	case n == 0:
		return "library", s.list
	case n == 1:
		return "search", fmt.Sprintf(s.search, url.QueryEscape(questions[dice.IntN(len(questions))]))
	case n == 2 && len(s.choices) > 0:
		path = s.choices[dice.IntN(len(s.choices))]
		if strings.Contains(path, "?q=") {
			return "search, chosen", path
		}
		return "chosen", path
	}
	return "procedure", fmt.Sprintf(s.page, dice.IntN(count))
}

// get asks for a page, and writes its text to w.
func get(ctx context.Context, c *http.Client, at string, w io.Writer) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	a, err := c.Do(q)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if _, err := io.Copy(w, a.Body); err != nil {
		return err
	}
	if a.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %d", at, a.StatusCode)
	}
	return nil
}

// most is the most that a process had in memory, looked at each second until the end: its own (RssAnon), and all (VmHWM), in KiB, as Linux tells it; 0 where that isn't known.
func most(ctx context.Context, pid int) map[string]int {
	all := map[string]int{}
	for tick := time.Tick(time.Second); ; {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		for line := range strings.Lines(string(b)) {
			name, rest, _ := strings.Cut(line, ":")
			if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB")); err == nil && (name == "RssAnon" || name == "VmHWM") {
				all[name] = max(all[name], n)
			}
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return all
		}
	}
}
