package template

// Filter is something that procedures can be chosen by.
type Filter struct {
	// Name is its own in addresses; Is the value that is set, and Chosen that in words, both empty for any.
	Name, Words, Is, Chosen string
	Options                 []Option
	// Off is the address without it.
	Off string
}

// Option is a value of a filter, with how many procedures have it.
type Option struct {
	Value, Words string
	Count        int
}

// Choosable is a word that leads to what is filed under it.
type Choosable struct{ Words, Href string }

// Banner is something that everybody must know who opens a procedure. Kind is "red", "amber", "green" or "plain".
type Banner struct {
	Kind, Text string
	// Why is somebody's own words.
	Why string
	// Href leads on, with these words; empty for nowhere.
	Href, Words string
	// Emergency says that it is of a waiver that nobody has looked at again.
	Emergency bool
}

// bannerRole is a banner's role for those who can't see it.
func bannerRole(kind string) string {
	if kind == "red" {
		return "alert"
	}
	return "status"
}

// Place is a place that something can be said about.
type Place struct{ Value, Words string }
