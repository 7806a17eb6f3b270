package web

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"showhow/internal/sop"
)

// TestAnsweringWhatItIsCalled writes the title: it began a new step, and the question stayed.
func TestAnsweringWhatItIsCalled(t *testing.T) {
	o, r := newOffice(t), sample(t, "terminal-edit")
	r.Title = sop.Claim{Text: "Work with vim", Evidence: sop.Evidence{Source: sop.FromRule, Rule: "title-from-programs", Span: sop.Span{To: 1}, Confidence: 1}, Unsure: "Nobody says what it is for."}
	r.Gaps = append(r.Gaps, sop.Gap{Part: "title", Text: "Title: not stated in the recording.", Question: "What is this procedure called?"})
	p := o.draft(t, r)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	b.click(`.ask[data-ask="title"] [data-answer]`)
	b.opened()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("Raise the replicas" + kb.Enter)
	b.saved()
	b.until(`document.querySelector('.ask[data-ask="title"]') === null`)
	if now := o.copyOf(t, p); now.Title.Text != "Raise the replicas" || now.Title.Unsure != "" || now.StepCount() != r.StepCount() {
		t.Errorf("%+v, %d steps", now.Title, now.StepCount())
	}
}
