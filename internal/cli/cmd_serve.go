package cli

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"

	"github.com/alecthomas/kong"

	"showhow/internal/cli/help"
	"showhow/internal/config"
)

// kept are the settings of a workspace that are options, too.
type kept struct {
	Data     string `help:"Folder of the workspace (default: the setting)." placeholder:"DIR"`
	Database string `help:"Database of the workspace, such as postgres://user@host/showhow (default: SQLite in its folder)." placeholder:"URL"`
	Jobs     *uint  `help:"How many short recordings are drafted at a time, and as many long ones (default: the setting, 1)." placeholder:"N"`

	S3Endpoint string `name:"s3-endpoint" help:"S3-compatible store for recordings and pictures (default: the workspace's folder)." placeholder:"URL"`
	S3Region   string `name:"s3-region" help:"Region of the S3 store." placeholder:"NAME"`
	S3Bucket   string `name:"s3-bucket" help:"Bucket in the S3 store." placeholder:"NAME"`
	S3Prefix   string `name:"s3-prefix" help:"Folder in the bucket." placeholder:"PATH"`
	LogJSON    bool   `help:"Write the log as JSON, one object a line."`
}

func (k kept) settings() map[string]string {
	given := map[string]string{
		"data": k.Data, "database": k.Database, "s3_endpoint": k.S3Endpoint, "s3_region": k.S3Region, "s3_bucket": k.S3Bucket, "s3_prefix": k.S3Prefix,
	}
	if k.Jobs != nil {
		given["jobs"] = strconv.FormatUint(uint64(*k.Jobs), 10)
	}
	return given
}

func (k kept) log(f *face) *slog.Logger {
	if k.LogJSON || f.app.LogsJSON() {
		return slog.New(slog.NewJSONHandler(f.Err, nil))
	}
	return slog.New(slog.NewTextHandler(f.Err, nil))
}

type serve struct {
	Listen string `help:"Where to listen: HOST:PORT (default: the setting, ${listen})." placeholder:"HOST:PORT"`
	URL    string `name:"url" help:"Address by which people reach the workspace (default: whatever name they use)." placeholder:"URL"`
	Mail   string `name:"mail-server" help:"Server by which people are told things by mail (default: the setting, none)." placeholder:"HOST:PORT"`
	From   string `name:"mail-from" help:"Whom mails are from." placeholder:"ADDRESS"`
	Secure string `name:"mail-security" help:"How the connection to the mail server is secured: starttls, tls or none (default: the setting, starttls)." placeholder:"HOW"`
	User   string `name:"mail-user" help:"Name that is shown to the mail server; its password is the setting mail_password." placeholder:"NAME"`
	kept
}

// Help shows it in use.
func (serve) Help() string {
	return "Keeps a workspace: recordings are brought to it in a browser, drafted in the background, and read there. As long as there are no accounts it is served to this machine alone, and whoever sits at it may do everything; the first account is made there, or with showhow account add.\n\n" + help.Examples(
		`showhow serve`,
		`showhow serve --listen 127.0.0.1:9000 --data /srv/showhow`,
		`showhow serve --listen 0.0.0.0:8710 --url https://sop.example.com`,
		`showhow serve --database postgres://showhow@db/showhow --s3-endpoint https://s3.example.com --s3-bucket sops --jobs 0`)
}

func (s serve) Run(ctx context.Context, f *face) error {
	given := s.settings()
	given["listen"], given["url"] = s.Listen, s.URL
	given["mail_server"], given["mail_from"], given["mail_security"], given["mail_user"] = s.Mail, s.From, s.Secure, s.User
	a, err := f.app.With(given)
	if err != nil {
		return err
	}
	return a.Serve(ctx, s.log(f), func(address string) { fmt.Fprintf(f.Out, "Showhow is at %s (Ctrl-C ends it)\n", address) })
}

type worker struct{ kept }

// Help shows it in use.
func (worker) Help() string {
	return "Drafts what is brought to a workspace that showhow serve keeps: any number of these may run, on any machines that reach its database and its store. One that is stopped or dies leaves its work to the others.\n\n" + help.Examples(
		`showhow work --database postgres://showhow@db/showhow --s3-endpoint https://s3.example.com --s3-bucket sops --jobs 2`)
}

func (w worker) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(w.settings())
	if err != nil {
		return err
	}
	return a.Work(ctx, w.log(f), func(name string) { fmt.Fprintf(f.Out, "Worker %s is ready (Ctrl-C ends it)\n", name) })
}

// defaults are the settings' defaults that help and options speak of.
var defaults = kong.Vars{"listen": usual("listen"), "server": "http://" + usual("listen")}

// usual is a setting's default, for the help.
func usual(key string) string {
	for _, s := range config.Table {
		if s.Key == key {
			return s.Default
		}
	}
	return ""
}
