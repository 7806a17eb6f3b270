package terminal

import "testing"

func TestFailed(t *testing.T) {
	for _, c := range []struct {
		command string
		output  []string
		want    bool
	}{
		{"kubctl get pods", []string{"bash: kubctl: command not found"}, true},
		{"kubctl get pods", []string{"zsh: command not found: kubctl"}, true},
		{"kubctl get pods", []string{"fish: Unknown command: kubctl"}, true},
		{"kubectl set imge x", []string{`error: unknown command "set imge"`}, true},
		{"kubectl get pod x", []string{`Error from server (NotFound): pods "x" not found`}, true},
		{"terraform apply", []string{"╷", "│ Error: No valid credential sources found", "╵"}, true},
		{"git psuh", []string{"git: 'psuh' is not a git command. See 'git --help'."}, true},
		{"systemctl status x", []string{"Unit x.service could not be found."}, true},
		{"get x", []string{"(error) ERR wrong number of arguments"}, true},
		{"selct 1;", []string{`ERROR:  syntax error at or near "selct"`}, true},
		{"curl -s http://web/", []string{"curl: (7) Failed to connect to web port 80"}, true},
		{"sudo systemctl restart x", []string{"Failed to restart x.service: Unit x.service not found."}, true},
		{"docker run nginx", []string{"Unable to find image 'nginx:latest' locally", "latest: Pulling from library/nginx"}, false},
		{"cat app.log", []string{"ERROR: disk full", "bash: x: command not found here"}, false},
		{"cat app.log", []string{"cat: app.log: No such file or directory"}, true},
		{"sudo tail -n 5 /var/log/app", []string{"error: Connection refused"}, false},
		{"grep -r error .", []string{"grep: secret: Permission denied"}, true},
		{"kubectl logs web-0", []string{"started", "error: Connection refused"}, false},
		{"kubectl logs web-0", []string{"error: a container name must be specified"}, true},
		{"echo error: none", []string{"error: none"}, false},
		{"ls", []string{"errors.txt", "ERROR_CODES"}, false},
		{"true", nil, false},
	} {
		if got := Failed(c.command, c.output); got != c.want {
			t.Errorf("%s, %q: failed is %v", c.command, c.output, got)
		}
	}
}
