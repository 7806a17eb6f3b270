package phrase

import "testing"

func TestShort(t *testing.T) {
	for text, want := range map[string]string{
		"List the pods.": "List the pods.",
		"Create a setter for the replicas field by giving the name of the setter to create and the value of the field.":  "Create a setter for the replicas field.",
		"Set the new image on the deployment, which takes about a minute because the caches of the nodes are cold then.": "Set the new image on the deployment.",
		"When all of the pods of the old version have gone away, delete the claim using the command that stands here.":   "",
		"Tell everybody on the team and on the other team and on the third team and on the fourth team about it.":        "",
	} {
		if got := Short(text, 16); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
