package execution

import (
	"context"

	"showhow/internal/desk/known"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	pages "showhow/internal/web/template/execution"
)

// marks are what has to be known of a revision's steps, by their keys, with where more of it stands.
func (p *Pages) marks(ctx context.Context, x execution.Execution, r *sop.Revision) (map[string][]pages.Mark, error) {
	found, err := p.Marks.Of(ctx, x, r)
	if err != nil {
		return nil, err
	}
	all := map[string][]pages.Mark{}
	for key, marks := range found {
		for _, m := range marks {
			mark := pages.Mark{Short: m.Short, Text: m.Text}
			switch m.Sort {
			case known.ByChange:
				mark.Href, mark.Words = "/s/"+x.Slug+"/depends", "What has changed"
			case known.ByTrial:
				mark.Href, mark.Words = "/s/"+x.Slug+"/threads?show=all#thread-"+m.Thread, "What was found"
			}
			all[key] = append(all[key], mark)
		}
	}
	return all, nil
}
