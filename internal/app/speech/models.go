package speech

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"showhow/internal/app/machine"
	"showhow/internal/sop"
	"showhow/internal/tool/whisper"
)

// Model is a Whisper model as `showhow speech list` tells of it.
type Model struct {
	Name string `json:"name"`
	MiB  int    `json:"mib"`
	// File is its place; empty when it isn't here. Used says that drafts are made with it.
	File string `json:"file,omitempty"`
	Used bool   `json:"used,omitempty"`
}

// Models are the models that can be fetched, and those that are here.
func (a Speech) Models() ([]Model, error) {
	folder, err := a.Config.Folder("models", "models")
	if err != nil {
		return nil, err
	}
	used, _ := a.model()
	here := map[string]string{}
	for _, f := range whisper.Installed(folder) {
		here[whisper.NameOf(f)] = f
	}
	var all []Model
	for _, m := range whisper.Models {
		all = append(all, Model{Name: m.Name, MiB: m.MiB, File: here[m.Name], Used: here[m.Name] != "" && here[m.Name] == used})
		delete(here, m.Name)
	}
	for _, f := range whisper.Installed(folder) {
		if here[whisper.NameOf(f)] == "" {
			continue
		}
		size := 0
		if st, err := os.Stat(f); err == nil {
			size = int(st.Size() >> 20)
		}
		all = append(all, Model{Name: whisper.NameOf(f), MiB: size, File: f, Used: f == used})
	}
	return all, nil
}

// Get fetches a model by its name and gives its place. progress is told of the bytes; it may be nil.
func (a Speech) Get(ctx context.Context, name string, progress func(done, total int64)) (string, error) {
	m, ok := whisper.ModelNamed(name)
	if !ok {
		return "", &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no model %q.", name), Mend: "`showhow speech list` names them all; base.en is a good one to begin with."}
	}
	folder, err := a.Config.Folder("models", "models")
	if err != nil {
		return "", err
	}
	place, err := whisper.Fetch{Model: m, Folder: folder, Mirror: a.Config.Text("models_mirror"), Proxy: a.Config.Text("proxy"), Progress: progress}.Get(ctx)
	if machine.Full(err) {
		err = &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("There is no room left on the disk for the model, which has %d MiB.", m.MiB), Mend: "Make room, or set SHOWHOW_MODELS to a folder on another disk. Then run the same command again: it goes on where it stopped.", Cause: err}
	}
	return place, err
}

// model is the model's file that the setting names, or the best one that is here.
func (a Speech) model() (string, error) {
	folder, err := a.Config.Folder("models", "models")
	if err != nil {
		return "", err
	}
	told := a.Config.Text("whisper_model")
	if told == "" {
		if all := whisper.Installed(folder); len(all) > 0 {
			return all[0], nil
		}
		return "", &sop.Error{Code: sop.Missing, Message: "No Whisper model is installed.", Mend: "Run `showhow speech get base.en`."}
	}
	for _, f := range []string{told, filepath.Join(folder, "ggml-"+told+".bin"), filepath.Join(folder, told)} {
		if st, err := os.Stat(f); err == nil && st.Mode().IsRegular() {
			return f, nil
		}
	}
	return "", &sop.Error{Code: sop.Missing, Message: fmt.Sprintf("The Whisper model %s is not here.", filepath.Base(told)), Mend: "Run `showhow speech list`, or correct the setting whisper_model."}
}
