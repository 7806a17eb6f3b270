package story

import "showhow/bench/play"

const shopSQL = `
CREATE ROLE app LOGIN; CREATE ROLE deploy LOGIN SUPERUSER; CREATE ROLE migrator LOGIN SUPERUSER;
CREATE DATABASE shop; CREATE DATABASE billing;
\c shop
CREATE TABLE customers (id bigserial PRIMARY KEY, email text NOT NULL, created_at timestamptz DEFAULT now());
CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id bigint REFERENCES customers, status text NOT NULL DEFAULT 'new', total_cents integer NOT NULL, created_at timestamptz DEFAULT now());
CREATE INDEX orders_customer_idx ON orders (customer_id);
INSERT INTO customers (email) SELECT 'c' || i || '@example.com' FROM generate_series(1, 400) i;
INSERT INTO orders (customer_id, status, total_cents) SELECT 1 + i % 400, 'paid', 900 + i FROM generate_series(1, 12480) i;
\c billing
CREATE TABLE invoices (id serial PRIMARY KEY, number text UNIQUE NOT NULL, amount numeric(10,2), issued date DEFAULT '2024-05-02');
INSERT INTO invoices (number, amount) SELECT 'INV-' || i, i * 1.19 FROM generate_series(1000, 1850) i;
`

const ordersUp = `BEGIN;
ALTER TABLE orders ADD COLUMN currency char(3) NOT NULL DEFAULT 'EUR';
CREATE INDEX orders_created_at_idx ON orders (created_at);
COMMIT;
`

const ordersDown = `BEGIN;
DROP INDEX orders_created_at_idx;
ALTER TABLE orders DROP COLUMN currency;
COMMIT;
`

const smoke = `#!/bin/bash
sleep 0.5; echo "GET /healthz            200  ok"
sleep 0.4; echo "GET /v1/orders?limit=1  200  ok"
sleep 0.4; echo "POST /v1/orders         201  ok"
echo "3 checks, 3 passed"
`

// migration changes the schema of a database: stop, dump, apply, look, test, and how to go back.
func migration() play.Case {
	l := tuneBase()
	l.Terminal = nord
	l.Terminal.Size = 14
	l.Voice = espeak
	l.Video, l.Audio = h264(24), aac(64)
	l.Subtitles = true
	const secret = "Wm7-tulip-Raven42"
	return play.Case{Name: "migration", Split: "tune", Title: "Migrate the schema of the orders database", Look: l,
		Database: shopSQL, Secrets: []string{secret},
		Files: map[string]string{"migrations/042_add_currency.sql": ordersUp, "migrations/042_add_currency.down.sql": ordersDown, "smoke.sh": smoke},
		Set:   func(s *play.Show) { s.Terminal("deploy@bastion: migrations", 110, 32, 130, 70) },
		Story: func(s *play.Show) {
			s.Tell("Okay, in this recording I show how we migrate the schema of the orders database.")
			s.Remark("prerequisite", "make sure that you have told support about the maintenance window", "Before you start, make sure that you have told support about the maintenance window.")
			s.Hush()
			s.Step("Stop the orders service", func() {
				s.Remark("why", "so that nobody writes while we change the table", "First we stop the service, so that nobody writes while we change the table.")
				s.Rest(700)
				s.Run("sudo systemctl stop orders-api")
			})
			s.Step("Check that it is stopped", func() {
				s.Run("systemctl is-active orders-api")
				s.Remark("expected", "it should say inactive", "It should say inactive.")
			})
			s.Step("Back up the database", func() {
				s.Say("Next, back up the database with pg_dump.")
				s.Rest(500)
				s.Run("pg_dump -Fc -f shop-before.dump postgresql://deploy:" + secret + "@db01.acme.internal/shop")
				s.Run("ls -lh shop-before.dump")
				s.Remark("warning", "never continue without a backup", "Never continue without a backup.")
			})
			s.Step("Apply the migration", func() {
				s.Say("Now apply the migration.")
				s.Run("psql -h db01.acme.internal -U deploy -d shop -v ON_ERROR_STOP=1 -f migrations/042_add_currency.sql", "psql -h db10")
			})
			s.Step("Look at the table", func() {
				s.Remark("expected", "you should see the new column currency", "Then look at the table. You should see the new column, currency.")
				s.Run(`psql -h db01.acme.internal -U deploy -d shop -c '\d orders'`)
			})
			s.Step("Start the service", func() {
				s.Say("Start the service again.")
				s.Run("sudo systemctl start orders-api")
			})
			s.Step("Run the smoke test", func() {
				s.Say("And run the smoke test.")
				s.Run("./smoke.sh")
				s.Remark("success", "the migration is done when all three checks pass", "The migration is done when all three checks pass.")
			})
			s.Remark("rollback", "if something fails, apply the down file and start the service again", "If something fails, apply the down file, and start the service again.")
		}}
}
