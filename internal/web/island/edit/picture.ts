// The editor of a picture: which moment it shows, which part of it, what is marked and what is masked. What is masked is burnt in by the server;
// nothing that isn't masked there was ever sent here.
import { Canvas, Rect, Tool } from "./canvas";
import { all, h, one } from "./dom";
import { Figure, own } from "./form";

/** What is begun with: a figure that there is, or a moment, or a picture that was brought. */
export interface Start {
  /** The address of the procedure. */
  at: string;
  figure?: Figure;
  /** Where the figure's picture is. */
  src?: string;
  moment?: number;
  own?: { own: string; width: number; height: number };
  /** Where the recording begins on the clock of all of them and how long it is, in seconds, and whether it has pictures. */
  from: number;
  length: number;
  filmed: boolean;
  preview?: string;
}
export type Outcome = { figure: Figure } | "remove" | null;

interface Taken {
  id: string;
  state: "waiting" | "done" | "failed";
  figure?: Figure;
  frame?: string;
  fault?: { message: string; mend?: string };
}

const json = { "Content-Type": "application/json", Accept: "application/json" };
const pause = (ms: number) => new Promise((f) => setTimeout(f, ms));

async function answered<T>(r: Response): Promise<T> {
  const body = await r.json().catch(() => ({}));
  if (!r.ok) throw new Error([body.message ?? "The server didn’t answer as it should.", body.mend].filter(Boolean).join(" "));
  return body;
}

/** Has a picture made, and waits for it. waiting is told when it takes long. */
async function take(at: string, shooting: object, still: () => boolean, waiting: () => void): Promise<Taken> {
  let t = await answered<Taken>(await fetch(at + "/takes", { method: "POST", headers: json, body: JSON.stringify(shooting) }));
  const began = Date.now();
  for (let n = 0; t.state === "waiting"; n++) {
    if (!still()) return t;
    await pause(Math.min(1000, 150 + 50 * n));
    if (Date.now() - began > 15000) waiting();
    t = await answered<Taken>(await fetch(`${at}/takes/${t.id}`, { headers: json }));
  }
  if (t.state === "failed") throw new Error([t.fault?.message, t.fault?.mend].filter(Boolean).join(" "));
  return t;
}

/** Brings a picture from the person's own machine. */
export async function bring(at: string, file: File): Promise<{ own: string; width: number; height: number }> {
  return answered(await fetch(at + "/own", { method: "POST", headers: { "Content-Type": "application/octet-stream", Accept: "application/json" }, body: file }));
}

/** What a picture was made of, by its name: one that somebody brought, or else a moment of the recording. */
const ownOf = (image: string) => /^own-([a-z2-7]+)-/.exec(image)?.[1].toUpperCase();

const tools: [Tool, string, string][] = [["select", "Select", "V"], ["box", "Box", "B"], ["arrow", "Arrow", "A"], ["number", "Number", "N"], ["text", "Text", "T"], ["mask", "Mask", "M"], ["crop", "Crop", "C"]];
const clock = (t: number) => `${Math.floor(t / 60)}:${(t % 60).toFixed(2).padStart(5, "0")}`;
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Opens the editor, and gives the figure that came of it; null when it was left as it was. */
export function edit(start: Start): Promise<Outcome> {
  return new Editor(start).open();
}

class Editor {
  private back = document.activeElement as HTMLElement | null;
  private canvas = new Canvas(() => this.settle());
  private moment: number;
  private own?: string;
  private whole?: Rect;
  private asked = 0;
  private outcome: Outcome = null;
  private status = h("p", { class: "hint", role: "status", "data-picture-state": "loading" });
  private words = h("input", { type: "text", id: "picture-words", maxlength: "120", autocomplete: "off" });
  private wordsField = h("div", { class: "field" }, h("label", { for: "picture-words" }, "Words"), this.words);
  private alt = h("textarea", { id: "picture-alt", rows: 2, class: "prose" });
  private slider = h("input", { type: "range", min: "0", step: "0.04", "aria-label": "Moment of the recording" });
  private time = h("output", { class: "picture-time" });
  private film = h("video", { muted: true, playsinline: true, preload: "auto", "aria-hidden": "true", tabindex: "-1", hidden: true });
  private save = h("button", { type: "button", class: "button", click: () => void this.done() }, "Save");
  private dialog: HTMLDialogElement;
  private first = "";

  constructor(private s: Start) {
    const f = s.figure;
    this.moment = f?.at ?? s.moment ?? s.from;
    this.own = s.own?.own ?? (f && ownOf(f.image));
    this.alt.value = f?.alt.text ?? "";
    this.canvas.crops = s.filmed || !!this.own;
    this.canvas.drawing = { crop: f ? [...f.crop] : [0, 0, 1, 1], marks: structuredClone(f?.marks ?? []) };
    const scrubs = s.filmed && !this.own;
    this.dialog = h(
      "dialog",
      { class: "picture-dialog", "aria-labelledby": "picture-head", keydown: (e: Event) => this.key(e as KeyboardEvent) },
      h("h2", { id: "picture-head" }, f ? "Picture" : "Add a picture"),
      this.toolbar(),
      h("div", { class: "stage" }, this.film, this.canvas.svg as unknown as Node),
      scrubs ? h("div", { class: "scrub" }, h("button", { type: "button", class: "tool", "aria-label": "−1 s: a second back", click: () => this.to(this.moment - 1, true) }, "−1 s"), this.slider, h("button", { type: "button", class: "tool", "aria-label": "+1 s: a second on", click: () => this.to(this.moment + 1, true) }, "+1 s"), this.time) : null,
      this.status,
      this.wordsField,
      h("div", { class: "field" }, h("label", { for: "picture-alt" }, "What it shows, for those who can’t see it"), this.alt),
      h("p", { class: "actions" }, this.save, h("button", { type: "button", class: "tool", click: () => this.dialog.close() }, "Cancel"), f ? h("button", { type: "button", class: "tool danger", click: () => this.end("remove") }, "Remove the picture") : null),
    );
  }

  private toolbar(): HTMLElement {
    const usable = tools.filter(([t]) => this.canvas.crops || (t !== "mask" && t !== "crop"));
    return h(
      "div",
      { class: "picture-tools", role: "toolbar", "aria-label": "Marks" },
      ...usable.map(([t, name, key]) => h("button", { type: "button", class: "tool", "data-tool": t, "aria-pressed": "false", "aria-keyshortcuts": key, title: `${name} (${key})`, click: (e: Event) => this.use(t, (e as MouseEvent).detail === 0) }, name)),
      h("button", { type: "button", class: "tool", "data-mark-delete": true, click: () => this.canvas.remove() }, "Delete"),
      h("button", { type: "button", class: "tool", "data-mark-undo": true, click: this.canvas.undo }, "Undo"),
      h("button", { type: "button", class: "tool", "data-mark-redo": true, click: this.canvas.redo }, "Redo"),
      this.canvas.crops ? h("button", { type: "button", class: "tool", "data-all": true, click: () => this.showAll() }, "Show all of it") : null,
    );
  }

  open(): Promise<Outcome> {
    document.body.append(this.dialog);
    this.words.addEventListener("input", () => this.rename());
    this.slider.min = String(this.s.from);
    this.slider.max = String(this.s.from + this.s.length);
    this.slider.addEventListener("input", () => this.to(Number(this.slider.value), false));
    this.slider.addEventListener("change", () => this.to(Number(this.slider.value), true));
    if (this.s.preview) this.film.src = this.s.preview;
    const f = this.s.figure;
    if (f && this.s.src) this.canvas.show(this.s.src, f.crop);
    this.first = JSON.stringify(this.canvas.drawing);
    this.dialog.showModal();
    this.canvas.draw();
    this.settle();
    if (this.canvas.crops) this.look();
    else this.tell("ready", "");
    return new Promise((done) =>
      this.dialog.addEventListener("close", () => {
        this.asked++;
        this.dialog.remove();
        if (this.back?.isConnected) this.back.focus();
        done(this.outcome);
      }),
    );
  }

  // ---- the moment
  private to(t: number, settled: boolean): void {
    this.moment = Math.max(this.s.from, Math.min(this.s.from + this.s.length, Math.round(t * 1000) / 1000));
    this.slider.value = String(this.moment);
    this.settle();
    if (this.s.preview && this.whole) {
      this.film.hidden = false;
      this.film.currentTime = this.moment - this.s.from;
      this.canvas.bare([this.whole[2], this.whole[3]]);
    }
    if (settled) this.look();
    else this.tell("loading", "Moving to another moment");
  }

  /** Shows all that there is at the moment. */
  private async look(): Promise<void> {
    const n = ++this.asked, still = () => n === this.asked;
    this.tell("loading", "Getting the picture. Secrets in it are covered first.");
    await pause(this.whole ? 250 : 0); // who holds an arrow key asks once
    if (!still()) return;
    try {
      const t = await take(this.s.at, { own: this.own, at: this.own ? 0 : this.moment, whole: true }, still, () => still() && this.tell("loading", "Still waiting for the picture. Perhaps no worker runs, or all are busy."));
      if (!still() || !t.frame) return;
      const image = new Image();
      image.src = t.frame;
      await image.decode();
      if (!still()) return;
      this.whole = t.figure!.crop;
      if (this.canvas.drawing.crop[2] <= 1) (this.canvas.drawing.crop = [...this.whole]), (this.first = "");
      this.canvas.show(t.frame, this.whole, [this.whole[2], this.whole[3]]);
      this.film.hidden = true;
      this.tell("ready", "");
    } catch (e) {
      if (still()) this.tell("failed", (e as Error).message);
    }
  }

  private tell(state: string, words: string): void {
    this.status.dataset.pictureState = state;
    this.status.textContent = words;
    this.settle();
  }

  // ---- the marks
  private use(t: Tool, byKeys: boolean): void {
    this.canvas.tool = t;
    if (byKeys && t !== "select" && t !== "crop") this.canvas.add();
    this.canvas.draw();
    if (byKeys && t === "crop") one<SVGElement>(`[data-at="-2"]`, this.canvas.svg)?.focus();
    this.settle();
  }

  private showAll(): void {
    if (!this.whole) return;
    this.canvas.keep();
    this.canvas.drawing.crop = [...this.whole];
    this.canvas.draw();
    this.settle();
  }

  private rename(): void {
    const m = this.canvas.drawing.marks[this.canvas.chosen];
    if (!m) return;
    this.canvas.keep("words" + this.canvas.chosen);
    if (m.kind === "number") m.number = Math.max(1, Math.min(999, Number.parseInt(this.words.value, 10) || 1));
    else m.label = this.words.value;
    this.canvas.draw();
    this.settle();
  }

  private settle(): void {
    if (!this.dialog?.isConnected) return;
    const c = this.canvas, m = c.drawing.marks[c.chosen];
    for (const b of all("[data-tool]", this.dialog)) b.setAttribute("aria-pressed", String(b.dataset.tool === c.tool));
    one<HTMLButtonElement>("[data-mark-delete]", this.dialog)!.disabled = !m;
    one<HTMLButtonElement>("[data-mark-undo]", this.dialog)!.disabled = !c.undoable;
    one<HTMLButtonElement>("[data-mark-redo]", this.dialog)!.disabled = !c.redoable;
    this.wordsField.hidden = !m || m.kind === "blur" || m.kind === "arrow";
    one("label", this.wordsField)!.textContent = m?.kind === "number" ? "Number" : m?.kind === "text" ? "Words on the picture" : "Name of what is marked";
    const value = m?.kind === "number" ? String(m.number) : (m?.label ?? "");
    if (this.words !== document.activeElement && this.words.value !== value) this.words.value = value;
    this.slider.value = String(this.moment);
    this.slider.setAttribute("aria-valuetext", clock(this.moment - this.s.from));
    this.time.textContent = clock(this.moment - this.s.from);
    this.save.disabled = this.status.dataset.pictureState === "loading" && this.remade();
  }

  private key(e: KeyboardEvent): void {
    e.stopPropagation(); // the page's own keys mean something else
    const writing = (e.target as Element).matches("input, textarea");
    if ((e.ctrlKey || e.metaKey) && !writing) {
      const k = e.key.toLowerCase();
      if (k === "z") (e.preventDefault(), e.shiftKey ? this.canvas.redo() : this.canvas.undo());
      else if (k === "y") (e.preventDefault(), this.canvas.redo());
      return;
    }
    const t = tools.find(([, , key]) => key === e.key.toUpperCase());
    if (!t || writing || e.altKey || !one(`[data-tool="${t[0]}"]`, this.dialog)) return;
    e.preventDefault();
    this.use(t[0], true);
  }

  // ---- the end
  private end(outcome: Outcome): void {
    this.outcome = outcome;
    this.dialog.close();
  }

  private masks(): Rect[] {
    return this.canvas.drawing.marks.filter((m) => m.kind === "blur").map((m) => m.box!);
  }

  /** Whether another picture has to be made: marks alone are drawn over the one that there is. */
  private remade(): boolean {
    const f = this.s.figure;
    if (!f) return true;
    const were = (f.marks ?? []).filter((m) => m.kind === "blur").map((m) => m.box!);
    return f.at !== this.moment && !this.own ? true : !same(f.crop, this.canvas.drawing.crop) || !same(were, this.masks());
  }

  private async done(): Promise<void> {
    const f = this.s.figure, drawing = this.canvas.drawing;
    const alt = f && f.alt.text === this.alt.value ? f.alt : { text: this.alt.value, evidence: own() };
    const marks = drawing.marks.filter((m) => m.kind !== "text" || m.label);
    if (f && !this.remade()) return this.end(same(f.marks ?? [], marks) && alt === f.alt ? null : { figure: { ...f, alt, marks } });
    const n = ++this.asked;
    this.save.disabled = true;
    this.tell("saving", "Making the picture");
    try {
      const t = await take(this.s.at, { own: this.own, at: this.own ? 0 : this.moment, crop: drawing.crop, masks: this.masks() }, () => n === this.asked, () => this.tell("saving", "Still waiting for the picture. Perhaps no worker runs, or all are busy."));
      if (n === this.asked && t.figure) this.end({ figure: { ...t.figure, alt, marks } });
    } catch (e) {
      this.tell("failed", (e as Error).message);
    }
    this.save.disabled = false;
  }
}
