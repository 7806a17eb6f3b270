package desk

import "context"

// Masked takes the secrets out of texts that people write, in their places, by what masks one; nil leaves them as they are.
func Masked(ctx context.Context, mask func(ctx context.Context, text string) (string, error), texts ...*string) (err error) {
	if mask == nil {
		return nil
	}
	for _, t := range texts {
		if *t, err = mask(ctx, *t); err != nil {
			return err
		}
	}
	return nil
}
