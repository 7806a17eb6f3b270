package training

import (
	"context"
	"fmt"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/sop"
)

type assign struct {
	Slug       string    `arg:"" help:"The procedure's name in addresses."`
	To         []string  `help:"Who: a name, or an account's id; may be repeated." placeholder:"NAME"`
	Role       string    `help:"Everybody who is ${enum}, those who join later, too." enum:",viewer,editor,reviewer,admin" default:"" placeholder:"ROLE"`
	Target     string    `help:"How far they are to come: ${enum}." enum:"read,walked,supervised,able" default:"able"`
	By         time.Time `required:"" help:"The day by which." format:"2006-01-02" placeholder:"YYYY-MM-DD"`
	Days       int       `help:"How many days those have who join the role later." default:"30" placeholder:"N"`
	Supervisor string    `help:"Who may sign, though not able alone: a name or an id." placeholder:"NAME"`
	place
}

// Help shows it in use.
func (assign) Help() string {
	return help.Examples(`showhow training assign deploy-checkout-api --to "Tom Reed" --by 2026-12-20 --supervisor "Ada Stone"`, `showhow training assign rotate-keys --role editor --target read --by 2026-12-20`)
}

func (c assign) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		who, err := s.accounts(ctx, c.To)
		if err != nil {
			return err
		}
		supervisor, err := s.account(ctx, c.Supervisor)
		if err != nil {
			return err
		}
		body := map[string]any{"target": c.Target, "due": c.By, "supervisor": supervisor}
		if c.Role != "" {
			body["role"], body["days"] = c.Role, c.Days
		}
		if len(who) > 0 {
			body["accounts"] = who
		}
		var now state
		if err := s.post(ctx, at(c.Slug, "assign"), body, &now); err != nil {
			return err
		}
		return s.after(c.Slug, now)
	})
}

// bytes say which revision is meant.
type bytes struct {
	Digest string `help:"SHA-256 of the revision that you looked at, as showhow training of SLUG shows it. Programs must give it." placeholder:"HEX"`
}

// meant is the revision that is signed: a person is shown it and asked, a program names its digest.
func (b bytes) meant(s session, slug string, now state, sentence string) (string, error) {
	if b.Digest != "" || now.Revision == 0 {
		return b.Digest, nil
	}
	if s.Secret == nil {
		return "", &sop.Error{Code: sop.Invalid, Message: "It isn't said which bytes are meant.", Mend: fmt.Sprintf("Look at revision %d, and give its --digest as showhow training of %s shows it.", now.Revision, slug)}
	}
	s.say("%s, revision %d, SHA-256 %s\n“%s”", slug, now.Revision, now.Digest, sentence)
	if !life.Yes(s.World) {
		return "", &sop.Error{Code: sop.Cancelled, Message: "Nothing was signed."}
	}
	return now.Digest, nil
}

// about is whom a verb is about, and what a procedure's training is before it.
func (s session) about(ctx context.Context, name, slug string) (who string, now state, err error) {
	if who, err = s.account(ctx, name); err == nil {
		err = s.get(ctx, at(slug), nil, &now)
	}
	return who, now, err
}

type read struct {
	Slug string `arg:"" help:"The procedure's name in addresses."`
	bytes
	place
}

// Help shows it in use.
func (read) Help() string {
	return "It proves that you say so, and nothing more.\n\n" + help.Examples(`showhow training read deploy-checkout-api`)
}

func (c read) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		var now state
		if err := s.get(ctx, at(c.Slug), nil, &now); err != nil {
			return err
		}
		digest, err := c.meant(s, c.Slug, now, "I have read this revision.")
		if err == nil {
			err = s.post(ctx, at(c.Slug, "read"), map[string]any{"revision": max(now.Revision, 1), "digest": digest}, &now)
		}
		if err != nil {
			return err
		}
		return s.after(c.Slug, now)
	})
}

type sign struct {
	Slug         string `arg:"" help:"The procedure's name in addresses."`
	For          string `required:"" help:"Whom it is about: a name or an account's id; never yourself." placeholder:"NAME"`
	Stage        string `required:"" help:"What you sign: ${enum}." enum:"supervised,able" placeholder:"STAGE"`
	Note         string `required:"" help:"What you saw." placeholder:"TEXT"`
	Execution    string `help:"The execution that it is about." placeholder:"ID"`
	PasswordFile string `help:"A file with your password, by which you sign; - reads it from the standard input. Without it you are asked." placeholder:"FILE"`
	bytes
	place
}

// Help shows it in use.
func (sign) Help() string {
	return "You are shown what you sign, and asked for your password, which isn't shown. A program gives the digest of the bytes, and the password by a file or the standard input. Nobody signs for themselves.\n\n" + help.Examples(
		`showhow training sign deploy-checkout-api --for "Tom Reed" --stage supervised --note "Rolled back on his own when step 4 failed."`)
}

// sentences are what is signed, as the workspace writes it.
var sentences = map[string]string{"supervised": "I looked on while they carried this revision out, and saw what I noted.", "able": "They can carry this revision out alone."}

func (c sign) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		who, now, err := s.about(ctx, c.For, c.Slug)
		if err != nil {
			return err
		}
		digest, err := c.meant(s, c.Slug, now, sentences[c.Stage])
		if err != nil {
			return err
		}
		password, err := life.Password(s.World, s.Client, c.PasswordFile)
		if err != nil {
			return err
		}
		body := map[string]any{"account": who, "stage": c.Stage, "revision": max(now.Revision, 1), "digest": digest, "note": c.Note, "execution": c.Execution, "password": password}
		if err := s.post(ctx, at(c.Slug, "sign"), body, &now); err != nil {
			return err
		}
		return s.after(c.Slug, now)
	})
}

type waive struct {
	Slug   string `arg:"" help:"The procedure's name in addresses."`
	For    string `required:"" help:"Whom it is about: a name or an account's id." placeholder:"NAME"`
	Stage  string `required:"" help:"The stage: ${enum}." enum:"read,walked,supervised" placeholder:"STAGE"`
	Reason string `required:"" help:"Why; it stands beside the name for good." placeholder:"TEXT"`
	bytes
	place
}

// Help shows it in use.
func (waive) Help() string {
	return help.Examples(`showhow training waive deploy-checkout-api --for "Tom Reed" --stage walked --reason "Did it for years at the old site."`)
}

func (c waive) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		who, now, err := s.about(ctx, c.For, c.Slug)
		if err != nil {
			return err
		}
		digest, err := c.meant(s, c.Slug, now, "It isn’t asked of them.")
		if err == nil {
			err = s.post(ctx, at(c.Slug, "waive"), map[string]any{"account": who, "stage": c.Stage, "revision": max(now.Revision, 1), "digest": digest, "reason": c.Reason}, &now)
		}
		if err != nil {
			return err
		}
		return s.after(c.Slug, now)
	})
}

type takeBack struct {
	Slug   string `arg:"" help:"The procedure's name in addresses."`
	For    string `required:"" help:"Whom it is about: a name or an account's id." placeholder:"NAME"`
	Reason string `required:"" help:"Why; it is kept beside the name." placeholder:"TEXT"`
	place
}

// Help shows it in use.
func (takeBack) Help() string {
	return help.Examples(`showhow training take-back deploy-checkout-api --for "Tom Reed" --reason "Step 4 went wrong twice."`)
}

func (c takeBack) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		who, err := s.account(ctx, c.For)
		if err != nil {
			return err
		}
		var now state
		if err := s.post(ctx, at(c.Slug, "take-back"), map[string]any{"account": who, "reason": c.Reason}, &now); err != nil {
			return err
		}
		return s.after(c.Slug, now)
	})
}
