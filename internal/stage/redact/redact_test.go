package redact

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// positives are lines with a secret, which stands between ⟦ and ⟧.
var positives = []string{
	`export AWS_SECRET_ACCESS_KEY=⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYzT4KEYq9aB⟧`,
	`export AWS_ACCESS_KEY_ID=⟦AKIAQ3EXMPLE7Z4T2WQB⟧`,
	`aws configure set aws_secret_access_key ⟦q8Zk1m0PpXv2Lr7TnB4cYd6HsW9eUj3FgA5oKiRt⟧ --profile prod`,
	`AKIA in the middle: ⟦AKIA4XYZ7QWERTY12345⟧ here`,
	`PGPASSWORD=⟦hunter2⟧ psql -h db`,
	`PGPASSWORD='⟦with space-less!quote⟧' psql`,
	`psql postgresql://app:⟦s3cr3tPa55⟧@db.acme.internal:5432/orders`,
	`DATABASE_URL=postgres://shop:⟦Zx9!kLm2⟧@10.0.0.5/shop?sslmode=require`,
	`mongodb+srv://admin:⟦pa55w0rd⟧@cluster0.mongodb.net/test`,
	`redis://:⟦longredispass1⟧@cache:6379/0`,
	`amqp://user:⟦rabbit-pw-77⟧@mq:5672/`,
	`git clone https://oauth2:⟦glpat-A1b2C3d4E5f6G7h8I9j0⟧@gitlab.acme.internal/x.git`,
	`mysql -u root -p⟦Sup3rS3cret⟧ shop`,
	`mysqldump -h db -u app -p⟦qwerty123!⟧ shop > dump.sql`,
	`sshpass -p ⟦toor2toor⟧ ssh root@host`,
	`redis-cli -h cache -a ⟦fooBared99⟧ ping`,
	`curl -u deploy:⟦S3cret-77⟧ https://ci.acme.internal/job`,
	`curl --user "admin:⟦pw!pw!pw1⟧" https://x`,
	`curl -H "Authorization: Bearer ⟦abcdef0123456789abcdef0123456789⟧" https://api`,
	`curl -H 'Authorization: Basic ⟦YWRtaW46c2VjcmV0MTIz⟧' https://api`,
	`Authorization: token ⟦0123abcd4567efgh⟧`,
	`docker login -u bot -p ⟦dckr_Pat-1234⟧ registry.acme.internal`,
	`helm registry login r.acme.internal -u x -p ⟦xY7-pass-word9⟧`,
	`vault login ⟦hvs.CAESIJ0123456789abcdefABCDEF⟧`,
	`export VAULT_TOKEN=⟦hvs.AAAAAQKq7xyz0123456789⟧`,
	`gh auth login --with-token ⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧`,
	`GITHUB_TOKEN=⟦github_pat_11ABCDEFG0123456789_abcdefghijkl⟧`,
	`token: ⟦glpat-abcdEFGHijkl12345678⟧`,
	`SLACK_BOT_TOKEN=⟦xoxb-123456789012-abcdefGHIJKL⟧`,
	`STRIPE_KEY=⟦sk_live_0123456789abcdefABCDEF⟧`,
	`key=⟦AIzaSyA-0123456789abcdefghijklmnopqrstu⟧`,
	`NPM_TOKEN=⟦npm_0123456789abcdefghijABCDEFGHIJ012345⟧`,
	`OPENAI_API_KEY=⟦sk-proj-0123456789abcdefghijABCDEFGHIJ⟧`,
	`eyJ token: ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9⟧`,
	`doctl auth init -t ⟦dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef⟧`,
	`--password=⟦hunter2-but-longer⟧`,
	`--password ⟦hunter2-but-longer⟧ --host x`,
	`--db-password="⟦quoted-pw1⟧"`,
	`--api-key ⟦k-123456789⟧`,
	`--token=⟦t0k3n.value⟧`,
	`DB_PASSWORD: ⟦correct-horse-7⟧`,
	`"password": "⟦json-pass-1⟧",`,
	`password = ⟦ini-file-pw⟧`,
	`spring.datasource.password=⟦sprIng-pw⟧`,
	`SECRET_KEY_BASE_TOKEN=⟦0a1b2c3d4e5f⟧`,
	`client_secret=⟦Q~abcdefghij0123456789⟧`,
	`API token: ⟦tok_9f8e7d6c⟧`,
	`Access key: ⟦AKIAZZZZ1111YYYY2222⟧`,
	`Password: ⟦Tr0ub4dor&3⟧`,
	`ALTER USER app WITH PASSWORD ⟦'n3w-p4ss'⟧;`,
	`CREATE USER 'x'@'%' IDENTIFIED BY ⟦'myPw123'⟧;`,
	`export TOKEN="⟦abc123def456⟧"`,
	`set MYSQL_PWD=⟦winpass1⟧`,
	`$env:API_TOKEN = "⟦ps-token-55⟧"`,
	`kubectl create secret generic db --from-literal=password=⟦lit3ral⟧`,
	`ENCRYPTION_KEY=⟦MDEyMzQ1Njc4OWFiY2RlZg==⟧`,
	`the password is ⟦swordfish7⟧`,
	`your token is ⟦9f8e7d⟧`,
	`secret => ⟦ruby-style-1⟧`,
	`passphrase: ⟦open-sesame-42⟧`,
	`aws_session_token=⟦FwoGZXIvYXdzEBYaDExample0123456789⟧`,
	`PRIVATE_KEY=⟦0xabcdef0123456789⟧`,
	`ldapsearch -x -D cn=admin,dc=acme -w ⟦Kx9mQ2vTr7⟧ -b dc=acme`,
	`ldappasswd -D cn=admin -s ⟦Kx9mQ2vTr7⟧ uid=ann`,
	`htpasswd -b /etc/nginx/pw ann ⟦Wp4zLr8sNd⟧`,
	`htpasswd -nb ann ⟦Wp4zLr8sNd⟧`,
	`mysqladmin -u root password ⟦Hj5bVc3xYe⟧`,
	`sudo zip -P ⟦Gq7nTd2kMu⟧ a.zip f`,
	`7z a -p⟦Gq7nTd2kMu⟧ a.7z f`,
	`echo ⟦Ud8fRk3pQa⟧ | sudo -S ls`,
	`sudo -S ls <<< ⟦Ud8fRk3pQa⟧`,
	`echo "⟦Ud8fRk3pQa⟧" | docker login -u x --password-stdin`,
	`echo 'ann:⟦Ud8fRk3pQa⟧' | sudo chpasswd`,
	`smbclient //h/s -U ann%⟦Pl2kNc9yXe⟧`,
	`net use x: \\h\s /user:ann ⟦Pl2kNc9yXe⟧`,
	`mongosh -u ann -p ⟦Oi3eMw7cVh⟧ db1`,
	`ipmitool -H h -U ann -P ⟦Ry5gSx8dKf⟧ power status`,
	`snmpwalk -v2c -c ⟦Tb4jHq6zLn⟧ h`,
	`snmpget -v3 -l authPriv -u ann -A ⟦Tb4jHq6zLn⟧ h`,
	`rabbitmqctl change_password ann ⟦Ec9vYp2rGs⟧`,
	`sqlplus ann/⟦Jm6xDw3tBk⟧@ORCL`,
	`sqlcmd -S db1 -U sa -P ⟦Nf7hCk4sQz⟧`,
	`openssl enc -aes-256-cbc -k ⟦Ay3pTv8mWd⟧ -in f`,
	`openssl rsa -in k -passin pass:⟦Zebra83walk⟧`,
	`keytool -list -keystore k.jks -storepass ⟦Zebra83walk⟧`,
	`plink -ssh ann@h -pw ⟦Zebra83walk⟧`,
	`lftp -u ann,⟦Zebra83walk⟧ h`,
	`vault kv put secret/x pin=⟦Zebra82walk⟧`,
	`kubectl create secret generic x --from-literal=pin=⟦Zebra82walk⟧`,
	`aws secretsmanager create-secret --name x --secret-string ⟦Zebra82walk⟧`,
	`aws ssm put-parameter --name x --type SecureString --value ⟦Zebra82walk⟧`,
	`gh secret set X --body ⟦Zebra82walk⟧`,
	`mc alias set s https://s3.acme ann ⟦Zebra82walk⟧`,
	`redis-cli AUTH ⟦Zebra74walk⟧`,
	`consul members -token=⟦Zebra74walk⟧`,
	`terraform login -token ⟦Zebra74walk⟧`,
	`curl -s -u 'ann:⟦hunter2secret⟧' https://q.acme.internal/c`,
}

var negatives = []string{
	`commit 3f5b1f0a9b0f6e2d7c4a58e1d6b7c8a9e0f1a2b3`,
	`git checkout 3f5b1f0`,
	`sha256:9b2a1c0d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b`,
	`image: registry.acme.internal/shop@sha256:9b2a1c0d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b`,
	`checkout-api-7d9f8b6c5-x2x4q   1/1   Running   0   12s`,
	`id: 550e8400-e29b-41d4-a716-446655440000`,
	`kubectl get pods -n shop`,
	`kubectl get secret db-credentials -o yaml`,
	`kubectl create secret generic db --from-literal=password=$DB_PASSWORD`,
	`kubectl delete secret token-reader`,
	`PGPASSWORD=$PGPASSWORD psql`,
	`PGPASSWORD=${DB_PW} psql`,
	`export TOKEN=$(vault read -field=token secret/x)`,
	`--password-stdin`,
	`docker login --password-stdin registry.acme.internal`,
	`echo "Enter password:"`,
	`Password:`,
	`Password: ********`,
	`Password: ••••••••`,
	`password: <DB_PASSWORD>`,
	`token: {{ .Values.token }}`,
	`PWD=/home/deploy`,
	`OLDPWD=/srv/app`,
	`secretName: checkout-tls`,
	`name: my-secret`,
	`mysql -u root -p shop`,
	`mysql -u root -p`,
	`mysql -P 3306 -h db`,
	`psql -p 5433 -U app shop`,
	`psql postgresql://app@db/orders`,
	`https://grafana.acme.internal/d/checkout`,
	`http://localhost:8080/path:with@colon`,
	`ssh -p 2222 deploy@bastion`,
	`mkdir -p /srv/app/releases`,
	`cp -pr a b`,
	`curl -u deploy https://ci`,
	`curl -s https://ci/api?token`,
	`pass 12 of 14`,
	`All tests pass: yes`,
	`tokens: 12`,
	`The token has expired`,
	`Your password must be changed`,
	`click on forgot password`,
	`the secret is to press deploy twice`,
	`the password is in the vault`,
	`version 2.14.0`,
	`v2.3.0-rc.1+build.77`,
	`deployment.apps/checkout-api successfully rolled out`,
	`-rw-r--r-- 1 deploy deploy 4096 Nov 24 03:00 id_rsa.pub`,
	`MD5 (dump.sql) = d41d8cd98f00b204e9800998ecf8427e`,
	`d41d8cd98f00b204e9800998ecf8427e  dump.sql`,
	`terraform plan -var-file=prod.tfvars`,
	`helm upgrade checkout ./chart --set image.tag=2.14.0`,
	`base64: aGVsbG8gd29ybGQ=`,
	`resource "aws_secretsmanager_secret" "db" {`,
	`AWS_PROFILE=production aws s3 ls`,
	`AWS_REGION=eu-central-1`,
	`ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519`,
	`api_key: null`,
	`password_file=/run/secrets/db`,
	`token_type: bearer`,
	`auth: required, password: required`,
	`ldapsearch -x -s sub -b dc=acme`,
	`ldapsearch -x -W -D cn=admin`,
	`htpasswd /etc/nginx/pw ann`,
	`zip -r a.zip f`,
	`unzip -P`,
	`echo done | tee log`,
	`echo $PW | sudo -S ls`,
	`sudo systemctl restart shop`,
	`mongosh --host db1 -p`,
	`mongosh -u ann -p --host db1`,
	`ipmitool -H h -U ann -p 623 power status`,
	`snmpwalk -v2c -c public h`,
	`rabbitmqctl list_users`,
	`sqlplus / as sysdba`,
	`sqlplus ann@ORCL`,
	`sqlcmd -S db1 -E`,
	`openssl x509 -in cert.pem -noout`,
	`openssl enc -d -in f -out g`,
	`net use x: \\h\s /user:ann *`,
	`vault kv get secret/x`,
	`vault write auth/kubernetes/role/x policies=shop`,
	`helm upgrade x . --set image.tag=2 replicas=3`,
	`gh variable list`,
	`authenticate the user first`,
	`auth is done by the proxy`,
	`kubectl exec -it redis-0 -- redis-cli info`,
	`docker run -p 8080:80 nginx`,
}

// strip takes the marks out of a line and gives the secret.
func strip(marked string) (text, secret string) {
	before, rest, _ := strings.Cut(marked, "⟦")
	secret, after, _ := strings.Cut(rest, "⟧")
	return before + secret + after, secret
}

func apply(t *testing.T, in Input) Output {
	t.Helper()
	out, err := Apply(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func onScreen(texts ...string) Input {
	var lines []sop.Line
	for i, s := range texts {
		lines = append(lines, sop.Line{Text: s, Box: sop.Box{Y: 20 * i, W: 300, H: 18}})
	}
	return Input{Screens: []sop.Screen{{Span: sop.Span{To: sop.Seconds(5)}, Blocks: []sop.Block{{Lines: lines}}}}}
}

func TestPositives(t *testing.T) {
	for _, marked := range positives {
		text, secret := strip(marked)
		out := apply(t, onScreen(text))
		got := out.Screens[0].Blocks[0].Lines[0].Text
		if strings.Contains(got, strings.Trim(secret, "'")) || !strings.Contains(got, "<") {
			t.Errorf("not masked: %s\n      gave: %s", text, got)
		}
		b, _ := json.Marshal(out)
		if strings.Contains(string(b), strings.Trim(secret, "'")) || strings.Contains(fmt.Sprintf("%v %#v", out.Secrets, out.Secrets), secret) {
			t.Errorf("the output holds the secret of: %s", text)
		}
		if len(out.Redactions) == 0 || len(out.Redactions[0].Seen) == 0 {
			t.Errorf("no place noted for: %s", text)
		}
	}
}

func TestNegatives(t *testing.T) {
	for _, text := range negatives {
		if got := apply(t, onScreen(text)).Screens[0].Blocks[0].Lines[0].Text; got != text {
			t.Errorf("masked: %s\n   gave: %s", text, got)
		}
	}
}

func TestOneSecretOnePlaceholder(t *testing.T) {
	in := onScreen("DB_PASSWORD=correct-horse-7", "psql postgresql://app:correct-horse-7@db/x", "it says correct-h0rse-7 here")
	in.Transcript = sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Text: "Type correct-horse-7 now.", Span: sop.Span{From: 1, To: 2}}}}
	out := apply(t, in)
	want := out.Redactions[0].Placeholder
	if len(out.Redactions) != 1 {
		t.Errorf("%d redactions: %+v", len(out.Redactions), out.Redactions)
	}
	for _, l := range out.Screens[0].Blocks[0].Lines {
		if strings.Count(l.Text, want) != 1 || strings.Contains(l.Text, "horse") {
			t.Errorf("%q", l.Text)
		}
	}
	if got := out.Transcript.Utterances[0].Text; got != "Type "+want+" now." || len(out.Redactions[0].Heard) != 1 {
		t.Errorf("%q, heard at %v", got, out.Redactions[0].Heard)
	}
}

func TestTerminal(t *testing.T) {
	rows := func(lines ...string) (out []sop.Row) {
		for _, l := range lines {
			out = append(out, sop.Row{Text: l})
		}
		return out
	}
	term := func(r []sop.Row) []sop.Terminal {
		return []sop.Terminal{{ID: "t1", Box: sop.Box{X: 10, Y: 10}, CellW: 10, CellH: 20, Columns: 30, Rows: r}}
	}
	in := Input{Terminals: []sop.Screen{
		{Span: sop.Span{From: 0, To: 1}, Terminals: term(rows("$ PGPASSWORD=hunt"))},
		{Span: sop.Span{From: 1, To: 2}, Terminals: term(rows("$ PGPASSWORD=hunter2-but-longer", " psql -h db"))},
	}}
	in.Terminals[1].Terminals[0].Rows[1].Doubts = []sop.Doubt{{At: 3}}
	in.Terminals[1].Terminals[0].Rows[0] = sop.Row{Text: "$ PGPASSWORD=hunter2-but-longe"} // 30 columns, then the rest
	in.Terminals[1].Terminals[0].Rows[1] = sop.Row{Text: "r psql -h db", Doubts: []sop.Doubt{{At: 4}}}
	out := apply(t, in)
	if got := out.Terminals[0].Terminals[0].Rows[0].Text; got != "$ PGPASSWORD=<DB_PASSWORD>" {
		t.Errorf("while it is typed: %q", got)
	}
	r := out.Terminals[1].Terminals[0].Rows
	if r[0].Text != "$ PGPASSWORD=<DB_PASSWORD>" || r[1].Text != " psql -h db" || r[1].Doubts[0].At != 3 {
		t.Errorf("over two rows: %+v", r)
	}
	if len(out.Redactions) != 1 || len(out.Redactions[0].Seen) != 3 {
		t.Fatalf("%+v", out.Redactions)
	}
	if b := out.Redactions[0].Seen[1].Box; b.Y != 30 && b.X != 10+13*10 {
		t.Errorf("box %v", b)
	}
	if in.Terminals[1].Terminals[0].Rows[0].Text != "$ PGPASSWORD=hunter2-but-longe" {
		t.Error("the input was changed")
	}
}

func TestPrivateKey(t *testing.T) {
	out := apply(t, Input{Terminals: []sop.Screen{{Terminals: []sop.Terminal{{ID: "t1", CellW: 8, CellH: 16, Columns: 80, Rows: []sop.Row{
		{Text: "$ cat id_rsa"}, {Text: "-----BEGIN OPENSSH PRIVATE KEY-----"}, {Text: "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ"},
		{Text: "QyNTUxOQAAACBsecretsecret"}, {Text: "-----END OPENSSH PRIVATE KEY-----"}, {Text: "$ ls"}}}}}}})
	rows := out.Terminals[0].Terminals[0].Rows
	for i, r := range rows {
		if want := i > 0 && i < 5; strings.Contains(r.Text, "<PRIVATE_KEY>") != want {
			t.Errorf("row %d: %q", i, r.Text)
		}
	}
}

func TestListedWords(t *testing.T) {
	in := onScreen("Project Bluebird goes live", "bird")
	in.Words = []string{"Bluebird"}
	in.Title, in.Name = "Release Bluebird", "bluebird take 2.mp4"
	out := apply(t, in)
	if out.Title != "Release <MASKED>" || out.Name != "<MASKED> take 2.mp4" {
		t.Errorf("%q, %q", out.Title, out.Name)
	}
	l := out.Screens[0].Blocks[0].Lines
	if l[0].Text != "Project <MASKED> goes live" || l[1].Text != "bird" {
		t.Errorf("%q, %q", l[0].Text, l[1].Text)
	}
}

func TestFieldWhoseLabelTells(t *testing.T) {
	for _, c := range []struct {
		kind              sop.ElementKind
		label, text, want string
	}{
		{sop.ElementField, "API token", "tok_9f8e7d6c5b", "<API_TOKEN>"},
		{sop.ElementField, "Secret Access Key", "v9Tq2LrX0mWfHs7p EEE SEEE EE", "<ACCESS_KEY>"}, // dots, read as letters
		{sop.ElementField, "Secret Access Key", "•••••••", "•••••••"},
		{sop.ElementField, "Secret Access Key", "4", "4"},    // the first dot and the caret
		{sop.ElementField, "Access key", "Create", "Create"}, // a caption
		{sop.ElementButton, "Access key", "v9Tq2LrX0mWf", "v9Tq2LrX0mWf"},
		{sop.ElementField, "Description", "key-2024-05", "key-2024-05"},
	} {
		out := apply(t, Input{Screens: []sop.Screen{{Elements: []sop.Element{{Kind: c.kind, Label: c.label, Text: c.text, Box: sop.Box{W: 9, H: 9}}}}}})
		if e := out.Screens[0].Elements[0]; e.Text != c.want || e.Label != c.label {
			t.Errorf("%q in %q: %+v", c.text, c.label, e)
		}
	}
}

func TestIn(t *testing.T) {
	s := apply(t, onScreen("DB_PASSWORD=correct-horse-7")).Secrets
	for text, want := range map[string]bool{
		"correct-horse-7": true, "it is correct-hor se-7": true, "xx rrect-horse yy": true,
		"correct answer": false, "horse": false, "": false,
	} {
		if s.In(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, p := range positives {
		text, secret := strip(p)
		f.Add(text, secret)
	}
	f.Fuzz(func(t *testing.T, text, secret string) {
		for _, h := range find(text) {
			if h.from >= h.to || h.to > len(text) {
				t.Fatalf("a hit of %d to %d in %d bytes", h.from, h.to, len(text))
			}
		}
		if secret == "" {
			return
		}
		s := one(secret)
		s.Mask(text)
		s.In(text)
	})
}

func one(value string) Secrets {
	return Secrets{[]secret{{forms: []string{value}, placeholder: "<X>"}}}
}
