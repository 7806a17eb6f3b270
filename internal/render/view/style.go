package view

import _ "embed"

// Tokens are the colours and faces as CSS custom properties, light and dark.
//
//go:embed tokens.css
var Tokens string

// Style is how a document's parts look; it needs Tokens before it.
//
//go:embed document.css
var Style string
