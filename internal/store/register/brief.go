package register

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Brief gives one; an error with code sop.NotFound when the workspace has none of that id.
func (r Rows) Brief(ctx context.Context, workspace, id string) (b brief.Brief, err error) {
	err = r.texts(ctx, func(row []string) error { return json.Unmarshal([]byte(row[0]), &b) }, "SELECT body FROM brief WHERE workspace = $1 AND id = $2", workspace, id)
	if err == nil && b.ID == "" {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such brief.", Mend: "Look for it in the list of briefs."}
	}
	return b, err
}

// Briefs gives all of a workspace's, the last written first.
func (r Rows) Briefs(ctx context.Context, workspace string) (all []brief.Brief, err error) {
	err = r.texts(ctx, func(row []string) error {
		b := brief.Brief{}
		err := json.Unmarshal([]byte(row[0]), &b)
		all = append(all, b)
		return err
	}, "SELECT body FROM brief WHERE workspace = $1 ORDER BY at DESC, id LIMIT 500", workspace)
	return all, err
}

// SaveBrief writes one, over the one of its id if the workspace has that.
func (r Rows) SaveBrief(ctx context.Context, workspace string, b brief.Brief) error {
	body, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("write a brief: %w", err)
	}
	n, err := r.exec(ctx, "UPDATE brief SET process = $1, at = $2, body = $3 WHERE workspace = $4 AND id = $5", b.Process, b.At.UnixMicro(), string(body), workspace, b.ID)
	if err == nil && n == 0 {
		_, err = r.exec(ctx, "INSERT INTO brief (id, workspace, process, at, body) VALUES ($1, $2, $3, $4, $5)", b.ID, workspace, b.Process, b.At.UnixMicro(), string(body))
	}
	return err
}

// DropBrief takes one out.
func (r Rows) DropBrief(ctx context.Context, workspace, id string) error {
	_, err := r.exec(ctx, "DELETE FROM brief WHERE workspace = $1 AND id = $2", workspace, id)
	return err
}
