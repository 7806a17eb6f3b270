package spoken

// rule turns letters into phones where what stands before and after fits. In before and after: ^ is the word's edge, V a
// vowel letter, C a consonant letter, F one of e, i, y; small letters are themselves. before is matched from its end
// backwards. The first rule that fits counts.
type rule struct{ letters, before, after, phones string }

// rules are the usual sounds of English spelling, by first letter. They are made for names and words of the trade; a
// dictionary knows better where it knows the word.
var rules = map[byte][]rule{
	'a': {
		{"augh", "", "", "AO"}, {"au", "", "", "AO"}, {"aw", "", "", "AO"}, {"air", "", "", "EH R"}, {"ai", "", "", "EY"}, {"ay", "", "", "EY"},
		{"are", "", "^", "EH R"}, {"ar", "", "V", "AE R"}, {"ar", "w", "", "AO R"}, {"ar", "", "", "AA R"},
		{"age", "V", "^", "IH JH"}, {"age", "C", "^", "IH JH"}, {"able", "V", "^", "AH B AH L"}, {"able", "CC", "^", "AH B AH L"}, {"ate", "VC", "^", "EY T"},
		{"all", "", "^", "AO L"}, {"alk", "", "", "AO K"}, {"al", "", "^", "AH L"}, {"a", "^", "^", "AH"}, {"a", "", "^", "AH"}, {"a", "^", "CCV", "AE"},
		{"a", "", "tion", "EY"}, {"a", "", "ste^", "EY"}, {"a", "w", "", "AA"}, {"a", "", "CeC^", "EY"}, {"a", "", "Ce^", "EY"}, {"a", "", "Cing^", "EY"}, {"a", "", "Cy^", "EY"}, {"a", "", "", "AE"},
	},
	'b': {{"bb", "", "", "B"}, {"b", "m", "^", ""}, {"b", "", "", "B"}},
	'c': {
		{"cch", "", "", "K"}, {"ch", "", "r", "K"}, {"ch", "", "", "CH"}, {"ck", "", "", "K"}, {"cc", "", "F", "K S"}, {"cc", "", "", "K"},
		{"cqu", "", "", "K W"}, {"cious", "", "", "SH AH S"}, {"cial", "", "", "SH AH L"}, {"c", "s", "F", ""}, {"c", "", "F", "S"}, {"c", "", "", "K"},
	},
	'd': {{"dge", "", "", "JH"}, {"dd", "", "", "D"}, {"d", "", "", "D"}},
	'e': {
		{"eigh", "", "", "EY"}, {"ear", "", "C", "ER"}, {"ear", "", "", "IH R"}, {"eau", "", "", "OW"}, {"ea", "", "d^", "EH"}, {"ea", "", "", "IY"},
		{"eer", "", "", "IH R"}, {"ee", "", "", "IY"}, {"ew", "", "", "Y UW"}, {"ei", "", "", "IY"}, {"ey", "", "^", "IY"}, {"ey", "", "", "EY"}, {"eo", "", "", "IY OW"}, {"eu", "", "", "Y UW"},
		{"ere", "", "^", "IH R"}, {"er", "", "V", "EH R"}, {"er", "", "", "ER"}, {"ed", "d", "^", "IH D"}, {"ed", "t", "^", "IH D"}, {"ed", "Vs", "^", "D"}, {"ed", "s", "^", "T"}, {"ed", "k", "^", "T"}, {"ed", "p", "^", "T"}, {"ed", "h", "^", "T"}, {"ed", "x", "^", "T"}, {"ed", "VC", "^", "D"}, {"ed", "CC", "^", "D"}, {"es", "s", "^", "IH Z"}, {"es", "x", "^", "IH Z"}, {"es", "h", "^", "IH Z"}, {"es", "c", "^", "IH Z"}, {"es", "g", "^", "IH Z"}, {"es", "z", "^", "IH Z"}, {"es", "VC", "^", "Z"}, {"es", "CC", "^", "Z"},
		{"e", "^C", "^", "IY"}, {"e", "^CC", "^", "IY"}, {"e", "", "^", ""}, {"e", "", "l^", "AH"}, {"e", "", "n^", "AH"}, {"e", "^r", "C", "IY"}, {"e", "^d", "C", "IY"}, {"e", "", "Ce^", "IY"}, {"e", "VC", "ment^", ""}, {"e", "VC", "ly^", ""}, {"e", "", "", "EH"},
	},
	'f': {{"ff", "", "", "F"}, {"f", "", "", "F"}},
	'g': {
		{"gg", "", "", "G"}, {"gh", "^", "", "G"}, {"gh", "", "", ""}, {"gn", "", "^", "N"}, {"gn", "^", "", "N"}, {"gue", "", "^", "G"}, {"gu", "", "F", "G"},
		{"g", "^", "e", "JH"}, {"g", "^", "i", "G"}, {"g", "", "F", "JH"}, {"g", "", "", "G"},
	},
	'h': {{"h", "", "V", "HH"}, {"h", "", "y", "HH"}, {"h", "", "", ""}},
	'i': {
		{"igh", "", "", "AY"}, {"ign", "", "^", "AY N"}, {"ind", "", "^", "AY N D"}, {"ild", "", "^", "AY L D"}, {"ier", "", "^", "IY ER"}, {"ie", "^C", "^", "AY"}, {"ied", "", "^", "AY D"}, {"ies", "", "^", "IY Z"}, {"ie", "", "^", "IY"}, {"ie", "", "", "IY"},
		{"ique", "", "", "IY K"}, {"ire", "", "", "AY ER"}, {"ir", "", "V", "IH R"}, {"ir", "", "", "ER"}, {"ious", "", "", "IY AH S"}, {"ion", "", "", "Y AH N"}, {"ing", "V", "^", "IH NG"}, {"ing", "C", "^", "IH NG"},
		{"ia", "", "", "IY AH"}, {"io", "", "", "IY OW"}, {"iu", "", "", "IY AH"}, {"i", "", "^", "IY"}, {"i", "^", "^", "AY"}, {"ize", "", "", "AY Z"}, {"ise", "", "", "AY Z"}, {"ive", "VC", "^", "IH V"}, {"ive", "C", "^", "IH V"}, {"i", "", "CeC^", "AY"}, {"i", "", "Ce^", "AY"}, {"i", "", "C^", "IH"}, {"i", "^C", "CF", "IH"}, {"i", "", "", "IH"},
	},
	'j': {{"j", "", "", "JH"}},
	'k': {{"kk", "", "", "K"}, {"kn", "^", "", "N"}, {"kh", "", "", "K"}, {"k", "", "", "K"}},
	'l': {{"ll", "", "", "L"}, {"le", "C", "^", "AH L"}, {"les", "C", "^", "AH L Z"}, {"l", "", "", "L"}},
	'm': {{"mm", "", "", "M"}, {"m", "", "", "M"}},
	'n': {{"nn", "", "", "N"}, {"ng", "", "^", "NG"}, {"ng", "", "F", "N JH"}, {"ng", "", "", "NG G"}, {"nk", "", "", "NG K"}, {"nx", "", "", "NG K S"}, {"n", "m", "^", ""}, {"n", "", "", "N"}},
	'o': {
		{"ough", "", "t", "AO"}, {"ough", "", "", "AH F"}, {"ould", "", "", "UH D"}, {"our", "", "", "AO R"}, {"ous", "", "^", "AH S"}, {"ow", "", "C", "AW"}, {"ow", "^C", "^", "AW"}, {"ow", "", "", "OW"},
		{"oor", "", "", "AO R"}, {"ook", "", "", "UH K"}, {"oo", "", "", "UW"}, {"oa", "", "", "OW"}, {"oi", "", "", "OY"}, {"oy", "", "", "OY"}, {"ou", "", "p", "UW"}, {"ou", "", "", "AW"}, {"oe", "", "^", "OW"},
		{"ore", "", "^", "AO R"}, {"or", "C", "^", "ER"}, {"or", "", "", "AO R"}, {"old", "", "", "OW L D"}, {"oll", "", "^", "OW L"}, {"one", "^d", "^", "AH N"}, {"ome", "", "^", "AH M"}, {"on", "C", "^", "AH N"}, {"on", "i", "^", "AH N"}, {"o", "", "st^", "OW"},
		{"o", "", "^", "OW"}, {"o", "", "CeC^", "OW"}, {"o", "", "Ce^", "OW"}, {"o", "", "Cing^", "OW"}, {"o", "", "CV^", "OW"}, {"o", "", "", "AA"},
	},
	'p': {{"pp", "", "", "P"}, {"ph", "", "", "F"}, {"pn", "^", "", "N"}, {"ps", "^", "V", "S"}, {"p", "", "", "P"}},
	'q': {{"que", "", "^", "K"}, {"qu", "", "", "K W"}, {"q", "", "", "K"}},
	'r': {{"rr", "", "", "R"}, {"rh", "^", "", "R"}, {"r", "", "", "R"}},
	's': {
		{"sch", "", "", "S K"}, {"ssion", "", "", "SH AH N"}, {"sion", "V", "", "ZH AH N"}, {"sion", "", "", "SH AH N"}, {"sure", "V", "^", "ZH ER"}, {"ss", "", "", "S"}, {"sh", "", "", "SH"},
		{"s", "Vi", "^", "S"}, {"s", "u", "^", "S"}, {"s", "i", "^", "S"}, {"s", "a", "^", "Z"}, {"s", "V", "^", "Z"}, {"s", "k", "^", "S"}, {"s", "p", "^", "S"}, {"s", "t", "^", "S"}, {"s", "f", "^", "S"}, {"s", "c", "^", "S"}, {"s", "C", "^", "Z"}, {"s", "V", "e^", "Z"}, {"s", "", "", "S"},
	},
	't': {{"tch", "", "", "CH"}, {"tion", "s", "", "CH AH N"}, {"tion", "", "", "SH AH N"}, {"tial", "", "", "SH AH L"}, {"tious", "", "", "SH AH S"}, {"ture", "", "", "CH ER"}, {"tt", "", "", "T"}, {"th", "", "", "TH"}, {"t", "", "", "T"}},
	'u': {
		{"ure", "C", "^", "Y ER"}, {"ur", "", "V", "Y UH R"}, {"ur", "", "", "ER"}, {"ui", "", "", "UW"}, {"ue", "", "^", "UW"}, {"ue", "", "", "UW"}, {"uy", "", "", "AY"}, {"u", "^", "ni", "Y UW"}, {"u", "^", "Ce", "Y UW"},
		{"u", "C", "CeC^", "Y UW"}, {"u", "r", "Ce^", "UW"}, {"u", "l", "Ce^", "UW"}, {"u", "j", "", "UW"}, {"u", "C", "Ce^", "Y UW"}, {"u", "C", "Cing^", "Y UW"}, {"u", "C", "CV", "Y UW"}, {"u", "", "^", "UW"}, {"u", "", "", "AH"},
	},
	'v': {{"vv", "", "", "V"}, {"v", "", "", "V"}},
	'w': {{"wh", "", "", "W"}, {"wr", "^", "", "R"}, {"w", "", "V", "W"}, {"w", "", "", ""}},
	'x': {{"x", "^", "", "Z"}, {"x", "", "", "K S"}},
	'y': {{"y", "^", "", "Y"}, {"y", "^C", "^", "AY"}, {"y", "^CC", "^", "AY"}, {"y", "", "^", "IY"}, {"y", "", "Ce^", "AY"}, {"y", "V", "", "Y"}, {"y", "", "C", "IH"}, {"y", "", "", "IY"}},
	'z': {{"zz", "", "", "Z"}, {"z", "", "", "Z"}},
}

// names are the letters and digits as they are spelled out.
var names = map[byte]string{
	'a': "EY", 'b': "B IY", 'c': "S IY", 'd': "D IY", 'e': "IY", 'f': "EH F", 'g': "JH IY", 'h': "EY CH", 'i': "AY", 'j': "JH EY", 'k': "K EY", 'l': "EH L", 'm': "EH M",
	'n': "EH N", 'o': "OW", 'p': "P IY", 'q': "K Y UW", 'r': "AA R", 's': "EH S", 't': "T IY", 'u': "Y UW", 'v': "V IY", 'w': "D AH B AH L Y UW", 'x': "EH K S", 'y': "W AY", 'z': "Z IY",
	'0': "Z IH R OW", '1': "W AH N", '2': "T UW", '3': "TH R IY", '4': "F AO R", '5': "F AY V", '6': "S IH K S", '7': "S EH V AH N", '8': "EY T", '9': "N AY N",
}
