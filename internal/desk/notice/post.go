package notice

import (
	"context"
	"errors"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/notice"
)

// lettersAtOnce is how many mails are sent in one go.
const lettersAtOnce = 50

// claim is how long a mail that is being sent is nobody else's: longer than sending takes.
const claim = 15 * time.Minute

// Post sends the mails that wait, by send: an error of it with code sop.Invalid says that trying again is of no use, one with sop.Missing that
// the server isn't there, so that the others wait, too. A mail is noted as tried before it is sent: when this process dies meanwhile, it's tried
// again later, and nothing else sends it twice. It gives why the last one failed.
func (d *Desk) Post(ctx context.Context, send func(ctx context.Context, l notice.Letter) error) (fault error) {
	var all []notice.Letter
	err := d.Do(ctx, func(tx Tx) (err error) {
		all, err = tx.Letters(ctx, d.Now(), lettersAtOnce)
		return err
	})
	for _, l := range all {
		if err != nil || ctx.Err() != nil {
			break
		}
		var sent error
		if sent, err = d.post(ctx, l, send); sent != nil {
			fault = sent
			if sop.CodeOf(sent) == sop.Missing {
				break
			}
		}
	}
	return errors.Join(err, fault)
}

// post sends one mail, and notes what became of it.
func (d *Desk) post(ctx context.Context, l notice.Letter, send func(ctx context.Context, l notice.Letter) error) (sent, err error) {
	was, mine := l.Next, false
	l.Tries++
	l.Next = d.Now().Add(claim)
	if err := d.Do(ctx, func(tx Tx) (err error) {
		mine, err = tx.SaveLetter(ctx, was, l)
		return err
	}); err != nil || !mine {
		return nil, err
	}
	sent = send(ctx, l)
	return sent, d.Do(context.WithoutCancel(ctx), func(tx Tx) error {
		if sent == nil {
			return tx.DropLetter(ctx, l.ID)
		}
		_, err := tx.SaveLetter(ctx, l.Next, after(l, sent.Error(), failing{d.Now(), sop.CodeOf(sent) == sop.Invalid}))
		return err
	})
}
