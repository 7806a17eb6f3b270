package spoken

// Distance tells how far two sequences of phones sound apart: 0 is the same, 1 nothing alike. It is a weighted edit
// distance divided by the length of the longer sequence: sounds that are easily taken for each other cost little, so
// does a vowel that is swallowed.
func Distance(a, b []string) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 0
	}
	row := make([]float64, len(b)+1)
	for j, p := range b {
		row[j+1] = row[j] + gap(p)
	}
	for _, p := range a {
		diagonal := row[0]
		row[0] += gap(p)
		for j, q := range b {
			up := row[j+1]
			row[j+1] = min(diagonal+swap(p, q), up+gap(p), row[j]+gap(q))
			diagonal = up
		}
	}
	return min(1, row[len(b)]/float64(max(len(a), len(b))))
}

// kinds puts consonants that are easily confused into one group by the first letter; ER counts as the vowel it is and as R.
var kinds = map[string]string{
	"P": "p", "B": "pv", "T": "t", "D": "tv", "K": "k", "G": "kv", "F": "f", "V": "fv", "TH": "f", "DH": "fv", "S": "s", "Z": "sv", "SH": "c", "ZH": "cv", "CH": "c", "JH": "cv",
	"M": "n", "N": "nv", "NG": "nv", "L": "l", "R": "r", "W": "w", "Y": "y", "HH": "h", "ER": "r",
}

// near are vowels that are close: the lax and the reduced, and pairs that accents and engines exchange.
var near = map[[2]string]bool{
	{"AH", "IH"}: true, {"AH", "AA"}: true, {"AH", "EH"}: true, {"AH", "AE"}: true, {"AH", "UH"}: true, {"IH", "IY"}: true, {"IH", "EH"}: true, {"EH", "AE"}: true, {"AA", "AO"}: true, {"AO", "OW"}: true, {"AA", "AE"}: true,
	{"UH", "UW"}: true, {"AH", "OW"}: true, {"EH", "EY"}: true, {"AH", "ER"}: true, {"AW", "AO"}: true, {"AW", "AA"}: true, {"IY", "EY"}: true, {"OW", "UW"}: true, {"AH", "AO"}: true, {"IY", "EH"}: true,
}

func vowel(p string) bool { k, ok := kinds[p]; return !ok || k == "r" && p == "ER" }

func gap(p string) float64 {
	switch p {
	case "AH", "IH", "HH", "Y":
		return 0.45
	case "T", "D", "W", "R", "ER":
		return 0.7
	}
	if vowel(p) {
		return 0.7
	}
	return 1
}

func swap(p, q string) float64 {
	switch {
	case p == q:
		return 0
	case vowel(p) && vowel(q):
		if near[[2]string{p, q}] || near[[2]string{q, p}] {
			return 0.25
		}
		return 0.5
	case vowel(p) != vowel(q):
		if kinds[p] == "r" && kinds[q] == "r" {
			return 0.3
		}
		return 1.2
	case kinds[p][0] == kinds[q][0]:
		return 0.35
	}
	return 1
}
