// Package studio records real programs on a virtual screen: it has a display with a window manager, a hand that moves
// the pointer and types as a person does, a camera that films with the clock of the machine, and voices that speak.
//
// Nothing in it knows what is played; package play does.
package studio
