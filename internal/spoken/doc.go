// Package spoken knows how written things are said: numbers and symbols read out, letters turned to sounds, how far two
// words sound alike, which words are ordinary English, and how the names of the trade are pronounced. It helps speech
// engines to expect what stands on the screen, and it helps to find such names in what was misheard.
//
// Sounds are the 39 phones of the ARPAbet as CMU's pronouncing dictionary uses them, without stress.
package spoken
