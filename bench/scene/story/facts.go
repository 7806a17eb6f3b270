package story

// m is an object of the facts that the applications show.
type m = map[string]any

// pipeline are the facts of a build server with one job that can be started.
type pipeline struct {
	brand, job, about string
	open, start       string // what the link to the form and the button in it are called
	fields            []m
	number            string
	seconds           float64
	stages, log       []string
	approve           m
}

func (p pipeline) facts() m {
	f := m{"brand": p.brand, "about": p.about, "number": p.number, "seconds": p.seconds, "stages": p.stages, "log": p.log,
		"jobs": []m{{"name": "backup-orders-db", "ok": "6 hr ago", "took": "4 min 2 sec"}, {"name": "build-storefront", "ok": "38 min ago", "fail": "2 days ago", "took": "6 min 11 sec"},
			{"name": p.job, "ok": "1 day 3 hr ago", "took": "1 min 42 sec"}, {"name": "nightly-e2e", "ok": "9 hr ago", "bad": true, "fail": "41 min ago", "took": "27 min"}, {"name": "rotate-logs", "ok": "12 hr ago", "took": "11 sec"}},
		"history": [][]string{{"417", "yesterday 14:02", "ok"}, {"416", "yesterday 11:47", "bad"}, {"415", "3 days ago", "ok"}},
		"form":    m{"open": p.open, "start": p.start, "fields": p.fields}}
	if p.approve != nil {
		f["approve"] = p.approve
	}
	return f
}

// deployLog is a console output; {LABEL} is the value of the field of that label.
func deployLog(app, version, environment string) []string {
	return []string{
		"Started by user release-manager", "Checking out git@git.acme.internal:shop/" + app + ".git", "HEAD is now at 4be1c07 release {" + version + "}",
		"[Pipeline] stage (Prepare)", "+ helm lint chart/", "1 chart(s) linted, 0 chart(s) failed", "[Pipeline] stage (Image)",
		"+ docker pull registry.acme.internal/" + app + ":{" + version + "}", "Digest: sha256:9f2c0b1d6a5e4c", "Status: Image is up to date",
		"[Pipeline] stage (Deploy)", "+ helm upgrade " + app + " chart/ --set image.tag={" + version + "} -f values-{" + environment + "}.yaml",
		"Release \"" + app + "\" has been upgraded.", "STATUS: deployed", "[Pipeline] stage (Smoke test)", "+ ./smoke.sh {" + environment + "}", "12 checks, 12 passed", "Finished: SUCCESS",
	}
}

// graphs are the facts of a dashboard whose graphs move every live milliseconds.
func graphs(brand, title string, live int) m {
	return m{"brand": brand, "title": title, "live": live, "panels": []m{
		{"title": "Requests per second", "size": "wide", "top": 400, "lines": []m{{"name": "GET", "base": 260, "color": "#73bf69"}, {"name": "POST", "base": 120, "color": "#5794f2"}}},
		{"title": "Error rate", "kind": "stat", "value": "0.02 %"},
		{"title": "Latency p99", "size": "wide", "top": 300, "unit": "ms", "lines": []m{{"name": "p99", "base": 170, "color": "#ff9830", "spike": true}, {"name": "p50", "base": 45, "color": "#b877d9"}}},
		{"title": "Pods ready", "kind": "stat", "value": "3 / 3"},
	}}
}

// room are the facts of a chat.
func room(brand, channel, me string) m {
	return m{"brand": brand, "start": channel, "me": me, "now": "10:24", "channels": []string{"general", "incidents", "platform", "random", "releases"},
		"people": []string{"Ana Ruiz", "Jonas Beck", "Wei Chen"},
		"messages": m{
			"releases": [][]string{{"Jonas", "09:58", "The change request for today's release is approved."}, {"Ana", "10:03", "Support knows about the window."}, {"Wei", "10:05", "No open incidents."}},
			"general":  [][]string{{"Ana", "08:31", "Good morning"}, {"Jonas", "08:40", "Coffee machine on the third floor is repaired."}},
			"platform": [][]string{{"Wei", "09:12", "Kernel updates start at noon."}},
		}}
}
