// The editor: everything on an SOP's page is changed where it stands. It saves by itself (edit/copy.ts), and says so.
import { link, rename } from "./edit/asked";
import { Bar } from "./edit/bar";
import { Conflict, Copy } from "./edit/copy";
import { ask, mergeView } from "./edit/dialog";
import { conductDialog } from "./edit/conduct";
import { dragging } from "./edit/drag";
import { all, h, made, one, put, swap } from "./edit/dom";
import { drawStep, knowFigures } from "./edit/draw";
import { Around, claimAt, loadText, openCommand, openField, Place, Writing } from "./edit/field";
import { drawBefore, heads, parameterDialog } from "./edit/head";
import { Body, claim, clone, Head, headings, own, Outline, Step, stepKey } from "./edit/form";
import { bare, nodes } from "./edit/inline";
import { addPicture, choosePicture, figure } from "./edit/figure";
import { keyboard } from "./edit/keys";
import { askedBy, without } from "./edit/question";
import * as steps from "./edit/steps";
import { enhance } from "./edit/tools";
import { drawSaid, openLine } from "./edit/said";
import { Secrets } from "./edit/secrets";
import { tellLetters } from "./part/letters";

const main = one("#main")!, at = main.dataset.edit!;

let writing: Writing | null = null;
/** What was changed while it was written in. */
const stale = new Set<string>();

const bar = new Bar(() => copy, () => conflict(open));
const copy: Copy = new Copy(at, main.dataset.who ?? "", { drawn, state: (s, text) => bar.state(s, text), conflict, others });
const say = (text: string) => bar.say(text);
const figures = { main, copy, say };
const secrets = new Secrets(copy, () => writing?.close(), say);

// ---- drawing
const pieceOf = (el: Element): string => {
  const step = el.closest<HTMLElement>(".step");
  return step ? stepKey(step.id.slice(5)) : el.closest(".steps") ? steps.outlineKey : "head";
};

/** Draws what pieces are shown by, as the server did or, before it answers, as this page can. */
function drawn(keys: string[], shown?: Record<string, string>): void {
  knowFigures();
  for (const key of keys) {
    if (writing?.place.key === key) {
      stale.add(key);
      continue;
    }
    if (key.startsWith("step/")) step(key.slice(5), shown?.["step-" + key.slice(5)]);
    else if (key === steps.outlineKey) sections(shown?.steps);
    else if (key === "head") head(shown);
    else if (key === "said") drawSaid(copy);
  }
  if (shown?.contents && !writing) put(one("#contents")!, shown.contents);
  if (keys.length) settled();
}

function step(key: string, html?: string): void {
  const el = document.getElementById("step-" + key);
  const s = copy.body<Step>(stepKey(key));
  if (!el || !s) return;
  const next = (html && made(html)) || drawStep(s, steps.order(copy).indexOf(key) + 1);
  swap(el, next);
}

function sections(html?: string): void {
  const box = one("#steps")!;
  if (html && !writing) {
    const focused = document.activeElement?.closest<HTMLElement>(".step")?.id;
    put(box, html);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    return;
  }
  const o = copy.body<Outline>(steps.outlineKey)!;
  const had = new Map(all(".step", box).map((el) => [el.id, el]));
  let n = 0;
  for (const s of o.sections) {
    let section = document.getElementById(s.kind);
    if (!section) {
      section = h("section", { id: s.kind, class: "steps", "data-section": s.kind }, h("h2", { "data-heading": true }, s.title));
      const next = all(".steps", box).find((x) => Object.keys(headings).indexOf(x.id) > Object.keys(headings).indexOf(s.kind));
      box.insertBefore(section, next ?? null);
    }
    one("[data-heading]", section)!.textContent = s.title;
    if (s.steps.length) one(".ask", section)?.remove();
    let before: Element | null = null;
    for (const key of s.steps) {
      n++;
      const body = copy.body<Step>(stepKey(key));
      const el = had.get("step-" + key) ?? (body ? drawStep(body, n) : null);
      if (!el) continue;
      had.delete("step-" + key);
      const num = one(".num", el);
      if (num) num.textContent = String(n);
      // what stands right is not touched: it may hold what is being written
      const right: Element | null = before ? before.nextElementSibling : (one(".step", section) ?? one(".section-tools", section));
      if (el !== right) section.insertBefore(el, right);
      before = el;
    }
  }
  for (const el of had.values()) {
    if (writing && el.contains(writing.host)) {
      const lost = writing;
      writing = null;
      lost.close();
      say("Somebody else has deleted the step that you were writing in. What you wrote is kept with it: undo or a revision brings it back.");
    }
    el.remove();
  }
}

function head(shown?: Record<string, string>): void {
  const body = copy.body<Head>("head")!;
  if (shown?.title) put(one("#title")!, shown.title);
  else one("#title")!.replaceChildren(h("span", { "data-field": "title" }, ...nodes(body.title.text)));
  if (shown?.before) put(one("#before")!, shown.before);
  else drawBefore(one("#before")!, body);
  document.title = bare(body.title.text) + " · Showhow";
}

/** Adds what a person works with to what was drawn, and tells the rest of the page. */
function settled(): void {
  knowFigures();
  enhance(copy.body<Head>("head")!, main.dataset.filmed !== undefined);
  all("#title [data-field], #before [data-field], [data-heading], .said [data-words]").forEach((el) => el.setAttribute("tabindex", "0"));
  const asks = all(".ask").length, count = one(".ask-count");
  if (count) {
    count.hidden = asks === 0;
    count.textContent = `${asks} ${asks === 1 ? "question" : "questions"} to the author`;
  }
  secrets.draw();
  document.dispatchEvent(new CustomEvent("showhow:drawn"));
}

// ---- writing
const around: Around = {
  copy,
  redraw: (key) => {
    stale.delete(key);
    const lost = document.activeElement === document.body || document.activeElement === null;
    drawn([key]);
    if (lost && key.startsWith("step/") && !one("dialog[open]")) document.getElementById("step-" + key.slice(5))?.focus({ preventScroll: true });
  },
  openNew,
  focusBefore(place) {
    const n = Number(place.path.split(".").pop());
    const list = place.path.slice(0, place.path.lastIndexOf("."));
    queueMicrotask(() => openAt({ key: place.key, path: n > 0 ? `${list}.${n - 1}` : place.key.startsWith("step/") ? "title" : `${list}.0` }));
  },
  closed(place) {
    if (writing?.place === place || (writing?.place.key === place.key && writing.place.path === place.path)) {
      writing = null;
      copy.hold(null);
    }
    for (const key of [...stale]) around.redraw(key);
  },
};

const rootOf = (key: string): ParentNode | null => (key.startsWith("step/") ? document.getElementById("step-" + key.slice(5)) : key === steps.outlineKey ? one("#steps") : main);

async function openAt(place: Place, fresh?: { kind?: string }): Promise<void> {
  writing?.close();
  const root = rootOf(place.key);
  const el = root && one(`[data-field="${CSS.escape(place.path)}"]`, root);
  if (!el) return;
  copy.hold(place.key);
  if (place.path.startsWith("commands.")) writing = openCommand(el, place, around, !!fresh);
  else {
    const w = await openField(el, place, around, fresh).catch((e: Error) => void bar.state("refused", e.message));
    writing = w ?? null;
  }
}

/** Draws a piece with an empty text at a place, and opens that. */
function openNew(key: string, list: string, index: number, kind?: string): void {
  writing?.close();
  const body = clone(copy.body<Body>(key)!) as unknown as Record<string, unknown[]>;
  const step = key.startsWith("step/");
  const blank = list === "commands" ? { text: "", shell: "shell", evidence: own() } : { ...claim(), kind };
  if (step) {
    body[list] = [...((body[list] as unknown[]) ?? [])];
    body[list].splice(index, 0, blank);
    const el = document.getElementById("step-" + key.slice(5))!;
    swap(el, drawStep(body as unknown as Step, steps.order(copy).indexOf(key.slice(5)) + 1));
  } else if (key === "head") {
    body[list] = [...((body[list] as unknown[]) ?? [])];
    body[list].splice(index, 0, blank);
    drawBefore(one("#before")!, body as unknown as Head);
  } else return;
  openAt({ key, path: `${list}.${index}` }, { kind });
}

const fieldOf = (t: Element): Place | null => {
  const el = t.closest<HTMLElement>("[data-field]");
  const path = el?.dataset.field;
  return el && path && main.contains(el) ? { key: pieceOf(el), path } : null;
};

const current = (): string | undefined => (document.activeElement?.closest<HTMLElement>(".step") ?? one(".step.here"))?.id.slice(5);

main.addEventListener("click", (e) => {
  const t = e.target as Element;
  if (t.closest(".writing, .writing-cmd, .ev, summary, video, .copy, .num") || (t.closest("a") && !t.closest(".link"))) return;
  const button = t.closest<HTMLButtonElement>("button");
  if (button) return void pressed(button);
  if (getSelection()?.toString()) return;
  const place = fieldOf(t);
  if (!place) {
    if (t.closest("[data-heading]")) rename(copy, t.closest<HTMLElement>(".steps")!.id);
    return;
  }
  if (place.path.startsWith("links.")) (e.preventDefault(), link(copy, place.key, Number(place.path.split(".")[1])));
  else if (place.path.startsWith("figures.")) figure(figures, place);
  else if (place.path.startsWith("commands.") && !t.closest("pre")) return;
  else openAt(place);
});

function pressed(b: HTMLButtonElement): void {
  const d = b.dataset, key = b.closest<HTMLElement>(".step")?.id.slice(5);
  if (b.classList.contains("right")) right(b);
  else if (d.act && key) act(key, d.act);
  else if (d.addStep !== undefined) begin(steps.add(copy, { section: d.addStep }));
  else if (d.partAdd) openNew("head", d.partAdd, copy.body<Head>("head")![d.partAdd as "purpose"]?.length ?? 0);
  else if (d.paramEdit !== undefined) parameterDialog(copy, Number(d.paramEdit));
  else if (d.answer !== undefined) answer(b);
  else if (d.aside !== undefined) aside(b);
  else return;
  b.closest("details")?.removeAttribute("open");
}

/** A new step is named at once. */
function begin(key: string): void {
  go(key);
  openAt({ key: stepKey(key), path: "title" });
}

function go(key: string): void {
  const el = document.getElementById("step-" + key);
  all(".step.here").forEach((o) => o.classList.remove("here"));
  el?.classList.add("here");
  el?.focus({ preventScroll: true });
  el?.scrollIntoView({ block: "nearest" });
}

function act(key: string, what: string): void {
  writing?.close();
  const s = copy.body<Step>(stepKey(key))!;
  switch (what) {
    case "detail":
    case "why":
    case "expected":
    case "commands":
      return openNew(stepKey(key), what, s[what]?.length ?? 0);
    case "below":
      return begin(steps.add(copy, { after: key }));
    case "up":
    case "down":
      steps.move(copy, key, what === "up" ? -1 : 1);
      return go(key);
    case "duplicate":
      return go(steps.duplicate(copy, key));
    case "merge": {
      const into = steps.merge(copy, key);
      return into ? go(into) : say("There is no step above to merge it into.");
    }
    case "delete": {
      const keys = steps.order(copy), next = keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1];
      steps.remove(copy, key);
      say("Step deleted. Undo brings it back.");
      return next ? go(next) : undefined;
    }
    case "split":
      return void split(key);
    case "picture":
      return void addPicture(figures, stepKey(key));
    case "own":
      return choosePicture(figures, stepKey(key));
    case "conduct":
      return void conductDialog(copy, key);
    case "link":
      return void link(copy, stepKey(key), -1);
    default:
      if (what.startsWith("callout:")) openNew(stepKey(key), "callouts", s.callouts?.length ?? 0, what.slice(8));
  }
}

async function split(key: string): Promise<void> {
  const all = steps.parts(steps.step(copy, key));
  if (!all.length) return say("This step has one part only: there is nothing to split.");
  const a = await ask("Split the step", [{ name: "parts", label: "These go into a new step below", kind: "check", choices: all.map((p, i) => ({ value: String(i), words: bare(p.words) })) }], { ok: "Split" }, "The first line that goes becomes the new step’s title.");
  if (a?.parts) begin(steps.split(copy, key, a.parts.split("\n").map((i) => all[Number(i)])));
}

/** Somebody who looked says that it's right: the mark goes, the evidence stays. */
function right(b: Element): void {
  const scope = b.closest(".cmd") ?? b.closest("li, p, .callout, h1") ?? b.parentElement!;
  const el = scope.matches("[data-field]") ? scope : one("[data-field]", scope) ?? one("h3 [data-field]", b.closest(".step") ?? main);
  const place = el && fieldOf(el);
  if (!place) return;
  const body = clone(copy.body<Body>(place.key)!);
  if (place.path.startsWith("commands.")) {
    const c = (body as Step).commands![Number(place.path.split(".")[1])];
    c.unsure = undefined;
    c.doubts = undefined;
  } else claimAt(body, place.path)!.unsure = undefined;
  copy.change("take a mark off", [{ key: place.key, body }]);
}

function answer(b: HTMLElement): void {
  const part = b.dataset.answer!;
  if (part === "title") void openAt({ key: "head", path: "title" });
  else if (heads.includes(part)) openNew("head", part, copy.body<Head>("head")![part as "purpose"]?.length ?? 0);
  else if (headings[part]) begin(steps.add(copy, { section: part }));
  else begin(steps.add(copy, { section: "perform", inside: true }, /“(.+)”/.exec(askedBy(b))?.[1], [without(copy, b, part)])); // what a brief asks for and wasn't shown becomes a step
}

function aside(b: HTMLElement): void {
  copy.change("put a question aside", [without(copy, b, b.dataset.aside!)]);
  b.closest(".ask")?.remove();
}

one(".said")?.addEventListener("click", (e) => {
  const line = (e.target as Element).closest<HTMLElement>("li[data-said]");
  if (!line || (e.target as Element).closest("a, input") || getSelection()?.toString()) return;
  writing?.close();
  openLine(copy, line, say);
});

dragging(main, (key, to) => {
  steps.moveTo(copy, key, to);
  go(key);
});

// ---- keys
document.addEventListener("keydown", (e) => {
  const t = e.target as HTMLElement;
  if (one("dialog[open]") || t.closest(".writing, .writing-cmd, input, textarea, select, [contenteditable=true]")) return;
  const key = current(), menued = t.closest<HTMLDetailsElement>("[data-step-menu][open]");
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z") e.shiftKey ? redo() : undo();
  else if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "y") redo();
  else if (e.altKey && key && (e.key === "ArrowUp" || e.key === "ArrowDown")) act(key, e.key === "ArrowUp" ? "up" : "down");
  else if (e.ctrlKey || e.metaKey || e.altKey) return;
  else if (e.key === "e" && key) openAt({ key: stepKey(key), path: "title" });
  else if (e.key === "a") key ? act(key, "below") : begin(steps.add(copy, {}));
  else if (e.key === "m" && key && !menued) menu(key);
  else if (e.key === "Delete" && key && t.closest(".step") && (menued || !t.closest("button, summary, pre"))) act(key, "delete");
  else if (e.key === "y") {
    const b = one(".looked .right, .looked ~ .right, .looked + * + .right") ?? one(".looked")?.parentElement?.querySelector(".right") ?? (key && one(`#step-${CSS.escape(key)} .right`));
    if (b) right(b);
  } else return;
  if (menued) menued.open = false;
  e.preventDefault();
  if (!e.ctrlKey && !e.metaKey && !e.altKey) tellLetters(e, say);
});

function menu(key: string): void {
  const d = one<HTMLDetailsElement>(`#step-${CSS.escape(key)} [data-step-menu]`);
  if (!d) return;
  d.open = true;
  one("button", d)?.focus();
}
keyboard(main);

// ---- the bar
const undo = () => (writing?.close(), said(copy.undo(), "Undone"));
const redo = () => (writing?.close(), said(copy.redo(), "Done again"));
const said = (label: string | undefined, what: string) => label && say(`${what}: ${label}.`);
bar.open({ undo, redo });

let open: Conflict[] = [];
async function conflict(all: Conflict[]): Promise<void> {
  writing?.close();
  open = all;
  const name = (key: string) => (key === "head" ? "Before the steps" : key === steps.outlineKey ? "Steps" : "Step “" + bare((copy.body<Step>(key) ?? ({ title: { text: key } } as Step)).title.text) + "”");
  const chosen = await mergeView(all, name);
  if (chosen) copy.resolve(chosen);
}

function others(keys: string[], who: string): void {
  say(`${who || "Somebody else"} has changed ${keys.length === 1 ? "something" : keys.length + " things"} here.`);
}

copy
  .load()
  .then(() => {
    bar.show();
    main.classList.add("editable");
    settled();
    (window.requestIdleCallback ?? setTimeout)(() => loadText().catch(() => {}));
  })
  .catch((e: Error) => {
    bar.broken("This can’t be changed just now: " + e.message);
  });
