package story

import "showhow/bench/play"

// accessKey makes a new cloud key, puts it into the pipeline's secrets and switches the old one off.
func accessKey() play.Case {
	l := tuneBase()
	l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "teal", "light", "DejaVu Sans", 15
	l.Cursor, l.Frame, l.Backdrop, l.Face = "DMZ-White", "Natura", "#d7dde3", true
	l.Voice, l.Video = espeak, h264(27)
	l.Noise = 40
	const id, key = "AKIAQX7NDPEL5ZRW3KTM", "v9Tq2LrX0mWfHs7pYdKc4bZgUe1JnRa8BoGiCt6E"
	const name = "access-key"
	return play.Case{Name: name, Split: "tune", Title: "Rotate the access key of the backup job", Look: l, Secrets: []string{id, key},
		Hosts: map[string]string{"cloud": "admin:cloud", "jenkins": "admin:secrets"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://cloud.acme.internal/Buckets", play.Area{X: 0, Y: 0, W: 1920, H: 1080})
		},
		Story: func(s *play.Show) {
			s.Tell("Hello. Once a year we rotate the access key of the backup job.")
			s.Remark("prerequisite", "you need the security role in the cloud console", "For this you need the security role in the cloud console.")
			s.Wander(1)
			s.Step("Open the access keys", func() {
				s.Say("Click access keys in the menu.")
				s.Click("Access keys")
			})
			s.Step("Create a new key", func() {
				s.Say("Click create access key. The user is backup job.")
				s.Click("Create access key")
				s.Select("User", "backup-job")
				s.Type("Description", "key-2024-05")
				s.Click("Create")
				s.Remark("warning", "the secret is shown only once", "Attention, the secret is shown only once.")
				s.Hush()
				s.Rest(1500)
				s.Click("Done")
			})
			s.Step("Open the credentials in Jenkins", func() {
				s.Say("Now we go to Jenkins, to the credentials.")
				s.Navigate("http://jenkins.acme.internal/Credentials", true)
			})
			s.Step("Update the credential", func() {
				s.Say("Open the menu of backup AWS, and choose update.")
				s.Rest(500)
				s.Click("More actions backup-aws")
				s.Click("Update")
				s.Type("Access Key ID", id)
				s.Type("Secret Access Key", key)
				s.Click("Save")
			})
			s.Step("Deactivate the old key", func() {
				s.Say("Back in the first tab, deactivate the old key.")
				s.Tab(1, "Access keys - Cloud Console", "http://cloud.acme.internal/")
				s.Click("More actions key-2023-02")
				s.Click("Deactivate")
				s.Remark("rollback", "if the backup fails tonight, activate the old key again", "If the backup fails tonight, activate the old key again.")
				s.Hush()
				s.Click("Deactivate")
				s.Remark("expected", "the old key should be marked as disabled", "The old key should be marked as disabled.")
			})
		}}
}
