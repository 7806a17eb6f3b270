package story

import "showhow/bench/play"

const renew = `#!/bin/bash
echo "Saving debug log to /var/log/letsencrypt/letsencrypt.log"; sleep 0.8
echo "Renewing an existing certificate for shop.acme.example"; sleep 1.6
echo
echo "Congratulations, all renewals succeeded:"
echo "  /etc/letsencrypt/live/shop.acme.example/fullchain.pem (success)"
`

// certificate renews a certificate in a terminal; the recording has no sound at all.
func certificate() play.Case {
	l := tuneBase()
	l.Width, l.Height = 1280, 720
	l.Terminal = paper
	l.Backdrop, l.Frame, l.Cursor = "#8fa3ad", "Clearlooks-Olive", "DMZ-White"
	l.Voice.Engine, l.NoSound = "", true
	l.Ext, l.Video = "mkv", thin(180)
	return play.Case{Name: "certificate", Split: "tune", Title: "Renew the certificate of the shop", Look: l,
		Files: map[string]string{"bin/certbot": renew, "bin/nginx": "#!/bin/bash\nsleep 0.3\necho 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok'\necho 'nginx: configuration file /etc/nginx/nginx.conf test is successful'\n",
			"bin/expiry": "#!/bin/bash\n[ -f ~/.renewed ] && echo 'notAfter=Aug 14 09:12:51 2024 GMT' || echo 'notAfter=May 17 09:12:50 2024 GMT'\ntouch ~/.renewed\n", "renewal.conf": "authenticator = dns\nkey_type = ecdsa\ndeploy_hook = systemctl reload nginx\n"},
		Set: func(s *play.Show) { s.Terminal("ops@web-01", 128, 34, 30, 20) },
		Story: func(s *play.Show) {
			s.Rest(1500)
			s.Step("Put the tools on the path", func() { s.Run(`export PATH="$HOME/bin:$PATH"`) })
			s.Step("Check when the certificate expires", func() {
				s.Run("expiry shop.acme.example")
				s.Rest(1800)
			})
			s.Step("Look at the configuration", func() {
				s.Run("cat renewal.conf", "cat renewla.conf")
				s.Rest(1500)
			})
			s.Step("Try the renewal", func() {
				s.Run("sudo certbot renew --cert-name shop.acme.example --preferred-challenges dns-01 --key-type ecdsa --no-random-sleep-on-renew --dry-run")
				s.Rest(1500)
			})
			s.Step("Renew the certificate", func() {
				s.Again(1, 10, "", "sudo certbot renew --cert-name shop.acme.example --preferred-challenges dns-01 --key-type ecdsa --no-random-sleep-on-renew")
				s.Rest(1200)
			})
			s.Step("Test the configuration of nginx", func() { s.Run("sudo nginx -t") })
			s.Step("Reload nginx", func() {
				s.Run("sudo systemctl reload nginx && systemctl is-active nginx")
				s.Wander(2)
			})
			s.Step("Check the date again", func() {
				s.Run("for i in 1 2; do expiry shop.acme.example; done | sort | uniq -c")
				s.Rest(2000)
			})
			s.Step("Leave a note in the log", func() {
				s.Paste(`echo "$(date +%F) cert renewed ~ next: 90d [ok] #ops" >> ~/renewals.log; tail -n1 ~/renewals.log`)
			})
		}}
}
