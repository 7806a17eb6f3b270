package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"showhow/internal/desk/manuscript"
	"showhow/internal/stage/redact"
)

// What looks like a secret is told where it stands as soon as it is saved, without the secret itself; once it is masked, no version is kept that shows it.
func TestASecretIsToldOnceItIsSaved(t *testing.T) {
	const secret = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	o := open(t)
	o.Look = redact.Spots
	p, _ := o.drafted(t)
	for _, to := range []string{"Dräft with " + secret, "Release with " + secret + " – now"} { // the first version has it, too
		if _, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, o.pieces(t, p), titled(to))}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := o.Found(t.Context(), p.ID, o.pieces(t, p).Sorted())
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	f := found[0]
	if f.Piece != "head" || f.Field != "title.text" || f.From != len("Release with ") || f.To != f.From+len(secret) || f.Placeholder != "<GITHUB_TOKEN>" || f.Why == "" {
		t.Errorf("%+v", f)
	}
	lines, err := o.db.Read().Events(t.Context(), "w", 100)
	if err != nil {
		t.Fatal(err)
	}
	told, err := json.Marshal([]any{found, lines})
	if err != nil || strings.Contains(string(told), "ghp_") {
		t.Errorf("told is %s, %v", told, err)
	}
	if kept, err := o.db.Read().PiecesEver(t.Context(), p.ID); err != nil || len(kept) != 2 {
		t.Fatalf("%d versions, %v", len(kept), err)
	}
	if _, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, o.pieces(t, p), titled("Release with <GITHUB_TOKEN> – now"))}); err != nil {
		t.Fatal(err)
	}
	if found, err := o.Found(t.Context(), p.ID, o.pieces(t, p).Sorted()); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
	kept, err := o.db.Read().PiecesEver(t.Context(), p.ID)
	if err != nil || len(kept) != 1 || strings.Contains(string(kept[0].Body), "ghp_") {
		t.Errorf("%d versions are kept, %v", len(kept), err)
	}
	// an ordinary change keeps what there was
	if _, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, o.pieces(t, p), titled("Release"))}); err != nil {
		t.Fatal(err)
	}
	if kept, err := o.db.Read().PiecesEver(t.Context(), p.ID); err != nil || len(kept) != 2 {
		t.Errorf("%d versions are kept, %v", len(kept), err)
	}
}

// A revision's note is shown and stands in the trail for good: no secret does.
func TestARevisionsNoteIsMasked(t *testing.T) {
	o := open(t)
	o.Look = redact.Spots
	p, _ := o.drafted(t)
	if _, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, o.pieces(t, p), titled("Release it"))}); err != nil {
		t.Fatal(err)
	}
	made, err := o.Name(t.Context(), o.editor, p.Slug, "Took password=hunter2x and token=zebra77x9 out.")
	if err != nil || made.Note != "Took password=<PASSWORD> and token=<TOKEN> out." {
		t.Errorf("%+v, %v", made, err)
	}
	lines, err := o.db.Read().Events(t.Context(), "w", 100)
	told, _ := json.Marshal(lines)
	if err != nil || strings.Contains(string(told), "hunter2x") {
		t.Errorf("%s, %v", told, err)
	}
}
