package register

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop/register"
)

// ProcessLine is what comes of a line of a table.
type ProcessLine struct {
	Line  int    `json:"line" doc:"its number in the file"`
	Name  string `json:"name,omitempty"`
	Fault string `json:"fault,omitempty" doc:"why it is left out"`
	Known bool   `json:"known,omitempty" doc:"a process of that name is there already: it is left out"`
}

// ProcessImport is what comes of a table.
type ProcessImport struct {
	Added   int           `json:"added"`
	Lines   []ProcessLine `json:"lines"`
	Ignored []string      `json:"ignored" doc:"columns that aren't known"`
}

// tables are the operations on processes as comma-separated values.
func (a api) tables(h huma.API) {
	type table struct {
		ContentType string `header:"Content-Type"`
		Body        []byte
	}
	on(a, h, huma.Operation{OperationID: "export-processes", Method: http.MethodGet, Path: "/processes/export", Summary: "All processes as comma-separated values, with a line of names first"}, func(ctx context.Context, _ *struct{}) (*table, error) {
		all, err := a.Reader.Processes(ctx, a.Actor(ctx).Workspace)
		if err != nil {
			return nil, err
		}
		people, err := a.People.Members(ctx, a.Actor(ctx).Workspace)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = deskregister.CSV(&b, append([]register.Process{}, all...), people...)
		return &table{"text/csv; charset=utf-8", b.Bytes()}, err
	})
	type file struct {
		Preview bool   `query:"preview" doc:"only say what would come of it"`
		RawBody []byte `contentType:"text/csv"`
	}
	on(a, h, huma.Operation{OperationID: "import-processes", Method: http.MethodPost, Path: "/processes/import", MaxBodyBytes: deskregister.LargestTable + 1, Summary: "Add processes from comma-separated values, with a line of names first; a process whose name is there already is left out"}, func(ctx context.Context, in *file) (*one[ProcessImport], error) {
		out, err := a.preview(ctx, in.RawBody)
		if err == nil && !in.Preview {
			out.Added, err = a.Desk.Import(ctx, a.Actor(ctx), in.RawBody)
		}
		return &one[ProcessImport]{Body: out}, err
	})
}

// preview is what would come of a table.
func (a api) preview(ctx context.Context, text []byte) (out ProcessImport, err error) {
	all, err := a.Reader.Processes(ctx, a.Actor(ctx).Workspace)
	if err != nil {
		return out, err
	}
	people, err := a.People.Members(ctx, a.Actor(ctx).Workspace)
	if err != nil {
		return out, err
	}
	lines, ignored, err := deskregister.Table(text, deskregister.NamesOf(all), people...)
	out.Ignored, out.Lines = append([]string{}, ignored...), []ProcessLine{}
	for _, l := range lines {
		out.Lines = append(out.Lines, ProcessLine{l.Number, l.Process.Name, l.Fault, l.Known})
	}
	return out, err
}
