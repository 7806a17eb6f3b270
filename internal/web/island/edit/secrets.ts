// What looks like a secret is told at its place as soon as it is saved: which, why, and one press that masks it. The server finds it, by the rule that
// keeps it from review (internal/desk/manuscript/typed.go); what it answers doesn't hold the secret, but says where in what was saved it stands.
import { Change, Copy } from "./copy";
import { all, h, one } from "./dom";
import { Body, clone, Command, Head, own, Parameter, Step, stepKey } from "./form";
import { order, outlineKey } from "./steps";

export interface Found {
  piece: string;
  /** Where in the piece: "detail.0.text". */
  field: string;
  /** Code points of the field. */
  from: number;
  to: number;
  placeholder: string;
  why: string;
  /** That somebody said that it is none. */
  none?: { id: string; by: string; reason: string };
}

type Tree = Record<string, unknown>;

const at = (body: unknown, path: string[]): unknown => path.reduce<unknown>((o, name) => (o as Tree | undefined)?.[name], body);

/** What was found, with its words, as long as they stand there. */
interface Seen extends Found {
  words: string;
}

function seen(copy: Copy): Seen[] {
  const there = new Set([...order(copy).map(stepKey), "head", outlineKey, "said"]);
  return copy.found.flatMap((f) => {
    if (!there.has(f.piece)) return [];
    const path = f.field.split("."), was = at(copy.saved(f.piece), path), now = at(copy.body(f.piece), path);
    const words = typeof was === "string" ? [...was].slice(f.from, f.to).join("") : "";
    return words && typeof now === "string" && now.includes(words) ? [{ ...f, words }] : [];
  });
}

/** Where on the page it stands, and whether what is told goes into that or behind it. */
function place(copy: Copy, f: Found): { el: Element; into: boolean } | null {
  const [list, n, part, m] = f.field.split(".");
  const into = (el: Element | null | undefined) => (el ? { el, into: true } : null);
  if (f.piece === "said") return into(one(`.said [data-said="${CSS.escape(copy.body<{ utterances: { id: string }[] }>("said")!.utterances[Number(n)]?.id ?? "")}"]`));
  const step = f.piece.startsWith("step/") ? document.getElementById("step-" + f.piece.slice(5)) : null;
  let root: ParentNode | null = step ?? one("#main");
  let field = Number.isNaN(Number(n)) ? list : `${list}.${n}`;
  if (list === "parameters") return into(one(`tr[data-param="${n}"]`)?.lastElementChild);
  if (list === "conduct") return into(one(".do", step!));
  if (f.piece === outlineKey) {
    const kind = copy.body<{ sections: { kind: string }[] }>(outlineKey)!.sections[Number(n)]?.kind ?? "";
    root = document.getElementById(kind);
    field = `${kind}.${part}.${m}`;
    if (part === "title") field = "";
  }
  if (!root) return null;
  const el = field ? one(`[data-field="${CSS.escape(field)}"], [data-writing="${CSS.escape(field)}"]`, root) : one("[data-heading]", root);
  if (!el) return into(step && one(".do", step));
  const item = el.closest("li");
  return item ? into(item) : { el: el.closest("h1, h2, h3, .cmd, figure, p") ?? el, into: false };
}

const idOf = (f: Found) => `${f.piece} ${f.field} ${f.from} ${f.placeholder} ${f.none?.id ?? ""}`;

/** Tells of all that looks like a secret, on the page of a working copy. */
export class Secrets {
  private notes = new Map<string, HTMLElement>();
  private known = new Set<string>();
  private first = true;
  private last = -1;

  /** Leave ends what is being written. */
  constructor(
    private copy: Copy,
    private leave: () => void,
    private say: (text: string) => void,
  ) {}

  draw(): void {
    const now = seen(this.copy), ids = new Set(now.map(idOf));
    for (const [id, el] of this.notes) {
      if (ids.has(id) && el.isConnected) continue;
      el.remove(); // or it went with what it stood in, and is drawn anew
      this.notes.delete(id);
    }
    let told = "";
    for (const f of now) {
      const p = place(this.copy, f), id = idOf(f);
      if (!p || this.notes.has(id)) continue;
      const el = f.none ? this.said(f) : this.note(f);
      p.into ? p.el.append(el) : p.el.after(el);
      this.notes.set(id, el);
      if (!this.known.has(id) && !f.none) told = f.placeholder;
    }
    if (told && !this.first) this.say(`This looks like a secret: ${told.slice(1, -1)}.`);
    this.first = false;
    this.known = ids;
    this.count(now.filter((f) => !f.none).length);
  }

  private note(f: Seen): HTMLElement {
    const command = /^commands\.\d+\.text$/.test(f.field), example = f.field.endsWith(".example"), name = f.placeholder.slice(1, -1);
    const mask = h("button", { type: "button", class: "mini", mousedown: (e) => e.preventDefault(), click: () => this.mask(f) }, "Mask it"); // the press doesn't end what is written, by which the button would be drawn anew beneath it
    return h(
      "div",
      { class: "leak", click: (e: Event) => e.stopPropagation() },
      h("p", {}, h("strong", {}, "Looks like a secret: "), h("code", {}, name), ". ", f.why + " Whoever reads this sees it, and it can’t be sent for review like this."),
      h("p", { class: "leak-do" }, mask, h("span", { class: "quiet" }, command ? `puts <${name}> there. It is asked for when it is carried out, and never kept.` : example ? "makes it a parameter of which no value is kept." : `puts ${stands(f)} there.`)),
      this.form(f),
    );
  }

  /** Asks what it is, if it is no secret. */
  private form(f: Seen): HTMLElement {
    const reason = h("input", { class: "leak-why", maxlength: 300, required: true, placeholder: "a commit’s hash, an example", autocomplete: "off" });
    const wrong = h("p", { class: "late", role: "alert" });
    const say = async (e: Event) => {
      e.preventDefault();
      wrong.textContent = await this.copy.judge("", { piece: f.piece, version: this.copy.version(f.piece), field: f.field, from: f.from, to: f.to, reason: reason.value });
      if (!wrong.textContent) this.judged("It is said to be none. Whoever approves it is told so.");
    };
    const fields = h("form", { submit: say }, h("label", {}, "What is it, then? ", h("span", { class: "quiet" }, "Whoever approves it reads that, and answers for it."), reason), h("button", { class: "mini" }, "Say that it is none"));
    const opened = (e: Event) => (e.target as HTMLDetailsElement).open && !fields.isConnected && ((e.target as HTMLElement).append(fields, wrong), reason.focus());
    return h("details", { class: "leak-none", toggle: opened }, h("summary", { class: "mini" }, "It is none"));
  }

  /** Tells who said that it is none, and takes it back. */
  private said(f: Seen): HTMLElement {
    const wrong = h("p", { class: "late", role: "alert" });
    const back = async () => {
      wrong.textContent = await this.copy.judge(`/${f.none!.id}/back`, {});
      if (!wrong.textContent) this.judged("Taken back: it looks like a secret again.");
    };
    return h(
      "div",
      { class: "leak leak-said", click: (e: Event) => e.stopPropagation() },
      h("p", {}, h("code", {}, f.placeholder.slice(1, -1)), "? ", `${f.none!.by} says that it is none: “${f.none!.reason}”. `, h("button", { type: "button", class: "mini", mousedown: (e) => e.preventDefault(), click: back }, "Take it back")),
      wrong,
    );
  }

  private judged(words: string): void {
    this.draw();
    this.say(words);
    const next = one<HTMLElement>(".leak button") ?? one<HTMLElement>("#title [data-field]");
    next?.focus({ preventScroll: true });
  }

  /** Masks it wherever it was found. */
  private mask(f: Seen): void {
    this.leave();
    const changes = new Map<string, Body>();
    const body = (key: string) => changes.get(key) ?? (changes.set(key, clone(this.copy.body<Body>(key)!)), changes.get(key)!);
    for (const s of seen(this.copy).filter((x) => x.words === f.words)) masked(body, { ...s, placeholder: f.placeholder });
    this.copy.change("mask a secret", [...changes].map(([key, b]): Change => ({ key, body: b })));
    const next = one<HTMLElement>(".leak:not(.leak-said) button") ?? (f.piece.startsWith("step/") ? document.getElementById("step-" + f.piece.slice(5)) : one("#title [data-field]"));
    next?.focus({ preventScroll: true });
    this.say("Masked. Change it where it is used, too: it may be known to others by now.");
  }

  /** Says how many there are, in the bar and before a revision keeps them for good. */
  private count(n: number): void {
    const words = n === 1 ? "1 looks like a secret" : `${n} look like secrets`;
    let b = one<HTMLButtonElement>("[data-leaks]");
    if (!b) {
      b = h("button", { type: "button", class: "tool leaks", "data-leaks": true, click: () => this.go() });
      one("[data-edit-state]")!.after(b);
      one("#name-revision .actions")!.before(h("p", { class: "leak", "data-leaks-kept": true }));
    }
    b.textContent = words;
    one("[data-leaks-kept]")!.textContent = words + ". A revision keeps what it says for good: mask first.";
    for (const el of [b, one("[data-leaks-kept]")!]) el.hidden = n === 0;
  }

  /** Leads to the next one. */
  private go(): void {
    const list = all(".leak:not(.leak-said) .leak-do button"), i = list.indexOf(document.activeElement as HTMLElement);
    const next = list[(this.last = this.last >= 0 || i >= 0 ? (Math.max(i, this.last) + 1) % list.length : 0)];
    next?.scrollIntoView({ block: "center" });
    next?.focus({ preventScroll: true });
  }
}

/** What stands in the place of a secret: no address may hold the brackets of a placeholder where a password stands in it. */
const stands = (f: Found): string => (/^links\.\d+\.url$/.test(f.field) ? "MASKED" : f.placeholder);

/** Puts a placeholder in the place of a secret. One in a command becomes a parameter of its own, as a draft's do. */
function masked(body: (key: string) => Body, f: Seen): void {
  const path = f.field.split("."), last = path.pop()!;
  const of = at(body(f.piece), path) as Tree;
  if (path[0] === "parameters" && last === "example") {
    Object.assign(of, { secret: true, example: undefined, evidence: own() });
    return;
  }
  of[last] = (of[last] as string).replaceAll(f.words, stands(f));
  const evidence = of.evidence as Step["evidence"] | undefined;
  if (last === "text" && evidence && path[0] !== "utterances") Object.assign(of, { evidence: own(evidence.span), unsure: undefined });
  if (path[0] !== "commands" || last !== "text") return;
  Object.assign(of as unknown as Command, { doubts: undefined, broken: undefined, class: undefined });
  const head = body("head") as Head, name = f.placeholder.slice(1, -1);
  if (!head.parameters?.some((p) => p.name === name)) head.parameters = [...(head.parameters ?? []), { name, secret: true, evidence: own() } satisfies Parameter];
}
