module showhow

go 1.26.0

require (
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	golang.org/x/sys v0.49.0
	golang.org/x/text v0.14.0
	mvdan.cc/sh/v3 v3.14.1
)

require github.com/yuin/goldmark v1.8.7 // indirect
