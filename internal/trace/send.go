package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// The bounds of sending.
const (
	mostAtOnce = 512
	patience   = 5 * time.Second
)

// dropped counts spans that could not be kept.
type dropped struct{ n atomic.Int64 }

func (d *dropped) one() { d.n.Add(1) }

// loop sends spans until the tracer is closed, and then those that wait.
func (t *Tracer) loop(ctx context.Context) {
	defer close(t.ended)
	client := &http.Client{Timeout: patience, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	tick := time.NewTicker(t.s.Every)
	defer tick.Stop()
	var waiting []*Span
	send := func() {
		if n := t.dropped.n.Swap(0); n > 0 {
			t.s.Log.Warn("traces were dropped, as too many waited", "spans", n)
		}
		if len(waiting) == 0 {
			return
		}
		if err := t.send(client, waiting); err != nil {
			t.s.Log.Warn("traces can't be sent", "spans", len(waiting), "error", err)
		}
		waiting = nil
	}
	for {
		select {
		case s := <-t.spans:
			if waiting = append(waiting, s); len(waiting) >= mostAtOnce {
				send()
			}
		case <-tick.C:
			send()
		case <-ctx.Done():
			for range len(t.spans) {
				waiting = append(waiting, <-t.spans)
			}
			send()
			return
		}
	}
}

// send sends spans to the collector.
func (t *Tracer) send(client *http.Client, all []*Span) error {
	b, err := json.Marshal(t.export(all))
	if err != nil {
		return fmt.Errorf("write the spans: %w", err)
	}
	r, err := client.Post(strings.TrimSuffix(t.s.Collector, "/")+"/v1/traces", "application/json", bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("ask the collector: %w", err)
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(r.Body, 64<<10)); err != nil {
		return fmt.Errorf("read the collector's answer: %w", err)
	}
	if r.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answers %s", r.Status)
	}
	return nil
}

// The protocol's messages, as far as they are used (ExportTraceServiceRequest). Numbers of 64 bits are texts in its JSON form, ids are hex.
type (
	export struct {
		ResourceSpans []resourceSpans `json:"resourceSpans"`
	}
	resourceSpans struct {
		Resource   resource     `json:"resource"`
		ScopeSpans []scopeSpans `json:"scopeSpans"`
	}
	resource struct {
		Attributes []attribute `json:"attributes"`
	}
	scopeSpans struct {
		Scope scope  `json:"scope"`
		Spans []span `json:"spans"`
	}
	scope struct {
		Name string `json:"name"`
	}
	span struct {
		TraceID    string      `json:"traceId"`
		SpanID     string      `json:"spanId"`
		Parent     string      `json:"parentSpanId,omitempty"`
		Name       string      `json:"name"`
		Kind       Kind        `json:"kind"`
		Start      string      `json:"startTimeUnixNano"`
		End        string      `json:"endTimeUnixNano"`
		Attributes []attribute `json:"attributes,omitempty"`
		Status     status      `json:"status"`
	}
	// status has code 2 for what went wrong.
	status struct {
		Code int `json:"code,omitempty"`
	}
	attribute struct {
		Key   string            `json:"key"`
		Value map[string]string `json:"value"`
	}
)

func (t *Tracer) export(all []*Span) export {
	spans := make([]span, len(all))
	for i, s := range all {
		spans[i] = span{TraceID: s.trace, SpanID: s.id, Parent: s.parent, Name: s.name, Kind: s.kind, Start: nanos(s.began), End: nanos(s.ended)}
		for key, v := range s.said {
			spans[i].Attributes = append(spans[i].Attributes, said(key, v))
		}
		if s.failed {
			spans[i].Status.Code = 2
		}
	}
	of := resource{[]attribute{said("service.name", "showhow"), said("service.version", t.s.Version)}}
	return export{[]resourceSpans{{of, []scopeSpans{{scope{"showhow"}, spans}}}}}
}

func nanos(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func said(key string, v any) attribute {
	if n, ok := v.(int); ok {
		return attribute{key, map[string]string{"intValue": strconv.Itoa(n)}}
	}
	return attribute{key, map[string]string{"stringValue": fmt.Sprint(v)}}
}
