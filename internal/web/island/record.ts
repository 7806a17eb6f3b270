// Records the screen and the voice, and sends the parts while they come.
import { muted } from "./part/letters";
import { root } from "./part/root";
import { Sender } from "./part/sender";
import { Voice } from "./part/voice";

const page = document.querySelector<HTMLElement>("[data-record]")!;
const q = <T extends HTMLElement>(s: string) => page.querySelector<T>(s)!;
const form = q<HTMLFormElement>("[data-record-form]");
const recorderBox = q("[data-recorder]");
const running = q("[data-running]");
const sent = q("[data-sent]");
const countDown = q("[data-count-down]");
const tools = q("[data-tools]");

/** The forms of recording in the order in which we want them: small text stays sharp in VP9. */
const kinds = ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const every = 1000; // ms of recording in a part
const bits = 4_000_000; // a second: letters must stay legible

/** Why this browser can't record; empty when it can. */
function cannot(): string {
  if (!isSecureContext) return "Browsers let a page record only over https, or on the machine itself. Ask whoever runs this server for an https address.";
  if (!navigator.mediaDevices?.getDisplayMedia) return "This browser can’t record the screen: those of phones and tablets can’t. Use Chrome, Edge or Firefox on a computer.";
  if (typeof MediaRecorder === "undefined" || !kinds.some((k) => MediaRecorder.isTypeSupported(k))) return "This browser can’t write recordings. Use Chrome, Edge or Firefox on a computer.";
  return "";
}

const why = cannot();
if (why) {
  q("[data-cannot-words]").textContent = why;
  q("[data-cannot]").hidden = false;
} else {
  form.hidden = false;
  const agent = navigator.userAgent;
  if (/Safari/.test(agent) && !/Chrom|Android/.test(agent)) {
    q("[data-hint]").textContent = "Safari records a screen or a window, no single tab, and stops when it is told to share something else. Chrome, Edge and Firefox give more choice.";
  }
}
for (const t of page.querySelectorAll<HTMLTimeElement>("[data-local]")) {
  const at = new Date(t.dateTime);
  const today = at.toDateString() === new Date().toDateString();
  t.textContent = at.toLocaleString([], today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

const voice = new Voice(q<HTMLSelectElement>("[data-microphone]"), q("[data-voice]"), [...page.querySelectorAll<HTMLMeterElement>("[data-level]")]);
q("[data-try]").addEventListener("click", () => void voice.open());

/** One recording, from the choice of the screen to the draft. */
class Recording {
  private recorder: MediaRecorder;
  private sender: Sender;
  private before = 0; // ms recorded before the last pause
  private since = 0; // when recording went on last; 0 while it doesn't
  private tick = 0;
  private over = false;

  constructor(private screen: MediaStream, sound: MediaStreamTrack | null) {
    const kind = kinds.find((k) => MediaRecorder.isTypeSupported(k))!;
    const tracks = [...screen.getVideoTracks(), ...(sound ? [sound] : [])];
    this.recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: kind, videoBitsPerSecond: bits });
    const now = new Date();
    const two = (n: number) => String(n).padStart(2, "0");
    const name = `recording-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}.${kind.includes("mp4") ? "mp4" : "webm"}`;
    this.sender = new Sender({ filename: name, recorded: "browser", ...words() }, kind, (text, failed) => this.tell(text, failed));
    this.recorder.addEventListener("dataavailable", (e) => e.data.size > 0 && this.sender.add(e.data));
    this.recorder.addEventListener("stop", () => void this.finish());
    this.recorder.addEventListener("error", () => this.stop("The browser stopped recording. What was recorded is kept."));
    screen.getVideoTracks()[0].addEventListener("ended", () => this.stop("Sharing was ended, and with it the recording. It is kept."));
    sound?.addEventListener("ended", () => !this.over && this.note("The microphone is gone. The recording goes on without your voice."));
  }

  start() {
    this.recorder.start(every);
    this.since = performance.now();
    countDown.textContent = "";
    running.hidden = false;
    this.tick = window.setInterval(() => this.show(), 250);
    this.show();
    running.querySelector<HTMLElement>("[data-stop]")!.focus({ preventScroll: true });
  }

  /** Seconds recorded so far. */
  private at = () => (this.before + (this.since ? performance.now() - this.since : 0)) / 1000;

  private show() {
    const s = Math.floor(this.at());
    const clock = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
    for (const el of everywhere("[data-clock]")) el.textContent = clock;
    document.title = `● ${clock} · Showhow`;
  }

  pause() {
    if (this.over) return;
    if (this.recorder.state === "recording") {
      this.recorder.requestData();
      this.recorder.pause();
      this.before += performance.now() - this.since;
      this.since = 0;
    } else {
      this.recorder.resume();
      this.since = performance.now();
    }
    const paused = this.recorder.state === "paused";
    recorderBox.classList.toggle("paused", paused);
    for (const el of everywhere("[data-pause]")) el.textContent = paused ? "Go on" : "Pause";
    for (const el of everywhere("[data-state]")) el.textContent = paused ? "Paused" : "Recording";
  }

  mark(kind: string) {
    if (this.over) return;
    const at = this.at();
    this.sender.mark(at, kind);
    const li = document.createElement("li");
    li.textContent = `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")} ${kind === "step" ? "New step" : "Warning"}`;
    q("[data-marks]").prepend(li);
  }

  private note(text: string) {
    q("[data-voice]").textContent = text;
    sent.textContent = text;
  }

  stop(text = "") {
    if (this.over) return;
    this.over = true;
    if (text) countDown.textContent = text;
    if (this.since) this.before += performance.now() - this.since;
    this.since = 0;
    clearInterval(this.tick);
    running.hidden = true;
    document.title = "Sending · Showhow";
    float?.close();
    if (this.recorder.state !== "inactive") this.recorder.stop();
    else void this.finish();
    for (const t of this.screen.getTracks()) t.stop();
    voice.close();
  }

  private finishing = false;
  private async finish() {
    if (!this.over) return this.stop("The recording has ended. It is kept."); // every track ended by itself
    if (this.finishing) return;
    this.finishing = true;
    const id = await this.sender.end();
    this.finishing = false;
    if (!id) return;
    going = null;
    location.assign(root + "/new/" + id);
  }

  private tell(text: string, failed: boolean) {
    sent.textContent = text;
    recorderBox.classList.toggle("failed", failed);
    const after = q("[data-after]");
    after.hidden = !(failed && this.over);
    const save = after.querySelector<HTMLAnchorElement>("[data-save]")!;
    const whole = failed && this.over ? this.sender.whole() : null;
    save.hidden = !whole;
    if (whole) {
      save.href = URL.createObjectURL(whole);
      save.download = this.sender.name;
    }
  }

  again() {
    void this.finish();
  }
}

let going: Recording | null = null;
let float: Window | null = null;

/** What matches a selector, here and in the window that floats. */
function everywhere(selector: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(selector), ...(float ? [...float.document.querySelectorAll<HTMLElement>(selector)] : [])];
}

/** What the form says about the draft. */
function words(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of ["title", "template", "brief", "into", "mask"]) {
    const value = (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim();
    if (value) all[name] = value;
  }
  return all;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

form.addEventListener("submit", async (e) => {
  e.preventDefault();
  if (going) return;
  let screen: MediaStream;
  try {
    screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } }, audio: false });
  } catch (error) {
    const name = (error as DOMException).name;
    q("[data-hint]").textContent = name === "NotAllowedError" ? "Nothing was chosen, or this browser or system doesn’t allow it (macOS: System Settings, Privacy, Screen Recording). Choose again when you are ready." : "The screen can’t be recorded just now: " + (error as Error).message;
    return;
  }
  const sound = await voice.open();
  form.hidden = true;
  recorderBox.hidden = false;
  for (const n of [3, 2, 1]) {
    countDown.textContent = `Recording begins in ${n}`;
    await wait(1000);
    if (screen.getVideoTracks()[0].readyState === "ended") {
      form.hidden = false;
      recorderBox.hidden = true;
      countDown.textContent = "";
      q("[data-hint]").textContent = "Sharing was ended before the recording began.";
      return;
    }
  }
  going = new Recording(screen, sound);
  going.start();
});

function press(e: Event) {
  const b = (e.target as HTMLElement).closest<HTMLElement>("button");
  if (!b || !going) return;
  if (b.matches("[data-stop]")) going.stop();
  else if (b.matches("[data-pause]")) going.pause();
  else if (b.dataset.mark) going.mark(b.dataset.mark);
  else if (b.matches("[data-float]")) void keepInSight();
  else if (b.matches("[data-again]")) going.again();
}
recorderBox.addEventListener("click", press);

function key(e: KeyboardEvent) {
  if (!going || muted(e) || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
  const k = e.key.toLowerCase();
  if (k === "n") going.mark("step");
  else if (k === "w") going.mark("warning");
  else if (k === "p") going.pause();
}
addEventListener("keydown", key);
addEventListener("beforeunload", (e) => going && e.preventDefault());

// Chrome and Edge can keep a small window above all others
interface Floating {
  requestWindow(o: { width: number; height: number }): Promise<Window>;
}
const floating = (window as unknown as { documentPictureInPicture?: Floating }).documentPictureInPicture;
if (floating) q("[data-float]").hidden = false;

async function keepInSight() {
  if (!floating) return;
  const shows = page.querySelector<HTMLElement>(".prompter ul");
  try {
    float = await floating.requestWindow({ width: 420, height: 180 + (shows ? Math.min(50 + 40 * shows.children.length, 290) : 0) });
  } catch {
    return; // it was refused
  }
  float.document.documentElement.className = document.documentElement.className;
  if (document.documentElement.dataset.theme) float.document.documentElement.dataset.theme = document.documentElement.dataset.theme;
  for (const style of document.querySelectorAll("link[rel=stylesheet]")) float.document.head.append(style.cloneNode());
  const box = running.cloneNode(true) as HTMLElement;
  box.className = "recorder floating";
  for (const e of box.querySelectorAll("[data-float], .hint, meter, label")) e.remove();
  float.document.body.append(box);
  if (shows) float.document.body.append(prompter(shows));
  float.document.addEventListener("click", press);
  float.document.addEventListener("keydown", key);
  float.addEventListener("pagehide", () => (float = null));
}

/** What the brief says is to be shown, for the window that floats; a tick there is one here, and the other way round. */
function prompter(shows: HTMLElement): HTMLElement {
  const box = document.createElement("section");
  box.className = "prompter floating";
  box.setAttribute("aria-label", "To be shown");
  const list = shows.cloneNode(true) as HTMLElement;
  box.append(list);
  const ticks = (of: HTMLElement) => [...of.querySelectorAll<HTMLInputElement>("input")];
  const follow = (one: HTMLElement, other: HTMLElement) => {
    const tell = () => ticks(one).forEach((t, i) => (ticks(other)[i].checked = t.checked));
    tell();
    one.addEventListener("change", tell);
  };
  follow(shows, list);
  follow(list, shows);
  return box;
}
