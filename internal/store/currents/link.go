package currents

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/store/stamp"
)

// hostOf is an address's host with its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// setLinks writes the links of a procedure's revision in force, in the place of what was there.
func (r Rows) setLinks(ctx context.Context, p sop.Procedure, read current.Read) error {
	if _, err := r.exec(ctx, "DELETE FROM linked WHERE procedure = $1", p.ID); err != nil {
		return err
	}
	for i, l := range read.Links {
		if _, err := r.exec(ctx, "INSERT INTO linked (procedure, ord, workspace, number, address, host, not_asked, step, at_step) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			p.ID, i, p.Workspace, read.Number, l.Address, hostOf(l.Address), string(l.Not), l.Step, l.Number); err != nil {
			return err
		}
	}
	return nil
}

// LinkPlaces are where a link is named, in a workspace, or in all that are open when that is empty; by procedures that aren't retired.
func (r Rows) LinkPlaces(ctx context.Context, workspace, address string) (all []current.LinkPlace, err error) {
	err = r.each(ctx, func(s scanner) error {
		var p current.LinkPlace
		err := s.Scan(&p.Procedure, &p.Revision, &p.Address, &p.Not, &p.Step, &p.Number)
		all = append(all, p)
		return err
	}, "SELECT l.procedure, l.number, l.address, l.not_asked, l.step, l.at_step FROM "+living+" WHERE l.address = $1 AND ($2 = '' OR l.workspace = $2) ORDER BY l.procedure, l.ord", address, workspace)
	return all, err
}

// living are the links of workspaces that are open, by procedures that aren't retired.
const living = "linked l JOIN workspace w ON w.id = l.workspace AND w.archived = 0 JOIN procedure p ON p.id = l.procedure AND p.state <> 'retired' LEFT JOIN link_seen s ON s.address = l.address"

// DueLinks are links that may be asked at a time, one a host, of hosts that nobody asks; those first that have waited longest.
func (r Rows) DueLinks(ctx context.Context, now time.Time, limit int) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var address string
		err := s.Scan(&address)
		all = append(all, address)
		return err
	}, "SELECT MIN(l.address) FROM "+living+" LEFT JOIN link_host h ON h.host = l.host WHERE l.not_asked = '' AND COALESCE(s.next, 0) <= $1 AND COALESCE(h.until, 0) <= $1 GROUP BY l.host ORDER BY MIN(COALESCE(s.next, 0)), l.host LIMIT $2", stamp.Micros(now), limit)
	return all, err
}

// HoldHost keeps others from asking a link's host until a time; ok is false when somebody else asks it now.
func (r Rows) HoldHost(ctx context.Context, address string, now, until time.Time) (ok bool, err error) {
	n, err := r.exec(ctx, "INSERT INTO link_host (host, until) VALUES ($1, $2) ON CONFLICT (host) DO UPDATE SET until = excluded.until WHERE link_host.until <= $3", hostOf(address), stamp.Micros(until), stamp.Micros(now))
	return n > 0, err
}

// Seen is what was seen of a link; its state is pending when nobody has asked it.
func (r Rows) Seen(ctx context.Context, address string) (x current.Seen, err error) {
	x = current.Seen{Address: address, State: current.LinkPending}
	err = r.each(ctx, func(s scanner) error {
		var body string
		var next int64
		if err := s.Scan(&body, &next); err != nil {
			return err
		}
		x, err = seenOf(body, next)
		return err
	}, "SELECT body, next FROM link_seen WHERE address = $1", address)
	return x, err
}

func seenOf(body string, next int64) (x current.Seen, err error) {
	if err := json.Unmarshal([]byte(body), &x); err != nil {
		return x, fmt.Errorf("read what was seen of a link: %w", err)
	}
	x.Next = stamp.Time(next)
	return x, nil
}

// SaveSeen writes what was seen of a link.
func (r Rows) SaveSeen(ctx context.Context, x current.Seen) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("write what was seen of a link: %w", err)
	}
	private := 0
	if x.Private {
		private = 1
	}
	_, err = r.exec(ctx, `INSERT INTO link_seen (address, host, ranked, good, private, next, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (address) DO UPDATE SET ranked = excluded.ranked, good = excluded.good, private = excluded.private, next = excluded.next, body = excluded.body`,
		x.Address, hostOf(x.Address), slices.Index(current.LinkStates, x.State), stamp.Micros(x.Good), private, stamp.Micros(x.Next), string(body))
	return err
}

// ForgetSeen drops at most so many of what was seen of links that might have been asked again before a time, and that no procedure names that isn't retired; and until when hosts were held
// before that time.
func (r Rows) ForgetSeen(ctx context.Context, before time.Time, limit int) (int64, error) {
	n, err := r.exec(ctx, `DELETE FROM link_seen WHERE address IN (SELECT s.address FROM link_seen s WHERE s.next < $1
		AND NOT EXISTS (SELECT 1 FROM linked l JOIN procedure p ON p.id = l.procedure AND p.state <> 'retired' WHERE l.address = s.address) ORDER BY s.next LIMIT $2)`, stamp.Micros(before), limit)
	if err != nil {
		return n, err
	}
	_, err = r.exec(ctx, "DELETE FROM link_host WHERE host IN (SELECT host FROM link_host WHERE until < $1 LIMIT $2)", stamp.Micros(before), limit)
	return n, err
}

// Reached says whether another host than a link's has answered as it should since a time, in a private network or on the internet as that link.
func (r Rows) Reached(ctx context.Context, than current.Seen, since time.Time) (ok bool, err error) {
	private := 0
	if than.Private {
		private = 1
	}
	err = r.each(ctx, func(s scanner) error {
		var n int
		ok = true
		return s.Scan(&n)
	}, "SELECT 1 FROM link_seen WHERE private = $1 AND good >= $2 AND host <> $3 LIMIT 1", private, stamp.Micros(since), hostOf(than.Address))
	return ok, err
}

// shown are the links l of a workspace $1, by procedures that aren't retired, and of an account $2 alone, or its deputy's, if that isn't empty. Which procedures these
// are stands in sets, for looking up each link's takes longer than all else.
const shown = `l.workspace = $1 AND l.procedure NOT IN (SELECT id FROM procedure WHERE workspace = $1 AND state = 'retired')
	AND ($2 = '' OR l.procedure IN (` + mine + `))`

// grouped are a workspace's links once each, with the place of their state in the states' order.
func grouped() string {
	pending, not := slices.Index(current.LinkStates, current.LinkPending), slices.Index(current.LinkStates, current.LinkNot)
	return fmt.Sprintf(`SELECT l.address AS address, l.why AS why, CASE WHEN l.why <> '' THEN %d ELSE COALESCE(s.ranked, %d) END AS ranked
		FROM (SELECT l.address AS address, MIN(l.not_asked) AS why FROM linked l WHERE `, not, pending) + shown + ` GROUP BY l.address) l LEFT JOIN link_seen s ON s.address = l.address`
}

// Links are a workspace's links with what was seen of them, those first that somebody should look at, and how many there are by state, whichever are asked for. Both come of one
// statement, for going through the links takes longer than all else: first the counts, without an address, then the links.
func (r Rows) Links(ctx context.Context, q current.LinkQuery) (all []current.Watched, counts map[current.LinkState]int, err error) {
	state := -1
	if q.State != "" {
		state = slices.Index(current.LinkStates, q.State)
	}
	counts = map[current.LinkState]int{}
	err = r.each(ctx, func(s scanner) error {
		var x current.Watched
		var address, body string
		var rank, n int
		var next int64
		if err := s.Scan(&rank, &n, &address, &x.Not, &body, &next); err != nil {
			return err
		}
		if n > 0 {
			if rank >= 0 && rank < len(current.LinkStates) {
				counts[current.LinkStates[rank]] = n
			}
			return nil
		}
		x.Seen = current.Seen{Address: address, State: current.LinkPending}
		if x.Not != "" {
			x.State = current.LinkNot
		} else if body != "" {
			var err error
			if x.Seen, err = seenOf(body, next); err != nil {
				return err
			}
		}
		all = append(all, x)
		return nil
	}, "WITH g AS MATERIALIZED ("+grouped()+`) SELECT x.ranked, x.n, x.address, x.why, COALESCE(s.body, ''), COALESCE(s.next, 0)
		FROM (SELECT ranked, COUNT(*) AS n, '' AS address, '' AS why FROM g GROUP BY ranked
			UNION ALL SELECT * FROM (SELECT ranked, 0 AS n, address, why FROM g WHERE ($3 < 0 OR ranked = $3) AND ($4 = '' OR address = $4) ORDER BY ranked, address LIMIT $5 OFFSET $6) AS page) AS x
		LEFT JOIN link_seen s ON s.address = x.address ORDER BY x.n = 0, x.ranked, x.address`, q.Workspace, q.Account, state, q.Address, q.Limit, q.From)
	if err != nil || len(all) == 0 {
		return nil, counts, err
	}
	return all, counts, r.naming(ctx, q, all)
}

// mostNaming is how many steps that name one link are told.
const mostNaming = 200

// naming fills in which procedures name links: the first ones by their titles.
func (r Rows) naming(ctx context.Context, q current.LinkQuery, all []current.Watched) error {
	args, marks, at := []any{q.Workspace, q.Account, mostNaming}, make([]string, len(all)), make(map[string]*current.Watched, len(all))
	for i := range all {
		args = append(args, all[i].Address)
		marks[i], at[all[i].Address] = fmt.Sprintf("$%d", len(args)), &all[i]
	}
	return r.each(ctx, func(s scanner) error {
		var address string
		var n current.Naming
		var step current.LinkStep
		if err := s.Scan(&address, &n.Procedure, &n.Slug, &n.Title, &step.Key, &step.Number); err != nil {
			return err
		}
		x := at[address]
		if last := len(x.In) - 1; last < 0 || x.In[last].Procedure != n.Procedure {
			x.In = append(x.In, n)
		}
		of := &x.In[len(x.In)-1]
		of.Steps = append(of.Steps, step)
		return nil
	}, `SELECT address, procedure, slug, title, step, at_step FROM (SELECT l.address AS address, p.id AS procedure, p.slug AS slug, p.title AS title, l.step AS step, l.at_step AS at_step,
			ROW_NUMBER() OVER (PARTITION BY l.address ORDER BY p.title, p.id, l.ord) AS place
		FROM linked l JOIN procedure p ON p.id = l.procedure WHERE `+shown+" AND l.address IN ("+strings.Join(marks, ", ")+")) AS n WHERE place <= $3 ORDER BY address, place", args...)
}
