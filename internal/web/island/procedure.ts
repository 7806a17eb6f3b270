// An SOP beside its recording: choosing a step seeks, playing marks the step, and keys walk through all of it.
import { Film, when } from "./part/film";
import { openRemark, watchRemarks } from "./part/remark";

const all = <T extends Element = HTMLElement>(q: string, within: ParentNode = document) => [...within.querySelectorAll<T>(q)];
const one = <T extends Element = HTMLElement>(q: string) => document.querySelector<T>(q);

let steps = all(".step");
const lines = all(".said li");
const video = one<HTMLVideoElement>(".recording video");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const smooth = (): ScrollBehavior => (still.matches ? "auto" : "smooth");

// ---- contents
const contents = one<HTMLDetailsElement>(".contents details");
const wide = matchMedia("(min-width: 1480px)");
const fold = () => contents && (contents.open = wide.matches);
fold();
wide.addEventListener("change", fold);
contents?.addEventListener("click", (e) => {
  const a = (e.target as Element).closest<HTMLAnchorElement>("a");
  if (!a) return;
  if (!wide.matches) contents.open = false;
  const s = a.hash && document.getElementById(decodeURIComponent(a.hash.slice(1)));
  if (s instanceof HTMLElement && s.matches(".step")) choose(s);
});
document.addEventListener("click", (e) => {
  for (const d of all<HTMLDetailsElement>(".menu[open], .contents details[open]")) {
    if (!d.contains(e.target as Node) && !(d === contents && wide.matches)) d.open = false;
  }
});

let here = -1;
/** Marks the step that is being read in the contents and keeps it in sight there. */
function read(i: number) {
  if (i === here) return;
  all(".contents [aria-current]").forEach((a) => a.removeAttribute("aria-current"));
  here = i;
  const link = i >= 0 && one<HTMLAnchorElement>(`.contents a[href="#${CSS.escape(steps[i].id)}"]`);
  const words = one("[data-here]");
  if (words) words.textContent = link ? `${i + 1} · ${link.lastElementChild?.textContent ?? ""}` : "";
  if (!link) return;
  link.setAttribute("aria-current", "step");
  const box = wide.matches ? one(".contents") : one(".contents details > ol");
  if (box) inSight(link, box);
}

/** Scrolls a box, and nothing around it, until an element is in sight. */
function inSight(el: Element, box: Element) {
  const a = el.getBoundingClientRect(), b = box.getBoundingClientRect();
  if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - b.height / 3;
}

// the step that is being read is the last that begins in the upper third
let asked = false;
function reading() {
  asked = false;
  let at = -1;
  for (const s of steps) {
    if (s.getBoundingClientRect().top > innerHeight / 3) break;
    at++;
  }
  read(at);
}
const ask = () => !asked && ((asked = true), requestAnimationFrame(reading));
addEventListener("scroll", ask, { passive: true });
addEventListener("resize", ask);
ask();

// ---- the recording
const bar = one("[data-bar]"), pane = one(".recording"), now = one("[data-now]");
const play = one<HTMLButtonElement>("[data-play]"), opener = one<HTMLButtonElement>("[data-fold]");
if (bar) bar.hidden = false;
opener?.addEventListener("click", () => {
  const open = pane!.classList.toggle("open");
  opener.setAttribute("aria-expanded", String(open));
  opener.textContent = open ? "Close" : "Open";
});

const film = video && new Film(video, one<HTMLSelectElement>("[data-film]"), one("[data-film-note]"));
const seek = (t: number, start: boolean) => film?.seek(t, start);

const spans = (els: HTMLElement[]) => els.map((el) => ({ el, from: parseFloat(el.dataset.from ?? "NaN"), to: parseFloat(el.dataset.to ?? "NaN") }));
let stepSpans = spans(steps);
const lineSpans = spans(lines);

/** The element at a moment: the one whose span holds it, and between two of the same recording the one before. */
function at(list: ReturnType<typeof spans>, t: number) {
  let found: HTMLElement | undefined, from = -1;
  for (const s of list) if (s.from <= t + 0.05 && s.from >= from && s.from >= film!.from) (found = s.el), (from = s.from);
  return found;
}

function mark(list: HTMLElement[], el?: HTMLElement) {
  for (const s of list) s.classList.toggle("playing", s === el);
}

function tell() {
  if (!video || !film) return;
  const t = film.time, step = at(stepSpans, t), line = at(lineSpans, t);
  if (!line?.classList.contains("playing")) {
    mark(lines, line);
    const box = one(".said");
    if (line && box) inSight(line, box);
  }
  if (step && !step.classList.contains("playing")) {
    const moved = !video.paused;
    mark(steps, step);
    if (moved) step.scrollIntoView({ block: "start", behavior: smooth() });
  }
  if (now) now.textContent = `${when(t)}${line ? " · " + (line.lastElementChild?.textContent ?? "").trim() : ""}`;
}

if (video) {
  video.addEventListener("timeupdate", tell);
  video.addEventListener("seeking", tell);
  const name = () => play && (play.textContent = video.paused ? "Play" : "Pause");
  video.addEventListener("play", name);
  video.addEventListener("pause", name);
}
const toggle = () => video && (video.paused ? video.play().catch(() => {}) : video.pause());
play?.addEventListener("click", toggle);

document.addEventListener("click", (e) => {
  const a = (e.target as Element).closest<HTMLAnchorElement>("a.at[data-from], a.num");
  if (!a || !video || e.ctrlKey || e.metaKey || e.shiftKey) return;
  const from = a.dataset.from ?? a.closest<HTMLElement>(".step")?.dataset.from;
  if (a.classList.contains("at")) e.preventDefault();
  if (from !== undefined) seek(parseFloat(from), a.classList.contains("at"));
});

// ---- choosing
/** Makes a step the one that one stands at. A film that rests goes to its moment, unless it is within the step already. */
function choose(s: HTMLElement) {
  all(".step.here").forEach((o) => o.classList.remove("here"));
  s.classList.add("here");
  const from = parseFloat(s.dataset.from ?? "NaN"), to = parseFloat(s.dataset.to ?? "NaN");
  if (!video?.paused || Number.isNaN(from) || (film!.time >= from && film!.time < to)) return;
  mark(steps, s);
  seek(from, false);
}
// before an editor takes the click, which may put a field where a text was
const chosen = (e: Event) => {
  const t = e.target as Element, s = t.closest<HTMLElement>(".step");
  if (s && !t.closest("a, button, summary, label, input, textarea, select, .writing, .writing-cmd") && !getSelection()?.toString()) choose(s);
};
document.addEventListener("click", chosen, true);

// ---- walking
/** Goes to a step, and to its moment. */
function go(i: number) {
  const s = steps[Math.max(0, Math.min(steps.length - 1, i))];
  if (!s) return;
  all(".step.here").forEach((o) => o.classList.remove("here"));
  s.classList.add("here");
  s.focus({ preventScroll: true });
  s.scrollIntoView({ block: "start", behavior: smooth() });
  history.replaceState(null, "", "#" + s.id);
  mark(steps, s);
  if (video && s.dataset.from !== undefined && video.paused) seek(parseFloat(s.dataset.from), false);
}

/** The step that one stands at: the one with the focus, or the one that is being read. */
function current() {
  const focused = document.activeElement?.closest<HTMLElement>(".step");
  return focused ? steps.indexOf(focused) : steps.findIndex((s) => s.classList.contains("here"));
}

let places = all("[data-look-at]");
const words = one("[data-look-words]");
let looked = -1;
function look(by: number) {
  if (places.length === 0) return;
  looked = (looked + by + places.length) % places.length;
  if (looked < 0) looked = places.length - 1;
  places.forEach((p, i) => p.classList.toggle("looked", i === looked));
  const p = places[looked];
  p.focus({ preventScroll: true });
  p.scrollIntoView({ block: "center", behavior: smooth() });
  if (words) words.textContent = `${looked + 1} of ${places.length} to look at`;
  evidence(p);
}

// ---- what an unsure place rests on: its pixels, its words, its sound
const shelf = document.createElement("aside");
shelf.className = "evidence";
shelf.setAttribute("aria-label", "What this place rests on");
shelf.hidden = true;
one(".doc")?.append(shelf);

function make<K extends keyof HTMLElementTagNameMap>(tag: K, text: string, name = ""): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  el.textContent = text;
  if (name) el.className = name;
  return el;
}

function evidence(p: HTMLElement) {
  const near = p.closest("li, p, .cmd, .callout, h1") ?? p, step = p.closest<HTMLElement>(".step");
  const at = near.querySelector<HTMLElement>(".ev .at") ?? step?.querySelector<HTMLElement>(".when .ev .at") ?? near.parentElement?.querySelector<HTMLElement>(".ev .at");
  const why = near.querySelector(".unsure-why, .cmd-note:not(.ended)") ?? step?.querySelector(".when .unsure-why");
  const tools = make("p", "", "actions");
  const button = (text: string, key: string, act: () => void) => {
    const b = make("button", text, "tool");
    b.type = "button";
    b.append(make("kbd", key));
    b.addEventListener("click", act);
    tools.append(b);
  };
  shelf.replaceChildren(make("p", `${looked + 1} of ${places.length}: ${(why?.textContent ?? "This isn’t sure.").replace(/^\s*unsure\s*/, "").trim()}`, "evidence-why"));
  if (video && at?.dataset.from !== undefined && film?.plays(parseFloat(at.dataset.from))) {
    const canvas = document.createElement("canvas");
    if (pixels(canvas, at)) shelf.append(canvas);
    else if (video.paused) seek(parseFloat(at.dataset.from), false);
    button("Play it", "P", () => playSpan(parseFloat(at.dataset.from!), parseFloat(at.dataset.to ?? "NaN")));
  }
  const rests = at?.parentElement?.querySelector(".rests")?.textContent?.trim();
  if (rests) shelf.append(make("p", rests, "evidence-rests"));
  const right = near.querySelector<HTMLButtonElement>(".right") ?? step?.querySelector<HTMLButtonElement>(".when .right");
  if (right) button("It’s right", "Y", () => right.click());
  button("Next", "N", () => look(1));
  button("Close", "Esc", hideEvidence);
  shelf.append(tools);
  shelf.hidden = false;
}
const hideEvidence = () => (shelf.hidden = true);

/** Draws the part of the film's picture in which something stands, when the film has come there. */
function pixels(canvas: HTMLCanvasElement, at: HTMLElement): boolean {
  const [x, y, w, h, W, H] = (at.dataset.place ?? "").split(" ").map(Number);
  if (!H || !video) return false;
  const left = Math.max(0, x - 40), top = Math.max(0, y - 24), right = Math.min(W, x + w + 40), bottom = Math.min(H, y + h + 24);
  canvas.width = right - left;
  canvas.height = bottom - top;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "The place in the recording");
  const draw = () => {
    const c = canvas.getContext("2d"), sx = video.videoWidth / W, sy = video.videoHeight / H;
    if (!c || !video.videoWidth) return;
    c.drawImage(video, left * sx, top * sy, canvas.width * sx, canvas.height * sy, 0, 0, canvas.width, canvas.height);
    c.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--mark");
    c.lineWidth = 2;
    c.strokeRect(x - left - 3, y - top - 3, w + 6, h + 6);
  };
  const end = parseFloat(at.dataset.to ?? at.dataset.from!);
  video.addEventListener("seeked", draw, { once: true });
  seek(Math.max(parseFloat(at.dataset.from!), end - 0.05), false);
  return true;
}

function playSpan(from: number, to: number) {
  if (!video || !film?.plays(from)) return;
  seek(from, true);
  if (!(to > from)) return;
  const stop = () => {
    if (film!.time < to + 0.4 && !video.paused) return;
    video.pause();
    video.removeEventListener("timeupdate", stop);
  };
  setTimeout(() => video.addEventListener("timeupdate", stop), 300);
}
one("[data-look]")?.addEventListener("click", (e) => {
  e.preventDefault();
  look(1);
});

// ---- copying
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // the old way, then
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "off";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
/** A command as it is copied: with its parameters' names, whoever wrote them, for a page that is read asks for no values. */
const copied = (code: Element) => [...code.childNodes].map((n) => (n instanceof HTMLElement && n.matches(".param[title]") ? `<${n.title}>` : (n.textContent ?? ""))).join("");
const shown = () => all<HTMLButtonElement>(".copy").forEach((b) => (b.hidden = false));
shown();
document.addEventListener("click", async (e) => {
  const b = (e.target as Element).closest<HTMLButtonElement>(".copy");
  if (!b) return;
  b.textContent = (await copy(copied(b.closest(".cmd")!.querySelector("pre code")!))) ? "Copied" : "Not copied";
  setTimeout(() => (b.textContent = "Copy"), 1600);
});

// an editor draws parts of the page anew
document.addEventListener("showhow:drawn", () => {
  steps = all(".step");
  stepSpans = spans(steps);
  const count = places.length;
  places = all("[data-look-at]").filter((p) => p.matches(".unsure, .cmd"));
  if (places.length !== count) hideEvidence();
  const open = one("[data-look]");
  if (open) open.hidden = places.length === 0;
  if (words && looked < 0) words.textContent = `${places.length} to look at`;
  looked = Math.min(looked, places.length - 1);
  shown();
  here = -1;
  ask();
});

// ---- keys
const dialog = one<HTMLDialogElement>("#keys");
const help = one<HTMLButtonElement>("[data-keys-button]"), print = one<HTMLButtonElement>("[data-print]");
if (help) help.hidden = false;
if (print) print.hidden = false;
help?.addEventListener("click", () => dialog?.showModal());
print?.addEventListener("click", () => window.print());

document.addEventListener("keydown", (e) => {
  const t = e.target as HTMLElement;
  if (e.ctrlKey || e.metaKey || e.altKey || dialog?.open || t.closest("input, textarea, select, video, [contenteditable]")) return;
  const at = current();
  switch (e.key) {
    case "j": go(at + 1); break;
    case "k": go(at < 0 ? 0 : at - 1); break;
    case "n": look(1); break;
    case "N": look(looked < 0 ? 0 : -1); break;
    case "p": toggle(); break;
    case "r": openRemark((at >= 0 ? steps[at] : document).querySelector<HTMLAnchorElement>("a.remark")); break;
    case "c": if (at >= 0) steps[at].querySelector<HTMLButtonElement>(".copy")?.click(); break;
    case "?": dialog?.showModal(); break;
    case "Escape": hideEvidence(); for (const d of all<HTMLDetailsElement>(".menu[open]")) d.open = false; return;
    default: return;
  }
  e.preventDefault();
});

const doc = one(".doc");
if (doc) watchRemarks(doc);

// ---- what a sentence rests on is shown to the left where the page ends
function turn(e: Event) {
  const tip = (e.target as Element).closest?.(".ev")?.querySelector<HTMLElement>(".rests");
  const end = one(".doc")!.getBoundingClientRect().right + 24;
  if (tip && !tip.classList.contains("turned") && tip.getBoundingClientRect().right > Math.min(end, document.documentElement.clientWidth - 8)) tip.classList.add("turned");
}
document.addEventListener("mouseover", turn);
document.addEventListener("focusin", turn);

// a deep link to a step begins at its moment
const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (linked instanceof HTMLElement && linked.classList.contains("step")) {
  linked.classList.add("here");
  if (linked.dataset.from) seek(parseFloat(linked.dataset.from), false);
}
