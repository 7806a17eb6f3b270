package voice

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// write makes a WAV file of samples in -1…1.
func write(t *testing.T, x []float64) string {
	t.Helper()
	b := wavHeader(int64(len(x)))
	for _, v := range x {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(max(-1, min(1, v))*32767)))
	}
	p := filepath.Join(t.TempDir(), "in.wav")
	if err := os.WriteFile(p, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// talk adds a made-up voice: the harmonics of a gliding pitch under two moving resonances, four syllables a second, and a
// hiss now and then.
func talk(x []float64, from, to, loud float64) {
	r := rand.New(rand.NewPCG(1, 1))
	phase := 0.0
	for i := int(from * Rate); i < int(to*Rate) && i < len(x); i++ {
		s := float64(i)/Rate - from
		pitch := 120 + 25*math.Sin(1.7*s)
		phase += pitch / Rate
		syllable := math.Pow(math.Max(0, math.Sin(math.Pi*math.Mod(4*s, 1))), 0.7)
		if int(4*s)%5 == 4 {
			x[i] += loud * syllable * (r.Float64() - 0.5) * 0.2
			continue
		}
		for k := 1; k <= 24; k++ {
			hz, strength := float64(k)*pitch, 0.05
			for _, formant := range [2]float64{500 + 250*math.Sin(5.1*s), 1500 + 600*math.Sin(3.3*s+1)} {
				strength += math.Exp(-math.Abs(hz-formant) / 150)
			}
			x[i] += loud * syllable * strength * math.Sin(2*math.Pi*float64(k)*phase) / 8
		}
	}
}

func noise(x []float64, loud float64) {
	r := rand.New(rand.NewPCG(7, 7))
	for i := range x {
		x[i] += loud * r.NormFloat64()
	}
}

func seconds(n int) []float64 { return make([]float64, n*Rate) }

func find(t *testing.T, x []float64) Found {
	t.Helper()
	f, err := Pieces(t.Context(), write(t, x), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestVoiceIsFoundInNoise(t *testing.T) {
	x := seconds(20)
	noise(x, 0.003)
	talk(x, 3, 8, 0.5)
	talk(x, 12, 15, 0.5)
	f := find(t, x)
	if len(f.Pieces) != 2 {
		t.Fatalf("%d pieces, want 2: %+v", len(f.Pieces), f)
	}
	for i, want := range [][2]float64{{3, 8}, {12, 15}} {
		s := f.Pieces[i].Span
		if math.Abs(s.From.Seconds()-want[0]) > 0.5 || math.Abs(s.To.Seconds()-want[1]) > 0.5 {
			t.Errorf("piece %d is %v–%v, want about %v", i, s.From, s.To, want)
		}
		st, err := os.Stat(f.Pieces[i].File)
		if err != nil || math.Abs(float64(st.Size()-44)/2/Rate-s.Length().Seconds()) > 0.03 {
			t.Errorf("piece %d: %v, %v", i, st, err)
		}
	}
}

func TestWhatIsNoVoice(t *testing.T) {
	sounds := map[string]func(x []float64){
		"silence": func(x []float64) {},
		"noise":   func(x []float64) { noise(x, 0.05) },
		"hum": func(x []float64) {
			for i := range x {
				x[i] = 0.1*math.Sin(2*math.Pi*50*float64(i)/Rate) + 0.05*math.Sin(2*math.Pi*150*float64(i)/Rate)
			}
		},
		"a chord that swells": func(x []float64) {
			for i := range x {
				s := float64(i) / Rate
				for _, hz := range []float64{220, 277, 330} {
					x[i] += 0.1 * (1 - math.Cos(2*math.Pi*s/10)) * math.Sin(2*math.Pi*hz*s)
				}
			}
		},
		"keys": func(x []float64) {
			noise(x, 0.0005)
			r := rand.New(rand.NewPCG(3, 3))
			for at := 0.5; at < float64(len(x))/Rate-1; at += 0.12 + 0.2*r.Float64() {
				for k := range 800 {
					x[int(at*Rate)+k] += 0.2 * math.Exp(-float64(k)/120) * r.NormFloat64()
				}
			}
		},
	}
	for name, make := range sounds {
		x := seconds(20)
		make(x)
		if f := find(t, x); len(f.Pieces) != 0 {
			t.Errorf("%s was taken for speech: %+v", name, f)
		}
	}
}

func TestLongTalkIsCut(t *testing.T) {
	x := seconds(100)
	noise(x, 0.001)
	for at := 1.0; at < 60; at += 6 {
		talk(x, at, at+5.4, 0.5)
	}
	talk(x, 61, 99, 0.5) // without a pause
	f := find(t, x)
	for i, p := range f.Pieces {
		if p.Span.Length() > 21*time.Second {
			t.Errorf("piece %d is %v long", i, p.Span.Length())
		}
		if i > 0 && p.Span.From < f.Pieces[i-1].Span.To {
			t.Errorf("piece %d begins before the last one ends", i)
		}
	}
	if f.Spoken < 90*time.Second {
		t.Errorf("only %v of speech found", f.Spoken)
	}
}

func TestBrokenWAV(t *testing.T) {
	good := append(wavHeader(4), 1, 0, 2, 0, 3, 0, 4, 0)
	stereo := append([]byte{}, good...)
	stereo[22] = 2
	for name, b := range map[string][]byte{"empty": nil, "text": []byte("hello, this is not sound at all, not even a bit"), "stereo": stereo, "cut": good[:30], "no data": good[:36]} {
		p := filepath.Join(t.TempDir(), "in.wav")
		os.WriteFile(p, b, 0o600)
		if _, err := Pieces(t.Context(), p, t.TempDir()); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	// a size that was not known beforehand, and samples that are missing
	binary.LittleEndian.PutUint32(good[40:], 0xFFFFFFFF)
	p := filepath.Join(t.TempDir(), "in.wav")
	os.WriteFile(p, good, 0o600)
	if _, err := Pieces(t.Context(), p, t.TempDir()); err != nil {
		t.Error(err)
	}
}

func FuzzWAV(f *testing.F) {
	f.Add(append(wavHeader(4), 1, 0, 2, 0, 3, 0, 4, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := filepath.Join(t.TempDir(), "in.wav")
		os.WriteFile(p, b, 0o600)
		Pieces(t.Context(), p, t.TempDir())
	})
}
