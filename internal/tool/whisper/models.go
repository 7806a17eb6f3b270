package whisper

import (
	"path/filepath"
	"strings"
)

// Model is a Whisper model in whisper.cpp's form.
type Model struct {
	Name string
	// MiB is about how large the file is.
	MiB int
	// SHA1 is the file's checksum, in hex, as whisper.cpp's models/README.md lists it.
	SHA1 string
}

// Models are those that can be fetched by name, from small and rough to large and good. Those of ".en" know English alone, and it
// better than the others of their size.
var Models = []Model{
	{"tiny.en", 75, "c78c86eb1a8faa21b369bcd33207cc90d64ae9df"},
	{"tiny", 75, "bd577a113a864445d4c299885e0cb97d4ba92b5f"},
	{"base.en", 142, "137c40403d78fd54d454da0f9bd998f78703390c"},
	{"base", 142, "465707469ff3a37a2b9b8d8f89f2f99de7299dac"},
	{"small.en", 466, "db8a495a91d927739e50b3fc1cc4c6b8f6c2d022"},
	{"small", 466, "55356645c2b361a969dfd0ef2c5a50d530afd8d5"},
	{"large-v3-turbo-q5_0", 547, "e050f7970618a659205450ad97eb95a18d69c9ee"},
	{"medium.en", 1536, "8c30f0e44ce9560643ebd10bbe50cd20eafd3723"},
	{"medium", 1536, "fd9727b6e1217c2f614f9b698455c4ffd82463b4"},
	{"large-v3-turbo", 1536, "4af2b29d7ec73d781377bfd1758ca957a807e941"},
	{"large-v3-q5_0", 1126, "e6e2ed78495d403bef4b7cff42ef4aaadcfea8de"},
	{"large-v3", 2970, "ad82bf6a9043ceed055076d0fd39f5f186ff8062"},
}

// ModelNamed finds a model of the table.
func ModelNamed(name string) (Model, bool) {
	for _, m := range Models {
		if m.Name == name {
			return m, true
		}
	}
	return Model{}, false
}

// File is the model's file name: whisper.cpp's own.
func (m Model) File() string { return "ggml-" + m.Name + ".bin" }

// NameOf is a model's name by its file: "base.en" for "ggml-base.en.bin".
func NameOf(file string) string {
	return strings.TrimPrefix(strings.TrimSuffix(filepath.Base(file), ".bin"), "ggml-")
}

// Installed are the models' files in a folder, the best first.
func Installed(folder string) []string {
	files, _ := filepath.Glob(filepath.Join(escaped(folder), "ggml-*.bin"))
	var best []string
	for i := len(Models) - 1; i >= 0; i-- {
		for _, f := range files {
			if NameOf(f) == Models[i].Name {
				best = append(best, f)
			}
		}
	}
	for _, f := range files {
		if _, known := ModelNamed(NameOf(f)); !known && !strings.HasPrefix(NameOf(f), "for-tests") {
			best = append(best, f)
		}
	}
	return best
}

// escaped is a folder's name in a pattern.
func escaped(folder string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(folder)
}
