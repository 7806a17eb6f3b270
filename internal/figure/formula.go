package figure

// Formula is how a figure is made. Its version changes with any change of the numbers it gives; docs/figures.md keeps what the older ones did.
type Formula struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Words   string `json:"words"`
}

// The formulas.
var (
	Adoption    = Formula{"adoption", 1, "Observations in which the procedure was used (followed, deviated from, or opened), of all that are known since it came into force, and only when some are told from outside: what is carried out in Showhow always uses it."}
	MiddleTime  = Formula{"median", 1, "The median, with the 95 % interval between order statistics."}
	UsedTime    = Formula{"used-against-not", 2, "Ratio of geometric means, used : not used, since the procedure came into force; an interval that holds however often it is looked at (t mixture on logarithms, Welch), 0.83 % of each figure so that a page of six errs in at most 5 of 100."}
	OneLook     = Formula{"one-look", 2, "A 95 % interval for a single look: bootstrap-t with 1,999 draws seeded by the observations (Student's beyond 100 a side), and a permutation test with as many."}
	ChanceTime  = Formula{"chance-of-faster", 2, "Student's posterior of the difference of mean logarithms."}
	FailedRate  = Formula{"rate", 2, "Failed of all, with the 95 % interval that is left of Jeffreys' prior."}
	UsedRate    = Formula{"rate-used-against-not", 2, "Difference of rates, used − not used, one success and one failure added to each side; an interval that holds however often it is looked at (normal mixture, 0.83 % of each figure)."}
	ChanceRate  = Formula{"chance-of-fewer-failures", 2, "Of two Beta posteriors with Jeffreys' prior, how often the one of those who used it is less."}
	Differences = Formula{"difference-in-differences", 2, "How the difference between units that use it and others changed with the day on which it came into force; the same interval over four cells."}
	DrawnRate   = Formula{"drawn-rate", 1, "Each procedure's rate drawn towards that of all (empirical Bayes, by moments), the more the fewer observations it has."}
	StepTime    = Formula{"step-time", 1, "Quartiles of the time that people were at a step, all of them together, in live executions; nothing below 10."}
)

// Formulas are all of them.
var Formulas = []Formula{Adoption, MiddleTime, UsedTime, OneLook, ChanceTime, FailedRate, UsedRate, ChanceRate, Differences, DrawnRate, StepTime}
