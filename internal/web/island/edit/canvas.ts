// A picture on which marks are drawn: boxes, arrows, numbers, texts, masks, and the part that is shown. All of it works by mouse, finger and keys.
import { Mark } from "./form";

export type Tool = "select" | "box" | "arrow" | "number" | "text" | "mask" | "crop";
export type Rect = [number, number, number, number];
type Point = [number, number];

/** What is drawn: everything that undo brings back. */
export interface Drawing {
  crop: Rect;
  marks: Mark[];
}

const names: Record<string, string> = { box: "Box", arrow: "Arrow", number: "Number", text: "Text", blur: "Mask", crop: "The part that is shown" };
const ns = "http://www.w3.org/2000/svg";

function s(tag: string, attributes: Record<string, string | number> = {}, ...children: Element[]): SVGElement {
  const el = document.createElementNS(ns, tag);
  for (const [k, v] of Object.entries(attributes)) el.setAttribute(k, String(v));
  el.append(...children);
  return el;
}

const clamp = (v: number, from: number, to: number) => Math.max(from, Math.min(to, v));

export class Canvas {
  readonly svg = s("svg", { class: "canvas", role: "group", "aria-label": "The picture with its marks" }) as SVGSVGElement;
  tool: Tool = "select";
  chosen = -1;
  drawing: Drawing = { crop: [0, 0, 1, 1], marks: [] };
  /** Whether the part that is shown can be chosen, and anything be masked. */
  crops = true;
  private size: Point = [1, 1];
  private past: string[] = [];
  private future: string[] = [];
  private pictures = s("g");
  private over = s("g");
  private label = "";

  constructor(private changed: () => void) {
    this.svg.append(this.pictures, this.over);
    this.svg.addEventListener("pointerdown", (e) => this.press(e));
    this.svg.addEventListener("keydown", (e) => this.key(e));
    this.svg.addEventListener("focusin", (e) => {
      const at = (e.target as Element).closest("[data-at]");
      if (at && Number(at.getAttribute("data-at")) !== this.chosen) this.choose(Number(at.getAttribute("data-at")));
    });
  }

  // ---- what is there
  /** Shows a picture in a place; all shows that it is everything there is. */
  show(src: string, at: Rect, whole?: Point): void {
    if (whole) this.size = whole;
    this.size = [Math.max(this.size[0], at[0] + at[2]), Math.max(this.size[1], at[1] + at[3])];
    this.svg.setAttribute("viewBox", `0 0 ${this.size[0]} ${this.size[1]}`);
    const image = s("image", { href: src, x: at[0], y: at[1], width: at[2], height: at[3], preserveAspectRatio: "none" });
    this.pictures.replaceChildren(image);
    this.draw();
  }

  /** Shows nothing but what lies beneath. */
  bare(size: Point): void {
    this.size = size;
    this.svg.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    this.pictures.replaceChildren();
    this.draw();
  }

  get whole(): Rect {
    return [0, 0, this.size[0], this.size[1]];
  }

  /** Keeps what is, so that it can come back. Changes of one label in a row are one. */
  keep(label = ""): void {
    if (label && label === this.label) return;
    this.label = label;
    this.past.push(JSON.stringify(this.drawing));
    this.future = [];
  }
  undo = (): void => this.back(this.past, this.future);
  redo = (): void => this.back(this.future, this.past);
  get undoable(): boolean {
    return this.past.length > 0;
  }
  get redoable(): boolean {
    return this.future.length > 0;
  }
  private back(from: string[], to: string[]): void {
    const was = from.pop();
    if (!was) return;
    to.push(JSON.stringify(this.drawing));
    this.drawing = JSON.parse(was);
    this.label = "";
    this.chosen = Math.min(this.chosen, this.drawing.marks.length - 1);
    this.draw();
    this.changed();
  }

  choose(i: number, focus = false): void {
    this.chosen = i;
    this.draw();
    if (focus) this.svg.querySelector<SVGElement>(`[data-at="${i}"]`)?.focus();
    this.changed();
  }

  remove(): void {
    if (this.chosen < 0) return;
    this.keep();
    this.drawing.marks.splice(this.chosen, 1);
    this.choose(Math.min(this.chosen, this.drawing.marks.length - 1), true);
    if (!this.drawing.marks.length) (this.svg.closest("dialog")?.querySelector<HTMLElement>("[data-tool]"))?.focus();
  }

  /** Puts a mark into the middle, as somebody with a keyboard does; it's moved by the arrow keys. */
  add(): void {
    const [x, y, w, h] = this.drawing.crop, cx = Math.round(x + w / 2), cy = Math.round(y + h / 2);
    const bw = Math.round(w / 5), bh = Math.round(h / 8);
    this.insert([cx - bw / 2, cy - bh / 2], [cx + bw / 2, cy + bh / 2]);
  }

  private insert(a: Point, b: Point): void {
    const evidence = { source: "author", span: { from: 0, to: 0 }, confidence: 1 };
    const box: Rect = [Math.round(Math.min(a[0], b[0])), Math.round(Math.min(a[1], b[1])), Math.max(4, Math.round(Math.abs(a[0] - b[0]))), Math.max(4, Math.round(Math.abs(a[1] - b[1])))];
    const m: Mark = { kind: this.tool, evidence };
    const round = (p: Point): Point => [Math.round(p[0]), Math.round(p[1])];
    if (this.tool === "box") m.box = box;
    else if (this.tool === "mask") (m.kind = "blur"), (m.box = box);
    else if (this.tool === "arrow") (m.from = round(a)), (m.point = round(b));
    else if (this.tool === "text") (m.point = round(a)), (m.label = "Text");
    else if (this.tool === "number") (m.point = round(b)), (m.number = 1 + Math.max(0, ...this.drawing.marks.map((x) => x.number ?? 0)));
    else return;
    this.keep();
    this.drawing.marks.push(m);
    this.tool = "select";
    this.choose(this.drawing.marks.length - 1, true);
  }

  // ---- drawing
  draw(): void {
    const focused = document.activeElement?.closest?.("[data-at]")?.getAttribute("data-at");
    const unit = this.unit();
    const [x, y, w, h] = this.drawing.crop, [W, H] = this.size;
    const parts: Element[] = [];
    if (this.crops) {
      parts.push(s("path", { class: "outside", "fill-rule": "evenodd", d: `M0 0H${W}V${H}H0ZM${x} ${y}V${y + h}H${x + w}V${y}Z` }));
      if (this.tool === "crop") parts.push(this.shape(-2, "crop", s("rect", { class: "crop", x, y, width: w, height: h, "stroke-width": 2 * unit }), unit));
    }
    this.drawing.marks.forEach((m, i) => parts.push(this.mark(m, i, unit)));
    this.over.replaceChildren(...parts);
    if (focused !== undefined && focused !== null) this.over.querySelector<SVGElement>(`[data-at="${focused}"]`)?.focus();
  }

  private mark(m: Mark, i: number, unit: number): Element {
    const stroke = { "stroke-width": 3 * unit };
    if (m.box) return this.shape(i, m.kind, s("rect", { class: m.kind === "blur" ? "masked" : "framed", x: m.box[0], y: m.box[1], width: m.box[2], height: m.box[3], ...stroke }), unit);
    const [x, y] = m.point!;
    if (m.kind === "arrow") {
      const from = m.from ?? [x + 30 * unit, y + 30 * unit];
      const turn = (Math.atan2(y - from[1], x - from[0]) * 180) / Math.PI;
      const g = s("g", {}, s("line", { class: "grab", x1: from[0], y1: from[1], x2: x, y2: y, "stroke-width": 16 * unit }), s("line", { class: "line", x1: from[0], y1: from[1], x2: x, y2: y, ...stroke }), s("path", { class: "tip", d: "M0 0L-14 -7V7Z", transform: `translate(${x} ${y}) rotate(${turn}) scale(${unit})` }));
      return this.shape(i, m.kind, g, unit);
    }
    const words = s("text", m.kind === "text" ? { class: "words", x: x + 6 * unit, y: y + 16 * unit, "font-size": 14 * unit, "stroke-width": 7 * unit } : { class: "digits", x, y: y + 5 * unit, "font-size": 14 * unit, "text-anchor": "middle" });
    words.textContent = m.kind === "text" ? (m.label ?? "") : String(m.number ?? "");
    return this.shape(i, m.kind, m.kind === "text" ? words : s("g", {}, s("circle", { class: "disc", cx: x, cy: y, r: 12 * unit }), words), unit);
  }

  /** A shape that can be chosen, with handles when it is. */
  private shape(i: number, kind: string, inner: Element, unit: number): Element {
    const m = this.drawing.marks[i];
    const name = `${names[kind]}${m?.number ? ` ${m.number}` : ""}${m?.label ? `: ${m.label}` : ""}`;
    const g = s("g", { "data-at": i, "data-kind": kind, tabindex: 0, role: "button", "aria-pressed": String(this.chosen === i), "aria-label": name, class: this.chosen === i || i === -2 ? "mark chosen" : "mark" }, inner);
    if (this.chosen === i || i === -2) for (const [name, p] of this.handles(i)) g.append(s("rect", { class: "handle", "data-handle": name, x: p[0] - 6 * unit, y: p[1] - 6 * unit, width: 12 * unit, height: 12 * unit, "stroke-width": 1.5 * unit }));
    return g;
  }

  private handles(i: number): [string, Point][] {
    const m = this.drawing.marks[i], b = i === -2 ? this.drawing.crop : m?.box;
    if (b) {
      const [x, y, w, h] = b;
      const corners: [string, Point][] = [["nw", [x, y]], ["ne", [x + w, y]], ["se", [x + w, y + h]], ["sw", [x, y + h]]];
      if (Math.min(w, h) < 50 * this.unit()) return corners;
      return [["nw", [x, y]], ["n", [x + w / 2, y]], ["ne", [x + w, y]], ["e", [x + w, y + h / 2]], ["se", [x + w, y + h]], ["s", [x + w / 2, y + h]], ["sw", [x, y + h]], ["w", [x, y + h / 2]]];
    }
    return m?.kind === "arrow" ? [["to", m.point!], ...(m.from ? ([["from", m.from]] as [string, Point][]) : [])] : [];
  }

  /** How many of the picture's pixels are one of the page's. */
  private unit(): number {
    return 1 / (this.svg.getScreenCTM()?.a || 1);
  }

  // ---- by hand
  private at(e: PointerEvent): Point {
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(this.svg.getScreenCTM()!.inverse());
    return [clamp(p.x, 0, this.size[0]), clamp(p.y, 0, this.size[1])];
  }

  private press(e: PointerEvent): void {
    if (e.button !== 0) return;
    const t = e.target as Element, start = this.at(e);
    e.preventDefault();
    const handle = t.getAttribute("data-handle"), on = t.closest("[data-at]");
    if (this.tool !== "select" && this.tool !== "crop") {
      this.drag(e, (p, done) => {
        if (!done) return this.band(start, p);
        const small = Math.hypot(p[0] - start[0], p[1] - start[1]) < this.size[0] / 150;
        const far: Point = [start[0] + this.size[0] / 8, start[1] + this.size[1] / 12];
        if (this.tool === "number" || this.tool === "text") this.insert(p, p);
        else if (small && this.tool === "arrow") this.insert([start[0] + this.size[0] / 12, start[1] + this.size[0] / 16], start);
        else this.insert(start, small ? far : p);
      });
      return;
    }
    if (this.tool === "crop" && !on) {
      this.keep();
      this.drag(e, (p) => this.cut([Math.min(start[0], p[0]), Math.min(start[1], p[1]), Math.abs(p[0] - start[0]), Math.abs(p[1] - start[1])]));
      return;
    }
    if (!on) return this.choose(-1);
    const i = Number(on.getAttribute("data-at"));
    if (i >= 0) this.choose(i, true);
    const was = JSON.stringify(this.drawing);
    let moved = false;
    this.drag(e, (p) => {
      if (!moved && Math.hypot(p[0] - start[0], p[1] - start[1]) < 2) return;
      if (!moved) (moved = true), this.keep();
      this.drawing = JSON.parse(was);
      this.move(i, handle ?? "", Math.round(p[0] - start[0]), Math.round(p[1] - start[1]));
    });
  }

  private drag(e: PointerEvent, step: (p: Point, done: boolean) => void): void {
    this.svg.setPointerCapture(e.pointerId);
    const move = (m: PointerEvent) => step(this.at(m), false);
    const end = (m: PointerEvent) => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", end);
      step(this.at(m), true);
      this.changed();
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
  }

  /** What is being drawn. */
  private band(a: Point, b: Point): void {
    this.draw();
    const unit = this.unit();
    if (this.tool === "arrow") this.over.append(s("line", { class: "line", x1: a[0], y1: a[1], x2: b[0], y2: b[1], "stroke-width": 3 * unit }));
    else if (this.tool === "box" || this.tool === "mask") this.over.append(s("rect", { class: this.tool === "mask" ? "masked" : "framed", x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), width: Math.abs(a[0] - b[0]), height: Math.abs(a[1] - b[1]), "stroke-width": 3 * unit }));
  }

  private cut(r: Rect): void {
    const [W, H] = this.size, least = 16;
    const x = Math.round(clamp(r[0], 0, W - least)), y = Math.round(clamp(r[1], 0, H - least));
    this.drawing.crop = [x, y, Math.round(clamp(r[2], least, W - x)), Math.round(clamp(r[3], least, H - y))];
    this.draw();
  }

  /** Moves a mark or the part that is shown (-2), or one of its handles. */
  private move(i: number, handle: string, dx: number, dy: number): void {
    const m = this.drawing.marks[i], [W, H] = this.size;
    const b = i === -2 ? this.drawing.crop : m?.box;
    if (b) {
      let [x, y, w, h] = b;
      if (!handle) (x = clamp(x + dx, 0, W - w)), (y = clamp(y + dy, 0, H - h));
      if (handle.includes("w")) (dx = clamp(dx, -x, w - 4)), (x += dx), (w -= dx);
      if (handle.includes("e")) w = clamp(w + dx, 4, W - x);
      if (handle.includes("n")) (dy = clamp(dy, -y, h - 4)), (y += dy), (h -= dy);
      if (handle.includes("s")) h = clamp(h + dy, 4, H - y);
      if (i === -2) return this.cut([x, y, w, h]);
      m.box = [x, y, w, h];
    } else if (m?.point) {
      const shift = (p: Point): Point => [clamp(p[0] + dx, 0, W), clamp(p[1] + dy, 0, H)];
      if (handle !== "from") m.point = shift(m.point);
      if (handle !== "to" && m.from) m.from = shift(m.from);
    }
    this.draw();
  }

  private key(e: KeyboardEvent): void {
    const on = (e.target as Element).closest("[data-at]");
    if (!on) return;
    const i = Number(on.getAttribute("data-at")), step = e.shiftKey ? 10 : 1;
    const to: Record<string, Point> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (to[e.key] && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      this.keep("keys" + i + e.altKey);
      const m = this.drawing.marks[i];
      this.move(i, e.altKey ? (i === -2 || m?.box ? "se" : "from") : "", ...to[e.key]);
      this.changed();
    } else if ((e.key === "Delete" || e.key === "Backspace") && i >= 0) {
      e.preventDefault();
      this.chosen = i;
      this.remove();
    }
  }
}
