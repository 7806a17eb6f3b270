package studio

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Options says what a display looks like.
type Options struct {
	// Number is the X display's number, Width and Height its size in pixels.
	Number, Width, Height int
	// Cursor is the theme of the mouse cursor and CursorSize its nominal size in pixels.
	Cursor     string
	CursorSize int
	// Frame is the openbox theme of the windows' frames, Backdrop the colour behind them ("#203040").
	Frame, Backdrop string
	// FrameFont is the font of the windows' titles.
	FrameFont string
	// Scratch is a folder for the programs' own files.
	Scratch string
}

// Display is a virtual screen with a window manager and the programs that were started on it.
type Display struct {
	Options
	programs []*exec.Cmd
}

// Open starts the virtual screen and its window manager.
func Open(ctx context.Context, o Options) (*Display, error) {
	d := &Display{Options: o}
	size := fmt.Sprintf("%dx%dx24", o.Width, o.Height)
	if _, err := d.Start(ctx, nil, "Xvfb", d.Name(), "-screen", "0", size, "-nolisten", "tcp", "-dpi", "96"); err != nil {
		return nil, err
	}
	socket := "/tmp/.X11-unix/X" + strconv.Itoa(o.Number)
	for range 100 {
		if _, err := os.Stat(socket); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	conf := filepath.Join(o.Scratch, "openbox.xml")
	if err := os.WriteFile(conf, []byte(openboxConf(o)), 0o644); err != nil {
		return nil, err
	}
	// A busy machine lets keys up late, and a key that is held down repeats itself.
	if err := d.Run(ctx, "xset", "r", "off"); err != nil {
		return nil, err
	}
	if err := d.Run(ctx, "xsetroot", "-cursor_name", "left_ptr"); err != nil {
		return nil, err
	}
	if _, err := d.Start(ctx, nil, "openbox", "--config-file", conf); err != nil {
		return nil, err
	}
	time.Sleep(500 * time.Millisecond)
	return d, d.Run(ctx, "xsetroot", "-solid", o.Backdrop)
}

// Name is the display's name, as in DISPLAY.
func (d *Display) Name() string { return ":" + strconv.Itoa(d.Number) }

// Environ is the environment of programs on the display.
func (d *Display) Environ(more ...string) []string {
	var env []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "DISPLAY=") && !strings.HasPrefix(kv, "WAYLAND_DISPLAY=") {
			env = append(env, kv)
		}
	}
	env = append(env, "DISPLAY="+d.Name(), "XCURSOR_THEME="+d.Cursor, "XCURSOR_SIZE="+strconv.Itoa(d.CursorSize),
		"NO_AT_BRIDGE=1", "DBUS_SESSION_BUS_ADDRESS=/dev/null", "LC_ALL=C.UTF-8")
	return append(env, more...)
}

// Start starts a program on the display; Close ends it.
func (d *Display) Start(ctx context.Context, env []string, name string, args ...string) (*exec.Cmd, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.Environ(env...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	log, err := os.OpenFile(filepath.Join(d.Scratch, "programs.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("start %s (scripts/setup bench installs what is needed): %w", name, err)
	}
	d.programs = append(d.programs, c)
	return c, nil
}

// Run runs a short program on the display to its end.
func (d *Display) Run(ctx context.Context, name string, args ...string) error {
	_, err := d.Output(ctx, name, args...)
	return err
}

// Output runs a short program on the display and returns what it printed.
func (d *Display) Output(ctx context.Context, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.Environ()
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Window waits for a window whose title holds the words and returns its X id.
func (d *Display) Window(ctx context.Context, title string) (string, error) {
	for range 150 {
		c := exec.CommandContext(ctx, "xdotool", "search", "--onlyvisible", "--name", title)
		c.Env = d.Environ()
		if out, err := c.Output(); err == nil && len(out) > 0 {
			ids := strings.Fields(string(out))
			return ids[len(ids)-1], nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return "", fmt.Errorf("no window with the title %q came up", title)
}

// Close ends all programs, the last started first.
func (d *Display) Close() {
	for i := len(d.programs) - 1; i >= 0; i-- {
		c := d.programs[i]
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGTERM)
		done := make(chan struct{})
		go func() { _ = c.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(3 * time.Second):
			_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
			<-done
		}
	}
	d.programs = nil
}

// openboxConf is a configuration with titled windows, click to focus and Alt+Tab, and nothing else bound.
func openboxConf(o Options) string {
	font := func(place string) string {
		return fmt.Sprintf(`<font place="%s"><name>%s</name><size>10</size><weight>Bold</weight></font>`, place, o.FrameFont)
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><theme><name>` + o.Frame + `</name><titleLayout>NLIMC</titleLayout>` +
		font("ActiveWindow") + font("InactiveWindow") + font("MenuItem") + font("ActiveOnScreenDisplay") + `</theme>
<desktops><number>1</number></desktops><focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
<keyboard><keybind key="A-Tab"><action name="NextWindow"><finalactions><action name="Focus"/><action name="Raise"/></finalactions></action></keybind></keyboard>
<mouse>
<context name="Titlebar"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind></context>
<context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind></context>
</mouse></openbox_config>
`
}
