// Package voice finds where in a recording's sound somebody speaks, and cuts the sound there into pieces.
//
// A voice is louder than the noise around it, it has a pitch most of the time, and it never holds still: its loudness and
// its spectrum change several times a second. Key clicks have no pitch, a hum does not change, and held tones of music
// change slowly. Percussive or sung music may be taken for speech; what is said in it is then the engine's to judge.
package voice
