package figure

// Formula is how a figure is made. Its version changes with any change of the numbers it gives; docs/figures.md keeps what the older ones did.
type Formula struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	// Title and Plain are what people call it, and what it does, in one sentence for whoever knows no statistics; Words are the formula.
	Title string `json:"title"`
	Plain string `json:"plain"`
	Words string `json:"words"`
}

// The formulas.
var (
	Adoption = Formula{"adoption", 1, "How often it is used",
		"Of all that is known since the procedure came into force, how much was done with it.",
		"Observations in which the procedure was used (followed, deviated from, or opened), of all that are known since it came into force, and only when some are told from outside: what is carried out in Showhow always uses it."}
	MiddleTime = Formula{"median", 1, "Median",
		"Half took less and half took longer; the interval beside it holds the true median in 95 of 100 cases.",
		"The median, with the 95 % interval between order statistics."}
	UsedTime = Formula{"used-against-not", 2, "Time with it and without it",
		"How many times as long it takes with the procedure as without it, with an interval that holds however often one looks.",
		"Ratio of geometric means, used : not used, since the procedure came into force; an interval that holds however often it is looked at (t mixture on logarithms, Welch), 0.83 % of each figure so that a page of six errs in at most 5 of 100."}
	OneLook = Formula{"one-look", 2, "For a single look",
		"The same comparison for somebody who looks only once; it decides nothing here.",
		"A 95 % interval for a single look: bootstrap-t with 1,999 draws seeded by the observations (Student's beyond 100 a side), and a permutation test with as many."}
	ChanceTime = Formula{"chance-of-faster", 2, "Probability of faster",
		"How probable it is, by these numbers alone, that it is faster with the procedure than without it.",
		"Student's posterior of the difference of mean logarithms."}
	FailedRate = Formula{"rate", 2, "Share that failed",
		"How many failed of all; the interval beside it holds the true share in 95 of 100 cases.",
		"Failed of all, with the 95 % interval that is left of Jeffreys' prior."}
	UsedRate = Formula{"rate-used-against-not", 2, "Failures with it and without it",
		"How many more or fewer of a hundred fail with the procedure than without it, with an interval that holds however often one looks.",
		"Difference of rates, used − not used, one success and one failure added to each side; an interval that holds however often it is looked at (normal mixture, 0.83 % of each figure)."}
	ChanceRate = Formula{"chance-of-fewer-failures", 2, "Probability of fewer failures",
		"How probable it is, by these numbers alone, that fewer fail with the procedure than without it.",
		"Of two Beta posteriors with Jeffreys' prior, how often the one of those who used it is less."}
	Differences = Formula{"difference-in-differences", 2, "Against before",
		"Whether those who use it were faster or safer before, too: how their distance to the others changed when it came into force.",
		"How the difference between units that use it and others changed with the day on which it came into force; the same interval over four cells."}
	DrawnRate = Formula{"drawn-rate", 1, "Baseline",
		"The share that failed, drawn towards that of all procedures the more the fewer observations there are, since what looks worst does so partly by luck.",
		"Each procedure's rate drawn towards that of all (empirical Bayes, by moments), the more the fewer observations it has."}
	StepTime = Formula{"step-time", 1, "Time at a step",
		"The middle time that people were at a step, and between which times half of them were.",
		"Quartiles of the time that people were at a step, all of them together, in live executions; nothing below 10."}
)

// Formulas are all of them.
var Formulas = []Formula{Adoption, MiddleTime, UsedTime, OneLook, ChanceTime, FailedRate, UsedRate, ChanceRate, Differences, DrawnRate, StepTime}
