// Package house holds no code, only the tests that keep the house's rules: who may import whom, where a program may be
// started or the environment be read, and how large a file, a function and a package may be. docs/architecture.md tells
// the rules in words.
package house
