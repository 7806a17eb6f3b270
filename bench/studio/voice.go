package studio

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Rate is the number of samples a second of all sound here.
const Rate = 48000

// Voice speaks. Engine is "flite", "espeak-ng" or "festival"; Name the engine's voice; Speed in words a minute for
// espeak-ng, and a stretch in per cent (100 is the voice's own) for the others.
type Voice struct {
	Engine, Name string
	Speed        int
}

// Speak returns the words as samples, one channel at Rate, with the silence at both ends cut off.
func (v Voice) Speak(ctx context.Context, scratch, words string) ([]int16, error) {
	wav := filepath.Join(scratch, "speech.wav")
	raw := filepath.Join(scratch, "speech.txt")
	if err := os.WriteFile(raw, []byte(words+"\n"), 0o644); err != nil {
		return nil, err
	}
	var c *exec.Cmd
	stretch := strconv.FormatFloat(float64(max(v.Speed, 1))/100, 'f', 2, 64)
	switch v.Engine {
	case "flite":
		c = exec.CommandContext(ctx, "flite", "-voice", v.Name, "--setf", "duration_stretch="+stretch, "-f", raw, "-o", wav)
	case "espeak-ng":
		c = exec.CommandContext(ctx, "espeak-ng", "-v", v.Name, "-s", strconv.Itoa(v.Speed), "-f", raw, "-w", wav)
	case "festival":
		c = exec.CommandContext(ctx, "text2wave", "-eval", "(voice_"+v.Name+")", "-eval",
			"(Parameter.set 'Duration_Stretch "+stretch+")", "-o", wav, raw)
	default:
		return nil, fmt.Errorf("no speech engine %q", v.Engine)
	}
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", v.Engine, err, out)
	}
	out, err := exec.CommandContext(ctx, "ffmpeg", "-loglevel", "error", "-i", wav, "-f", "s16le", "-ac", "1", "-ar",
		strconv.Itoa(Rate), "-").Output()
	if err != nil {
		return nil, fmt.Errorf("ffmpeg: %w", err)
	}
	pcm := make([]int16, len(out)/2)
	if err := binary.Read(bytes.NewReader(out), binary.LittleEndian, pcm); err != nil {
		return nil, err
	}
	return trim(level16(pcm)), nil
}

// level16 brings the loudest sample to six tenths of full scale.
func level16(pcm []int16) []int16 {
	peak := 1
	for _, s := range pcm {
		peak = max(peak, int(s), -int(s))
	}
	for i, s := range pcm {
		pcm[i] = int16(int(s) * 19660 / peak)
	}
	return pcm
}

// trim cuts the silence off both ends, a hundredth of full scale being the limit.
func trim(pcm []int16) []int16 {
	loud := func(s int16) bool { return s > 327 || s < -327 }
	from, to := 0, len(pcm)
	for from < to && !loud(pcm[from]) {
		from++
	}
	for to > from && !loud(pcm[to-1]) {
		to--
	}
	return pcm[max(0, from-Rate/100):min(len(pcm), to+Rate/50)]
}

// Length is how long the samples sound.
func Length(pcm []int16) time.Duration {
	return time.Duration(len(pcm)) * time.Second / Rate
}

// Track is a sound track that grows.
type Track struct{ Samples []int16 }

// Lay puts the samples at a moment of the track.
func (t *Track) Lay(at time.Duration, pcm []int16) {
	i := max(0, int(at*Rate/time.Second))
	if need := i + len(pcm); need > len(t.Samples) {
		t.Samples = append(t.Samples, make([]int16, need-len(t.Samples))...)
	}
	for k, s := range pcm {
		t.Samples[i+k] = int16(max(-32768, min(32767, int(t.Samples[i+k])+int(s))))
	}
}

// Write writes the track as a WAV file of the given length, with an even noise of the room (0: none; 30 is about -60 dB).
func (t *Track) Write(path string, length time.Duration, noise int) error {
	n := int(length * Rate / time.Second)
	pcm := make([]int16, n)
	copy(pcm, t.Samples)
	if noise > 0 {
		r := rand.New(rand.NewPCG(1, 2))
		low := 0.0
		for i := range pcm {
			low = 0.97*low + r.NormFloat64()*float64(noise)*0.25
			pcm[i] = int16(max(-32768, min(32767, float64(pcm[i])+low)))
		}
	}
	var b bytes.Buffer
	b.WriteString("RIFF")
	le := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) }
	le(uint32(36 + 2*n))
	b.WriteString("WAVEfmt ")
	le(uint32(16))
	le(uint16(1))
	le(uint16(1))
	le(uint32(Rate))
	le(uint32(2 * Rate))
	le(uint16(2))
	le(uint16(16))
	b.WriteString("data")
	le(uint32(2 * n))
	le(pcm)
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// pronounced says how technical words are spoken, for voices that would spell or mangle them.
var pronounced = strings.NewReplacer(
	"kubectl", "cube control", "psql", "p s q l", "pg_dump", "p g dump", "nginx", "engine x", "PostgreSQL", "post gress q l",
	"Postgres", "post gress", "Grafana", "gra fahna", "systemctl", "system control", "SQL", "s q l", "URL", "u r l",
	"API", "a p i", "CI", "c i", "SSH", "s s h", "DNS", "d n s", "IAM", "i a m", "AWS", "a w s", "YAML", "yammel", "p99", "p ninety nine",
	"namespace", "name space", "rollout", "roll out", "Rollback", "roll back", "rollback", "roll back", "ID", "i d", "HTTP", "h t t p",
	"TLS", "t l s", "certbot", "cert bot", "chown", "c h own", "crontab", "cron tab", "journalctl", "journal control", "VPN", "v p n",
)

// Spoken is the text as a voice should read it.
func Spoken(text string) string { return pronounced.Replace(text) }
