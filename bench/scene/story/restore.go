package story

import "showhow/bench/play"

// restore brings a table back from a dump while a status page tells the customers.
func restore() play.Case {
	l := measureBase()
	l.App.Skin, l.App.Theme, l.App.Font = "leaf", "sepia", "Nimbus Sans"
	l.Terminal = solarLight
	l.Terminal.Font, l.Terminal.Size, l.Terminal.Prompt, l.Terminal.Bar = "Hack", 12, `(shop) \W » `, "underline"
	l.Terminal.Bg, l.Terminal.Fg, l.Terminal.Cursor = "#f7f3ea", "#2e2a24", "#b4511d"
	l.Voice, l.Titled, l.Frame, l.Backdrop = british, true, "Breeze-ob", "#a8b5a2"
	l.Video = h264(24)
	const name = "restore-table"
	return play.Case{Name: name, Split: "measure", Title: "Restore a deleted table", Look: l, Database: shopSQL,
		Hosts: map[string]string{"status": "admin"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://status.acme.internal/Components", play.Area{X: 20, Y: 10, W: 1180, H: 860})
			s.Terminal("shop restore", 100, 28, 760, 380)
		},
		Story: restoreStory,
	}
}

func restoreStory(s *play.Show) {
	s.Tell("Somebody deleted the table of the customers' orders. No panic, here's how to bring it back.")
	s.Step("See what is left", func() {
		s.Say("See what's left in the database.")
		s.Run(`psql -h pg-primary -d shop -c '\dt'`)
	})
	s.Step("Set the component to maintenance", func() {
		s.Remark("why", "so that customers know about it", "Next, set orders to maintenance on the status page, so that customers know about it.")
		s.Front("Components - Status desk - Chromium", "http://status.acme.internal/")
		s.Click("More actions Orders")
		s.Click("Set to maintenance")
	})
	s.Step("Dump the table from the replica", func() {
		s.Say("Now dump only that table from the replica.")
		s.Front("shop restore", "")
		s.Run("pg_dump -h pg-replica-2 -U postgres -d shop --table=orders --clean --if-exists -f orders.sql && wc -l orders.sql", "pg_dump -h pg-relpica")
	})
	s.Step("Load it into a scratch database", func() {
		s.Remark("warning", "never load it straight into production", "Load it into a scratch database first. Never load it straight into production.")
		s.Run("createdb -h pg-primary -U postgres scratch")
		s.Run("sed '/FOREIGN KEY/d;/ONLY public.orders$/d' orders.sql | psql -q -h pg-primary -U postgres scratch >load.log 2>&1; tail -n 2 load.log")
	})
	s.Step("Count the rows", func() {
		s.Say("Count the rows.")
		s.Run(`psql -h pg-primary -U postgres -d shop -Atc "SELECT max(id), sum(total_cents)/100.0 FROM orders"`)
		s.Remark("expected", "there should be twelve thousand four hundred and eighty orders", "There should be twelve thousand four hundred and eighty orders.")
	})
	s.Step("Publish a message", func() {
		s.Say("Back on the status page, publish a message for everyone.")
		s.Front("Components - Status desk - Chromium", "http://status.acme.internal/")
		s.Click("Messages")
		s.Click("Post message")
		s.Type("Title", "Orders are complete again")
		s.Select("Audience", "Everyone")
		s.Click("Publish")
	})
	s.Step("Set the component to healthy", func() {
		s.Say("And set orders to healthy.")
		s.Click("Components")
		s.Click("More actions Orders")
		s.Click("Set to healthy")
	})
	s.Remark("success", "it is done when the shop shows the last order", "It's done when the shop shows the last order.")
}
