package story

import "showhow/bench/play"

// password rotates a role's password in a terminal, with the new one in plain sight more than once.
func password() play.Case {
	l := measureBase()
	l.Terminal = slateTerm
	l.Width, l.Height = 1920, 1080
	l.Voice, l.Video, l.Audio = rms, h264(25), aac(80)
	l.Subtitles = true
	l.Backdrop = "#45475a"
	const fresh = "n4Rw-Ochre_Sail19"
	return play.Case{Name: "rotate-password", Split: "measure", Title: "Rotate the password of the app role", Look: l, Secrets: []string{fresh},
		Database: shopSQL, Files: map[string]string{"app/.env.old": "DB_HOST=pg-primary\nDB_USER=app\n", "check.sh": smoke},
		Set: func(s *play.Show) { s.Terminal("release@ci-runner", 100, 30, 420, 160) },
		Story: func(s *play.Show) {
			s.Tell("Every quarter we rotate the password of the app role. Here is how.")
			s.Step("Change the role's password", func() {
				s.Say("First change it in the database.")
				s.Run(`psql -h pg-primary -U postgres -d shop -c "ALTER ROLE app PASSWORD '` + fresh + `'"`)
				s.Remark("tip", "let the password manager make it up", "Let the password manager make it up.")
			})
			s.Step("Test the login", func() {
				s.Say("Then test the login with the new one.")
				s.Run("psql postgresql://app:" + fresh + "@pg-primary/shop -Atc 'select current_user, now()::date'")
				s.Remark("expected", "you should see app and the date of today", "You should see app, and the date of today.")
			})
			s.Step("Write the environment file", func() {
				s.Say("Write it into the environment file of the app.")
				s.Run("cp app/.env.old app/.env && chmod 600 app/.env", "cp app/.evn")
				s.Run("echo DB_PASSWORD=" + fresh + " >> app/.env")
			})
			s.Step("Store it as a secret", func() {
				s.Remark("why", "so that new pods get it too", "Store it in the cluster, so that new pods get it too.")
				s.Run("kubectl -n shop create secret generic shop-db --from-env-file=app/.env --dry-run=client")
			})
			s.Step("Restart the app", func() {
				s.Remark("warning", "do not restart while the nightly import runs", "Now restart the app. Do not restart while the nightly import runs.")
				s.Run("sudo systemctl restart shop-app; systemctl is-active shop-app")
			})
			s.Step("Run the checks", func() {
				s.Say("And run the checks.")
				s.Run("./check.sh | tee ~/rotate.log")
				s.Remark("success", "you are done when all checks pass", "You're done when all checks pass.")
			})
			s.Step("Clear the history", func() {
				s.Say("At the end, clear the history.")
				s.Run("history -c && clear")
			})
		}}
}
