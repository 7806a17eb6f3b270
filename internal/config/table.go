package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is the form of a setting's value.
type Kind string

// The kinds of value.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Length Kind = "duration" // as in 90s, 12h
	List   Kind = "list"     // parts between commas
	URL    Kind = "url"

	Database Kind = "database" // postgres://…
)

// Setting is one row of the table.
type Setting struct {
	Key, Default string
	Kind         Kind
	Secret       bool
	About        string
}

// Table is every setting.
var Table = []Setting{
	{"work", "", Text, false, "folder for work in progress; empty: showhow/work in the user's cache"},
	{"max_bytes", "68719476736", Number, false, "largest recording that is taken in, in bytes"},
	{"max_duration", "12h", Length, false, "longest recording that is worked on"},
	{"ffmpeg", "ffmpeg", Text, false, "the ffmpeg program"},
	{"ffprobe", "ffprobe", Text, false, "the ffprobe program"},
	{"tesseract", "tesseract", Text, false, "the tesseract program"},
	{"ocr_languages", "eng", List, false, "languages of the text on the screen, as tesseract names them"},
	{"fonts", "", List, false, "more folders with monospaced fonts, to read terminals by"},
	{"speech", "auto", Text, false, "speech engine: auto, whisper, api, pocketsphinx or none"},
	{"whisper", "whisper-cli", Text, false, "the whisper.cpp program"},
	{"whisper_model", "", Text, false, "Whisper model: a file, or a name such as base.en; empty: the largest one found"},
	{"models", "", Text, false, "folder for Whisper models; empty: showhow/models in the user's cache"},
	{"models_mirror", "", URL, false, "address that Whisper models are fetched from instead of the usual one: https, http or file"},
	{"pocketsphinx", "pocketsphinx_batch", Text, false, "the PocketSphinx program"},
	{"pocketsphinx_model", "", Text, false, "folder of PocketSphinx's en-us model; empty: the usual places"},
	{"speech_url", "", URL, false, "OpenAI-compatible speech endpoint, e.g. http://localhost:8000/v1; empty: none"},
	{"speech_key", "", Text, true, "key for the speech endpoint"},
	{"speech_model", "whisper-1", Text, false, "model to ask the speech endpoint for"},
	{"writer_url", "", URL, false, "OpenAI-compatible chat endpoint for --writer openai, e.g. http://localhost:11434/v1"},
	{"writer_key", "", Text, true, "key for the chat endpoint"},
	{"writer_model", "", Text, false, "model to ask the chat endpoint for"},
	{"listen", "127.0.0.1:8710", Text, false, "where showhow serve listens: HOST:PORT"},
	{"data", "", Text, false, "folder of the workspace: its database, recordings and pictures; empty: showhow in the user's data folder"},
	{"database", "", Database, true, "database of the workspace, such as postgres://user@host/showhow, with @ : / ? # % in a password as %40 %3A %2F %3F %23 %25; empty: SQLite in the data folder"},
	{"jobs", "1", Number, false, "how many short recordings are drafted at a time, and as many long ones; 0: none, for a server whose work is done elsewhere"},
	{"keep_work", "168h", Length, false, "how long what a failed or cancelled run has done is kept, so that it can go on from there; 0: for ever"},
	{"log", "text", Text, false, "form of the log: text, or json for one object a line"},
	{"traces_url", "", URL, false, "OpenTelemetry collector that is told how long requests, jobs and stages took (OTLP over HTTP, JSON), e.g. http://127.0.0.1:4318; empty: none"},
	{"metrics_token", "", Text, true, "token with which /metrics is read from other machines; empty: from this one alone"},
	{"audit_key", "", Text, false, "file of the private key that signs checkpoints of the audit trail; empty: audit.key in the workspace's folder, made when it is needed"},
	{"watch", "", List, false, "folder whose new recordings are taken in, or several; SLUG=FOLDER for another workspace than the server's first; empty: none"},
	{"quota_recordings", "0", Number, false, "how many recordings a workspace takes in a calendar month; 0: no bound, unless it has one of its own"},
	{"quota_minutes", "0", Number, false, "how many minutes of recordings a workspace takes in a calendar month, as far as their length is known; 0: no bound, unless it has one of its own"},
	{"quota_bytes", "0", Number, false, "how many bytes of recordings a workspace keeps; 0: no bound, unless it has one of its own"},
	{"s3_endpoint", "", URL, false, "S3-compatible store for recordings and pictures, e.g. https://s3.example.com; empty: the data folder"},
	{"s3_region", "us-east-1", Text, false, "region of the S3 store"},
	{"s3_bucket", "", Text, false, "bucket in the S3 store, which must be there"},
	{"s3_prefix", "", Text, false, "folder in the bucket; empty: its root"},
	{"s3_key", "", Text, false, "access key of the S3 store"},
	{"s3_secret", "", Text, true, "secret key of the S3 store"},
	{"url", "", URL, false, "address by which people reach the workspace, e.g. https://sop.example.com; other names are refused then; empty: whatever name they used"},
	{"proxies", "", List, false, "addresses or networks of proxies before showhow serve whose X-Forwarded-For and X-Forwarded-Proto are believed, e.g. 10.0.0.0/8; empty: none"},
	{"session_idle", "72h", Length, false, "after how long without use a session ends"},
	{"session_length", "720h", Length, false, "after how long a session ends in any case"},
	{"oidc_issuer", "", URL, false, "identity provider to sign in with (OpenID Connect): its issuer, e.g. https://id.example.com; empty: none"},
	{"oidc_name", "", Text, false, "what people call the identity provider; empty: its host"},
	{"oidc_client", "", Text, false, "client id at the identity provider, whose redirect address is /sign-in/return"},
	{"oidc_secret", "", Text, true, "client secret at the identity provider; empty: a public client"},
	{"oidc_domains", "", List, false, "domains of verified e-mail addresses that are let in by the identity provider; empty: all"},
	{"oidc_groups", "groups", Text, false, "the claim that holds a person's groups"},
	{"oidc_roles", "", List, false, "roles of groups, e.g. ops=editor,leads=admin: whoever is in none of them isn't let in; empty: groups don't matter"},
	{"oidc_workspaces", "", List, false, "roles of groups in other workspaces than the first, e.g. ops:sre=editor,ops:leads=admin; whoever is in such a group gets a place there; empty: they are invited"},
	{"oidc_follow", "off", Text, false, "whether roles that groups give change with them at each sign-in, and end when the groups do: on or off"},
	{"oidc_role", "viewer", Text, false, "role of an account that is made at the first sign-in, when groups don't matter: viewer, editor, reviewer or admin"},
	{"oidc_provision", "off", Text, false, "whether an account is made for whoever signs in by the identity provider and has none: on or off"},
	{"mail_server", "", Text, false, "server by which people are told things by mail (SMTP): HOST:PORT; empty: no mail is sent"},
	{"mail_security", "starttls", Text, false, "how the connection to the mail server is secured: starttls, tls or none"},
	{"mail_user", "", Text, false, "name that is shown to the mail server; empty: none"},
	{"mail_password", "", Text, true, "password that is shown to the mail server"},
	{"mail_from", "", Text, false, "whom mails are from, e.g. Showhow <sop@example.com>"},
	{"links_watch", "off", Text, false, "whether links that procedures in force name are asked from time to time if they are still there: on or off; while it is off nobody is called"},
	{"links_every", "24h", Length, false, "how often one link is asked at most, an hour at least"},
	{"links_timeout", "15s", Length, false, "how long a link may take to answer, with all that it leads to; a minute at most"},
	{"links_allow", "public", List, false, "whom links may lead to: public for the internet, hosts of private networks such as wiki.corp.example or *.corp.example, networks such as 10.0.0.0/8; without public nobody on the internet is asked but named hosts"},
	{"links_contact", "", Text, false, "whom the owners of what links lead to can write to: an address that stands in the User-Agent beside what asks; empty: none"},
	{"token", "", Text, true, "token that showhow push shows to the workspace"},
	{"proxy", "", URL, false, "proxy for fetching models; empty: none"},
}

func (s Setting) check(value string) error {
	if value == "" {
		return nil
	}
	if s.Key == "log" && value != "text" && value != "json" {
		return fmt.Errorf("%q is neither text nor json", value)
	}
	if err := errors.Join(mails(s.Key, value), links(s.Key, value)); err != nil {
		return err
	}
	switch s.Kind {
	case Number:
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < 0 {
			return fmt.Errorf("%q is not a whole number", value)
		}
	case Length:
		if d, err := time.ParseDuration(value); err != nil || d < 0 {
			return fmt.Errorf("%q is not a duration such as 90s or 12h", value)
		}
	case Database:
		return postgres(value)
	case URL:
		u, err := url.Parse(value)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "file" {
			return fmt.Errorf("%q is not an address that begins with http://, https:// or file://", value)
		}
	}
	return nil
}

// mails checks the settings of mail.
func mails(key, value string) (err error) {
	switch key {
	case "mail_server":
		if _, _, err := net.SplitHostPort(value); err != nil {
			return fmt.Errorf("%q is not HOST:PORT", value)
		}
	case "mail_security":
		if !slices.Contains([]string{"starttls", "tls", "none"}, value) {
			return fmt.Errorf("%q is none of starttls, tls and none", value)
		}
	case "mail_from":
		if _, err := mail.ParseAddress(value); err != nil {
			return fmt.Errorf("%q is not an address such as Showhow <sop@example.com>", value)
		}
	}
	return nil
}

// links says why what is set of watched links can't be used. Whom they may lead to is read by what asks them.
func links(key, value string) error {
	d, _ := time.ParseDuration(value)
	switch {
	case key == "links_watch" && value != "on" && value != "off":
		return fmt.Errorf("%q is neither on nor off", value)
	case key == "links_every" && d < time.Hour:
		return fmt.Errorf("%q is less than an hour", value)
	case key == "links_timeout" && (d <= 0 || d > time.Minute):
		return fmt.Errorf("%q is no time of a minute at most, such as 15s", value)
	case key == "links_contact" && strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
		return errors.New("it holds what can't stand in a header")
	}
	return nil
}
