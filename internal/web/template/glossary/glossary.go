// Package glossary draws the names that are heard wrong.
package glossary

import "showhow/internal/sop"

// Glossary are a workspace's names; Writes says that whoever looks may change them.
type Glossary struct {
	All    []sop.Term
	Writes bool
}
