package register

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/sop/register"
)

const rated = "SELECT workspace, hash, body FROM rating WHERE "

func (r Rows) ratings(ctx context.Context, where string, args ...any) (all []register.Rating, err error) {
	err = r.texts(ctx, func(row []string) error {
		x := register.Rating{}
		err := json.Unmarshal([]byte(row[2]), &x)
		x.Workspace, x.Hash = row[0], row[1]
		all = append(all, x)
		return err
	}, rated+where, args...)
	return all, err
}

// Ratings gives a process's, the newest first.
func (r Rows) Ratings(ctx context.Context, workspace, process string) ([]register.Rating, error) {
	return r.ratings(ctx, "workspace = $1 AND process = $2 ORDER BY made DESC, id", workspace, process)
}

// Rated gives those of all processes of a workspace, by the processes' ids.
func (r Rows) Rated(ctx context.Context, workspace string) (map[string][]register.Rating, error) {
	all, err := r.ratings(ctx, "workspace = $1 ORDER BY made DESC, id", workspace)
	by := map[string][]register.Rating{}
	for _, x := range all {
		by[x.Process] = append(by[x.Process], x)
	}
	return by, err
}

// Rating gives the one whose link has a secret with this hash; an error with code sop.NotFound when there is none.
func (r Rows) Rating(ctx context.Context, hash string) (register.Rating, error) {
	all, err := r.ratings(ctx, "hash = $1 AND workspace IN (SELECT id FROM workspace WHERE archived = 0)", hash) // an archived one is closed to everybody
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such link."}
	}
	if err != nil {
		return register.Rating{}, err
	}
	return all[0], nil
}

// SaveRating writes one, over the one of its id.
func (r Rows) SaveRating(ctx context.Context, x register.Rating) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("write a rating: %w", err)
	}
	_, err = r.exec(ctx, "INSERT INTO rating (id, workspace, process, hash, made, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET body = excluded.body", x.ID, x.Workspace, x.Process, x.Hash, x.Created.UnixMicro(), string(body))
	return err
}

// DropRating takes a link out with what was said by it.
func (r Rows) DropRating(ctx context.Context, workspace, id string) error {
	_, err := r.exec(ctx, "DELETE FROM rating WHERE workspace = $1 AND id = $2", workspace, id)
	return err
}
