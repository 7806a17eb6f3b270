package vt

// screenCase is a piece of terminal output with the screen that it must give. The screens are what DEC's and xterm's
// manuals say and what esctest and vttest ask for, written down here as cases of our own.
type screenCase struct {
	name string
	// cols and rows are the size; 0 means 10 × 4.
	cols, rows int
	in         string
	// want are the rows, trailing blanks and blank rows at the end left out; a row that is wrapped ends with "↵".
	want []string
	x, y int
	// differs says why tmux, the second opinion, shows it otherwise; empty when it must agree.
	differs string
}

func rows(r ...string) []string { return r }

const (
	noSides  = "tmux knows no left and right margins"
	noRects  = "tmux knows no rectangles"
	noSets   = "tmux keeps the set apart from the character"
	keepsRow = "tmux leaves the cursor's column"
)

var screenCases = []screenCase{
	// Text and wrapping.
	{name: "plain", in: "abc", want: rows("abc"), x: 3},
	{name: "line end waits", in: "0123456789", want: rows("0123456789"), x: 9},
	{name: "wrap", in: "0123456789a", want: rows("0123456789↵", "a"), x: 1, y: 1},
	{name: "carriage return ends the wait", in: "0123456789\rX", want: rows("X123456789"), x: 1},
	{name: "line feed ends the wait", in: "0123456789\nX", want: rows("0123456789", "         X"), x: 9, y: 1, differs: "tmux keeps waiting"},
	{name: "backspace at the end", in: "0123456789\bX", want: rows("01234567X9"), x: 9, differs: "tmux steps back from behind the last column"},
	{name: "no autowrap", in: "\x1b[?7l0123456789abc", want: rows("012345678c"), x: 9},
	{name: "autowrap again", in: "\x1b[?7l0123456789a\x1b[?7h\r\nx", want: rows("012345678a", "x"), x: 1, y: 1},
	{name: "erase to the end of a waiting line", in: "0123456789\x1b[K", want: rows("012345678"), x: 9, differs: "tmux's cursor waits behind the last column"},
	{name: "cursor position ends the wait", in: "0123456789\x1b[1;10HX", want: rows("012345678X"), x: 9},
	{name: "wrap at the bottom scrolls", in: "\x1b[4;1H0123456789a", want: rows("", "", "0123456789↵", "a"), x: 1, y: 3},
	{name: "three wrapped rows", in: "0123456789abcdefghijKLM", want: rows("0123456789↵", "abcdefghij↵", "KLM"), x: 3, y: 2},
	{name: "wrapped then erased", in: "0123456789a\x1b[1;5H\x1b[K", want: rows("0123", "a"), x: 4, y: 0},
	{name: "readline's way to the next line", in: "0123456789 \rab", want: rows("0123456789↵", "ab"), x: 2, y: 1},
	{name: "line feeds", in: "a\nb\r\nc", want: rows("a", " b", "c"), x: 1, y: 2},
	{name: "vertical tab and form feed", in: "a\vb\fc", want: rows("a", " b", "  c"), x: 3, y: 2},
	{name: "new line mode", in: "\x1b[20ha\nb", want: rows("a", "b"), x: 1, y: 1, differs: "tmux knows no new line mode"},
	{name: "scroll", in: "1\r\n2\r\n3\r\n4\r\n5", want: rows("2", "3", "4", "5"), x: 1, y: 3},
	{name: "delete and null are nothing", in: "a\x7f\x00b", want: rows("ab"), x: 2},
	{name: "overstrike", in: "abc\r\x1b[2CX", want: rows("abX"), x: 3},

	// Wide and combining characters.
	{name: "wide", in: "日本", want: rows("日本"), x: 4},
	{name: "wide at the edge wraps", in: "12345678\u65e5\u672c", want: rows("12345678日↵", "本"), x: 2, y: 1},
	{name: "wide leaves the last place free", in: "123456789日", want: rows("123456789↵", "日"), x: 2, y: 1},
	{name: "left half overwritten", in: "日本\r\x1b[CX", want: rows(" X本"), x: 2, differs: "tmux overwrites half a character"},
	{name: "right half overwritten", in: "日本\rX", want: rows("X 本"), x: 1},
	{name: "wide over wide", in: "日本\r\x1b[C語", want: rows(" 語"), x: 3},
	{name: "combining", in: "e\u0301x", want: rows("e\u0301x"), x: 2},
	{name: "combining in a waiting line", in: "012345678e\u0301", want: rows("012345678e\u0301"), x: 9},
	{name: "combining on a wide one", in: "か\u3099x", want: rows("か\u3099x"), x: 3},
	{name: "emoji", in: "🚀x", want: rows("🚀x"), x: 3},
	{name: "zero width space", in: "a\u200bb", want: rows("a\u200bb"), x: 2, differs: "tmux drops it"},
	{name: "powerline", in: "\ue0b0\ue0b2x", want: rows("\ue0b0\ue0b2x"), x: 3},
	{name: "delete cuts a wide one", in: "日本語\r\x1b[C\x1b[P", want: rows(" 本語"), x: 1, differs: "tmux leaves half a character"},
	{name: "erase cuts a wide one", in: "日本語\r\x1b[3C\x1b[K", want: rows("日"), x: 3, differs: "tmux leaves half a character"},
	{name: "broken UTF-8", in: "a\xff\xfeb\xe6\x97", want: rows("a\ufffd\ufffdb"), x: 4, differs: "tmux drops it"},
	{name: "broken UTF-8 before text", in: "\xe6\x97a", want: rows("\ufffda"), x: 2, differs: "tmux drops it"},

	// Cursor movement.
	{name: "up, down, right, left", in: "\x1b[3;5H\x1b[A\x1b[2D*\x1b[2B\x1b[2C*", want: rows("", "  *", "", "     *"), x: 6, y: 3},
	{name: "zero is one", in: "\x1b[3;5H\x1b[0A\x1b[0D*", want: rows("", "   *"), x: 4, y: 1},
	{name: "movement stops at the edges", in: "\x1b[99B\x1b[99C*\x1b[99A\x1b[99D*", want: rows("*", "", "", "         *"), x: 1},
	{name: "next and previous line", in: "\x1b[2;5Ha\x1b[Eb\x1b[2Fc", want: rows("c", "    a", "b"), x: 1},
	{name: "column and row", in: "\x1b[5Ga\x1b[3db\x1b[2`c\x1b[2ad\x1b[1ee", want: rows("    a", "", " c  db", "     e"), x: 6, y: 3, differs: "tmux knows no VPR"},
	{name: "position beyond the edge", in: "\x1b[99;99H*", want: rows("", "", "", "         *"), x: 9, y: 3},
	{name: "tabs", cols: 30, in: "\ta\tb\x1b[2Zc\x1b[2Id", want: rows("        c       b       d"), x: 25, differs: "tmux knows no CHT"},
	{name: "tab stops", cols: 30, in: "\x1b[3g\x1b[5G\x1bH\x1b[9G\x1bH\r\ta\tb\x1b[9G\x1b[g\r\t\tc", want: rows("    a   b                    c"), x: 29},
	{name: "tab stops at the edge", in: "\t\t\tX", want: rows("         X"), x: 9},
	{name: "index and reverse index", in: "\x1b[2;3Ha\x1bDb\x1bMc", want: rows("", "  a c", "   b"), x: 5, y: 1},
	{name: "next line", in: "abc\x1bEd", want: rows("abc", "d"), x: 1, y: 1},
	{name: "reverse index at the top scrolls", in: "a\r\nb\x1b[H\x1bM", want: rows("", "a", "b")},
	{name: "save and restore", in: "\x1b[2;3H\x1b7\x1b[Habc\x1b8*", want: rows("abc", "  *"), x: 3, y: 1},
	{name: "save and restore, ANSI", in: "\x1b[2;3H\x1b[s\x1b[Habc\x1b[u*", want: rows("abc", "  *"), x: 3, y: 1},
	{name: "restore the wait", in: "0123456789\x1b7\x1b[2;2H\x1b8X", want: rows("0123456789↵", "X"), x: 1, y: 1, differs: "tmux doesn't save it"},
	{name: "restore without save", in: "\x1b[3;3Habc\x1b8*", want: rows("*", "", "  abc"), x: 1},
	{name: "reverse wrap", in: "0123456789a\b\bX\x1b[?45h\r\b\b\b", want: rows("0123456789↵", "X"), x: 7, differs: "tmux knows no reverse wrap"},

	// Erasing.
	{name: "erase right", in: "abcdef\x1b[1;3H\x1b[K", want: rows("ab"), x: 2},
	{name: "erase left", in: "abcdef\x1b[1;3H\x1b[1K", want: rows("   def"), x: 2},
	{name: "erase line", in: "abcdef\x1b[1;3H\x1b[2K", want: nil, x: 2},
	{name: "erase below", in: "aaa\r\nbbb\r\nccc\x1b[2;2H\x1b[J", want: rows("aaa", "b"), x: 1, y: 1},
	{name: "erase above", in: "aaa\r\nbbb\r\nccc\x1b[2;2H\x1b[1J", want: rows("", "  b", "ccc"), x: 1, y: 1},
	{name: "erase all", in: "aaa\r\nbbb\x1b[2J*", want: rows("", "   *"), x: 4, y: 1},
	{name: "erase characters", in: "abcdef\x1b[1;2H\x1b[3X", want: rows("a   ef"), x: 1},
	{name: "erase many characters", in: "abcdef\x1b[1;2H\x1b[99X", want: rows("a"), x: 1},
	{name: "selective erase", in: "abcdef\x1b[1;3H\x1b[?K\x1b[2;1Hx", want: rows("ab", "x"), x: 1, y: 1, differs: "tmux knows no selective erase"},

	// Insert and delete.
	{name: "insert characters", in: "abcdef\x1b[1;3H\x1b[2@XY", want: rows("abXYcdef"), x: 4},
	{name: "insert pushes out", in: "0123456789\x1b[1;3H\x1b[3@", want: rows("01   23456"), x: 2},
	{name: "insert more than there is", in: "0123456789\x1b[1;3H\x1b[99@", want: rows("01"), x: 2, differs: "tmux refuses it"},
	{name: "delete characters", in: "abcdef\x1b[1;3H\x1b[2P", want: rows("abef"), x: 2},
	{name: "delete more than there is", in: "abcdef\x1b[1;3H\x1b[99P", want: rows("ab"), x: 2},
	{name: "insert mode", in: "abc\r\x1b[4hXY\x1b[4lZ", want: rows("XYZbc"), x: 3},
	{name: "insert lines", in: "1\r\n2\r\n3\r\n4\x1b[2;2H\x1b[L", want: rows("1", "", "2", "3"), x: 0, y: 1, differs: keepsRow},
	{name: "delete lines", in: "1\r\n2\r\n3\r\n4\x1b[2;2H\x1b[2M", want: rows("1", "4"), x: 0, y: 1, differs: keepsRow},
	{name: "delete more lines than there are", in: "1\r\n2\r\n3\r\n4\x1b[2;1H\x1b[99M", want: rows("1"), y: 1},
	{name: "insert lines outside the margins", in: "1\r\n2\r\n3\r\n4\x1b[1;2r\x1b[4;1H\x1b[L", want: rows("1", "2", "3", "4"), y: 3},
	{name: "repeat", in: "ab\x1b[3b", want: rows("abbbb"), x: 5},
	{name: "repeat wraps", in: "01234567a\x1b[3b", want: rows("01234567aa↵", "aa"), x: 2, y: 1, differs: "tmux stops at the edge"},
	{name: "repeat a line drawing character", in: "\x1b(0q\x1b[3b", want: rows("────"), x: 4, differs: noSets},
	{name: "repeat nothing", in: "\x1b[3bx", want: rows("x"), x: 1},

	// Scroll regions.
	{name: "region", in: "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[3;1H\n*", want: rows("1", "3", "*", "4"), x: 1, y: 2},
	{name: "region homes the cursor", in: "\x1b[3;3H\x1b[2;3r*", want: rows("*"), x: 1},
	{name: "bad region", in: "\x1b[3;3H\x1b[3;2r*", want: rows("", "", "  *"), x: 3, y: 2},
	{name: "region of one row", in: "\x1b[3;3H\x1b[2;2r*", want: rows("", "", "  *"), x: 3, y: 2},
	{name: "line feed below the region", in: "1\r\n2\r\n3\r\n4\x1b[1;2r\x1b[4;1H\n*", want: rows("1", "2", "3", "*"), x: 1, y: 3},
	{name: "reverse index in a region", in: "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[2;1H\x1bM*", want: rows("1", "*", "2", "4"), x: 1, y: 1},
	{name: "up stops at the region", in: "\x1b[2;3r\x1b[3;1H\x1b[9A*", want: rows("", "*"), x: 1, y: 1},
	{name: "up from above the region", in: "\x1b[3;4r\x1b[2;1H\x1b[9A*", want: rows("*"), x: 1},
	{name: "scroll up and down", in: "1\r\n2\r\n3\r\n4\x1b[2S\x1b[T", want: rows("", "3", "4"), x: 1, y: 3},
	{name: "scroll in a region", in: "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[S", want: rows("1", "3", "", "4")},
	{name: "scroll more than there is", in: "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[99S", want: rows("1", "", "", "4")},
	{name: "origin mode", in: "\x1b[2;3r\x1b[?6h\x1b[1;1Ha\x1b[9;1Hb", want: rows("", "a", "b"), x: 1, y: 2},
	{name: "origin mode off", in: "\x1b[2;3r\x1b[?6h\x1b[?6lx", want: rows("x"), x: 1},
	{name: "region off", in: "\x1b[2;3r\x1b[r\x1b[4;1H1\n2", want: rows("", "", "1", " 2"), x: 2, y: 3},

	// Left and right margins, rectangles, columns.
	{name: "side margins wrap", in: "\x1b[?69h\x1b[3;6s\x1b[1;3Habcdef", want: rows("  abcd", "  ef"), x: 4, y: 1, differs: noSides},
	{name: "side margins scroll", in: "aaaaaaaaaa\r\nbbbbbbbbbb\x1b[?69h\x1b[3;6s\x1b[1;2r\x1b[2;3H\n", want: rows("aabbbbaaaa", "bb    bbbb"), x: 2, y: 1, differs: noSides},
	{name: "side margins insert", in: "0123456789\x1b[?69h\x1b[3;6s\x1b[1;4H\x1b[@", want: rows("012 346789"), x: 3, differs: noSides},
	{name: "side margins delete", in: "0123456789\x1b[?69h\x1b[3;6s\x1b[1;4H\x1b[P", want: rows("01245 6789"), x: 3, differs: noSides},
	{name: "side margins return", in: "\x1b[?69h\x1b[3;6s\x1b[1;5H\r*\x1b[1;2H\r*", want: rows("* *"), x: 1, differs: noSides},
	{name: "side margins off", in: "\x1b[?69h\x1b[3;6s\x1b[?69l\x1b[1;6Hab", want: rows("     ab"), x: 7, differs: noSides},
	{name: "insert columns", in: "0123\r\n4567\x1b[1;2H\x1b['}", want: rows("0 123", "4 567"), x: 1, differs: noSides},
	{name: "delete columns", in: "0123\r\n4567\x1b[1;2H\x1b[2'~", want: rows("03", "47"), x: 1, differs: noSides},
	{name: "fill a rectangle", in: "\x1b[35;2;3;3;5$x", want: rows("", "  ###", "  ###"), differs: noRects},
	{name: "erase a rectangle", in: "0123456789\r\n0123456789\x1b[1;3;2;5$z", want: rows("01   56789", "01   56789"), x: 9, y: 1, differs: noRects},
	{name: "copy a rectangle", in: "abc\r\ndef\x1b[1;1;2;2;1;2;5;1$v", want: rows("abc", "def ab", "    de"), x: 3, y: 1, differs: noRects},
	{name: "back index", in: "0123\r\x1b6", want: rows(" 0123"), differs: noSides},
	{name: "forward index", in: "0123456789\x1b9", want: rows("123456789"), x: 9, differs: noSides},
	{name: "back index in the line", in: "abc\x1b6X", want: rows("abX"), x: 3, differs: noSides},

	// Screens, sets, resets.
	{name: "alternate screen", in: "abc\x1b[?1049hxyz\x1b[?1049l*", want: rows("abc*"), x: 4},
	{name: "in the alternate screen", in: "abc\x1b[?1049h\x1b[2Hxyz", want: rows("", "xyz"), x: 3, y: 1},
	{name: "alternate screen is clear each time", in: "\x1b[?1049habc\x1b[?1049l\x1b[?1049h\x1b[2Hx", want: rows("", "x"), x: 1, y: 1},
	{name: "alternate screen 47", in: "abc\x1b[?47h\x1b[2;1Hxyz\x1b[?47l*", want: rows("abc", "   *"), x: 4, y: 1, differs: "tmux restores the cursor"},
	{name: "line drawing", in: "\x1b(0lqk\x1b(Bq", want: rows("┌─┐q"), x: 4, differs: noSets},
	{name: "shift out", in: "\x1b)0\x0ex\x0fx", want: rows("│x"), x: 2, differs: noSets},
	{name: "single shift", in: "\x1b*0\x1bNqq", want: rows("─q"), x: 2, differs: noSets},
	{name: "alignment pattern", cols: 3, rows: 2, in: "\x1b#8", want: rows("EEE", "EEE")},
	{name: "reset", in: "abc\x1b[2;3r\x1b[?6h\x1bcx", want: rows("x"), x: 1},
	{name: "soft reset", in: "\x1b[2;3r\x1b[?6h\x1b[4h\x1b[!p\x1b[4;1Ha\rb", want: rows("", "", "", "b"), x: 1, y: 3, differs: "tmux keeps the region"},

	// Sequences that mean nothing here, and broken ones.
	{name: "title", in: "\x1b]0;a title\ax\x1b]2;b\x1b\\y", want: rows("xy"), x: 2},
	{name: "screen's title", in: "\x1bka title\x1b\\x", want: rows("x"), x: 1},
	{name: "device control string", in: "\x1bP$qm\x1b\\a\x1bP1;2|x\x1b\\b", want: rows("ab"), x: 2},
	{name: "application, privacy, start of string", in: "\x1b_abc\x1b\\1\x1b^abc\x1b\\2\x1bXabc\x1b\\3", want: rows("123"), x: 3},
	{name: "string broken off", in: "\x1b]0;abc\x1b[2;2Hx", want: rows("", " x"), x: 2, y: 1},
	{name: "sequence broken off", in: "a\x1b[3\x18b\x1b[3\x1ac", want: rows("abc"), x: 3, differs: "tmux draws SUB"},
	{name: "control character inside a sequence", in: "a\x1b[\r1Bb", want: rows("a", "b"), x: 1, y: 1},
	{name: "escape inside a sequence", in: "a\x1b[3\x1b[Cb", want: rows("a b"), x: 3},
	{name: "too many parameters", in: "\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35;36mx", want: rows("x"), x: 1},
	{name: "huge parameter", in: "\x1b[99999999999999999999999Bx", want: rows("", "", "", "x"), x: 1, y: 3, differs: "tmux refuses it"},
	{name: "unknown sequences", in: "\x1b[>4;2m\x1b[>1u\x1b[<u\x1b[=1u\x1b[?u\x1b[ q\x1b[6n\x1b[c\x1b[>c\x1b[18t\x1b=\x1b>x", want: rows("x"), x: 1},
	{name: "private parameter in the middle", in: "\x1b[1?Kx\x1b[2>hy", want: rows("xy"), x: 2},
	{name: "eight-bit controls", in: "a\u009b2Cb\u0085c", want: rows("a  b", "c"), x: 1, y: 1, differs: "tmux ignores them"},
	{name: "hyperlink", in: "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\!", want: rows("link!"), x: 5},
	{name: "picture", in: "\x1b]1337;File=inline=1:AAAA\ax", want: rows("x"), x: 1},
	{name: "character set of UTF-8", in: "\x1b%Gx", want: rows("x"), x: 1},
}
