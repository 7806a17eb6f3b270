package story

import "showhow/bench/play"

const invoicesUp = `ALTER TABLE invoices ADD COLUMN paid_at timestamptz;
UPDATE invoices SET paid_at = issued + interval '14 days' WHERE amount < 1500;
CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_paid_idx ON invoices (paid_at);
`

// invoices migrates a schema with psql's own prompt, tries the way back first, and works at a small poor picture.
func invoices() play.Case {
	l := measureBase()
	l.Terminal = solarLight
	l.Out, l.Video, l.Audio = [2]int{1280, 720}, thin(200), aac(48)
	l.Backdrop, l.Frame, l.Cursor = "#cdbfa5", "Breeze-ob", "core"
	const secret = "Qz8!kite-Lumen77"
	return play.Case{Name: "migration-invoices", Split: "measure", Title: "Add the payment date to the invoices table", Look: l,
		Database: shopSQL, Secrets: []string{secret}, Files: map[string]string{"V17__paid_at.sql": invoicesUp, "check.sh": smoke},
		Env: []string{"PGPASSFILE=/dev/null"},
		Set: func(s *play.Show) { s.Terminal("dba@pg-primary", 112, 30, 60, 30) },
		Story: func(s *play.Show) {
			s.Tell("Let me show how I bring the invoice migration to the billing database.")
			s.Remark("prerequisite", "the billing service must be in read only mode before you begin", "The billing service must be in read only mode before you begin.")
			s.Hush()
			s.Step("Stop the worker", func() {
				s.Say("First, stop the worker.")
				s.Run("sudo systemctl stop billing-worker.service")
			})
			s.Step("Set the password", func() {
				s.Say("I set the password for this session only.")
				s.Run("export PGPASSWORD='" + secret + "'")
			})
			s.Step("Take a backup", func() {
				s.Remark("why", "because there is no other way back once rows are updated", "Take a backup, because there is no other way back once rows are updated.")
				s.Run("pg_dump -h pg-primary -U migrator --format=custom --file=billing-$(date +%F).dump billing", "pg_dupm")
			})
			s.Step("Connect with psql", func() {
				s.Say("Now connect with psql.")
				s.Run("psql -h pg-primary -U migrator billing")
			})
			s.Step("Look at the table", func() {
				s.Say("See what the table looks like.")
				s.Run(`\d invoices`)
			})
			s.Step("Try the change inside a transaction", func() {
				s.Say("Try it inside a transaction first, and roll back.")
				s.Run("BEGIN;")
				s.Run("ALTER TABLE invoices ADD COLUMN paid_at timestamptz;", "ALTER TABEL")
				s.Run("ROLLBACK;")
			})
			s.Step("Apply the migration file", func() {
				s.Remark("warning", "do not interrupt this command", "Now for real. Do not interrupt this command.")
				s.Run(`\i V17__paid_at.sql`)
			})
			s.Step("Count the rows", func() {
				s.Say("Count the rows that have a date.")
				s.Run("SELECT count(*) AS n, count(paid_at) FROM invoices WHERE amount > 0;")
				s.Remark("expected", "both numbers should be close to each other", "Both numbers should be close to each other.")
			})
			s.Step("Leave psql", func() { s.Run(`\q`) })
			s.Step("Start the worker and test", func() {
				s.Say("Start the worker again, and run the smoke test.")
				s.Run("sudo systemctl start billing-worker.service && ./check.sh")
			})
			s.Remark("rollback", "to go back restore the dump with pg_restore", "To go back, restore the dump with p g restore.")
		}}
}
