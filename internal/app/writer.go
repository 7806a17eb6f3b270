package app

import (
	"showhow/internal/sop"
	"showhow/internal/stage/compose/reword"
	"showhow/internal/tool/llm"
)

// writer is who words the steps better; nil for the rules alone.
func (a *App) writer(name string) (reword.Writer, error) {
	switch name {
	case "", "rules":
		return nil, nil
	case "openai":
		if a.config.Text("writer_url") == "" || a.config.Text("writer_model") == "" {
			return nil, &sop.Error{Code: sop.Invalid, Message: "There is no endpoint for --writer openai.", Mend: "Set SHOWHOW_WRITER_URL (e.g. http://localhost:11434/v1) and SHOWHOW_WRITER_MODEL."}
		}
		return llm.Tool{URL: a.config.Text("writer_url"), Key: a.config.Text("writer_key"), Model: a.config.Text("writer_model"), Proxy: a.config.Text("proxy")}, nil
	}
	return nil, &sop.Error{Code: sop.Invalid, Message: "There is no writer " + name + ".", Mend: "Use rules or openai."}
}

// writerSettings is what the writer's wording depends on.
func (a *App) writerSettings(name string) any {
	return []string{name, a.config.Text("writer_url"), a.config.Text("writer_model")}
}
