package figure

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/figure"
)

// Titles are the measures in words.
var Titles = map[figure.Measure]string{
	figure.Run: "Carrying it out", figure.Deploy: "Deployments that failed", figure.Recovery: "Recovery time", figure.Lead: "Lead time", figure.Onboarding: "Time to the first time alone",
}

// TitleOf is a measure's name: recoveries of something else than deployments are incidents.
func (m Measured) TitleOf() string {
	if m.Measure == figure.Recovery && m.Incidents > 0 {
		return "Incident recovery time"
	}
	return Titles[m.Measure]
}

// Causes says of how many recoveries something else than a deployment was the cause, and of how many nobody told it; empty where all were deployments.
func (m Measured) Causes() string {
	var all []string
	if m.Incidents > 0 {
		all = append(all, fmt.Sprintf("%d of %d were of another cause than a deployment", m.Incidents, m.Shown))
	}
	if m.Uncaused > 0 {
		all = append(all, fmt.Sprintf("of %d of %d nobody told the cause", m.Uncaused, m.Shown))
	}
	if len(all) == 0 {
		return ""
	}
	words := strings.Join(all, "; ") + "."
	return strings.ToUpper(words[:1]) + words[1:]
}

// Length is a duration in words, to two digits that count.
func Length(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.Itoa(int(d.Milliseconds())) + " ms"
	case d < time.Minute:
		return strconv.Itoa(int(d.Seconds())) + " s"
	case d < time.Hour:
		return two(int(d.Minutes()), "min", int(d.Seconds())%60, "s", d < 10*time.Minute)
	case d < 48*time.Hour:
		return two(int(d.Hours()), "h", int(d.Minutes())%60, "min", d < 10*time.Hour)
	}
	return two(int(d.Hours())/24, "d", int(d.Hours())%24, "h", d < 10*24*time.Hour)
}

func two(a int, of string, b int, below string, both bool) string {
	s := strconv.Itoa(a) + " " + of
	if both && b > 0 {
		s += " " + strconv.Itoa(b) + " " + below
	}
	return s
}

// Words are what is said when there are too few.
func (f TooFew) Words() string {
	switch {
	case f.Used == 0 && f.Unused == 0:
		return "Too few to say: nothing is known yet since it came into force."
	case f.Unused == 0:
		return fmt.Sprintf("Too few to say: %d with it, none without it. Ten of each are needed to compare.", f.Used)
	case f.Used == 0:
		return fmt.Sprintf("Too few to say: none with it, %d without it. Ten of each are needed to compare.", f.Unused)
	}
	return fmt.Sprintf("Too few to say: %d with it, %d without it. Ten of each are needed to compare.", f.Used, f.Unused)
}

// Says is the verdict in words.
func (t Told) Says() string {
	words := map[Verdict][2]string{Better: {"Faster when it is used", "Fewer fail when it is used"}, Worse: {"Slower when it is used", "More fail when it is used"},
		Open: {"The numbers don’t tell", "The numbers don’t tell"}, Disagree: {"The two comparisons disagree", "The two comparisons disagree"}}
	return words[t.Verdict][pick(t.Effect.Scale == Ratio, 0, 1)]
}

// Words are an effect in words.
func (e Effect) Words() string {
	if e.Scale == Points {
		return fmt.Sprintf("%s points when it is used (between %s and %s)", points100(e.Of), points100(max(e.Low, -1)), points100(min(e.High, 1)))
	}
	if math.IsInf(e.High, 1) || e.High > 1000 {
		return fmt.Sprintf("%s times as long when it is used (between nothing and any length)", digits(e.Of))
	}
	return fmt.Sprintf("%s times as long when it is used (between %s and %s times)", digits(e.Of), digits(e.Low), digits(e.High))
}

// DifferencesWords tell how the difference between users and others changed, and what follows of it; empty where that can't be told.
func (t Told) DifferencesWords() string {
	if t.Differences == nil {
		return ""
	}
	words := "Against before, by units: the difference between those who use it and others changed by " + t.Differences.Words() + "."
	if t.Verdict == Open && t.Effect.says() != Open {
		words += " That may be nothing: so the numbers don’t tell."
	}
	return words
}

func points100(x float64) string {
	n := int(math.Round(x * 100))
	if n < 0 {
		return "−" + strconv.Itoa(-n)
	}
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return "0"
}

// digits is a number with two digits that count.
func digits(x float64) string {
	switch {
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 1:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// ChanceWords are how probable it is that it goes better with it.
func (t Told) ChanceWords() string {
	what := "fewer fail"
	if t.Effect.Scale == Ratio {
		what = "it is faster"
	}
	chance := strconv.FormatFloat(min(max(t.Chance, 0.01), 0.99), 'f', 2, 64)
	if t.Chance > 0.99 {
		chance = "over 0.99"
	}
	if t.Chance < 0.01 {
		chance = "under 0.01"
	}
	return fmt.Sprintf("By these numbers alone, the probability that %s when it is used is %s.", what, chance)
}

// Words tell how often it's used, in a sentence that holds however few there are.
func (a Adopted) Words() string {
	n := fmt.Sprintf("Used in %d of %d known since it came into force", a.Used(), a.Of())
	if a.Of() == 0 {
		return "Nothing is known yet since it came into force."
	}
	if a.Outside == 0 {
		return n + ": all of them carried out in Showhow, which always uses it. What was done without it isn’t known until somebody tells it."
	}
	if share, ok := a.Share(); ok {
		return fmt.Sprintf("%s, %d %%. %d of them were told from outside.", n, int(math.Round(share*100)), a.Outside)
	}
	return n + ". Too few to say more."
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Answer) UnmarshalJSON(b []byte) error {
	var few struct {
		Say string `json:"say"`
		TooFew
	}
	if err := json.Unmarshal(b, &few); err != nil {
		return err
	}
	*a = Answer{few: few.TooFew}
	if few.Say == "" {
		a.told = &Told{}
		return json.Unmarshal(b, a.told)
	}
	return nil
}
