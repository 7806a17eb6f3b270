// Writing in place: a sentence becomes a field where it stands, and a command a field of its own kind.
import type { Field } from "../text";
import { Copy } from "./copy";
import { h, one } from "./dom";
import { Body, callouts, Claim, claim, clone, Command, Head, Parameter, reworded, Step, stepKey } from "./form";
import { ask } from "./dialog";
import { order } from "./steps";

/** Where a text stands: its piece, and the way there ("detail.0", "title", "perform.intro.1"). */
export interface Place {
  key: string;
  path: string;
}

const parts = (path: string) => path.split(".");

function listOf(body: Body, path: string): { list: Claim[]; at: number } | null {
  const p = parts(path);
  const at = Number(p[p.length - 1]);
  if (Number.isNaN(at)) return null;
  const o = body as unknown as Record<string, unknown>;
  if (p.length === 3) {
    const section = (o.sections as { kind: string; intro?: Claim[] }[]).find((s) => s.kind === p[0])!;
    return { list: (section.intro ??= []), at };
  }
  return { list: (o[p[0]] = (o[p[0]] as Claim[] | null) ?? []) as Claim[], at };
}

export function claimAt(body: Body, path: string): Claim | undefined {
  const l = listOf(body, path);
  return l ? l.list[l.at] : ((body as unknown as Record<string, Claim>)[path] as Claim);
}

function setClaim(body: Body, path: string, c: Claim): void {
  const l = listOf(body, path);
  if (l) l.list[l.at] = c;
  else (body as unknown as Record<string, Claim>)[path] = c;
}

export interface Writing {
  place: Place;
  host: HTMLElement;
  close(): void;
}

export interface Around {
  copy: Copy;
  /** Draws a piece anew once nothing is written in it. */
  redraw(key: string): void;
  /** Opens an empty line behind another of a list. */
  openNew(key: string, list: string, at: number, kind?: string): void;
  /** Opens what stands before an empty line that was taken back. */
  focusBefore(place: Place): void;
  closed(place: Place): void;
}

const placeholders: Record<string, string> = { title: "What to do, in one sentence", detail: "How exactly", why: "Why it is done", expected: "What is to be seen then", callouts: "What to look out for", purpose: "What this procedure is for", audience: "Whom it is for", prerequisites: "What has to be there first", success_criteria: "How one can tell that it worked", intro: "About this part" };

let loading: Promise<void> | null = null;
/** Loads the script with the field. */
export function loadText(): Promise<void> {
  if (window.showhowText) return Promise.resolve();
  return (loading ??= new Promise((done, failed) => {
    const src = one<HTMLScriptElement>("script[data-text]")!.dataset.text!;
    document.head.append(h("script", { src, load: () => done(), error: () => ((loading = null), failed(new Error("The editor can’t be loaded."))) }));
  }));
}

let sessions = 0;

/** Opens a sentence. With kind a new one is begun at its place, and kept once something is written. */
export async function openField(el: HTMLElement, place: Place, around: Around, fresh?: { kind?: string }): Promise<Writing> {
  await loadText();
  const { copy } = around, { key, path } = place;
  const session = `${key} ${path} ${sessions++}`;
  const list = parts(path).length > 1;
  const name = parts(path).length === 3 ? "intro" : parts(path)[0];
  let there = !fresh;
  let body = clone(copy.body(key)!);
  const was = there ? claimAt(body, path)! : ({ ...claim("", (body as Step).evidence?.span), kind: fresh?.kind } as Claim);
  let kind = (was as { kind?: string }).kind;
  let timer = 0, text = was.text, closed = false;

  const write = () => {
    clearTimeout(timer);
    body = clone(copy.body(key)!);
    if (text === "" && (!there || !list)) return; // a title needs words
    const next = { ...reworded(there ? (claimAt(body, path) ?? was) : { ...was }, text) } as Claim & { kind?: string };
    if (kind) next.kind = kind;
    if (!there) {
      const l = listOf(body, path)!;
      l.list.splice(l.at, 0, next);
      there = true;
    } else setClaim(body, path, next);
    copy.change("change a text", [{ key, body }], session);
  };
  const drop = () => {
    if (there) {
      body = clone(copy.body(key)!);
      const l = listOf(body, path)!;
      l.list.splice(l.at, 1);
      copy.change("remove a text", [{ key, body }]);
    }
    there = false;
    text = "";
    w.close();
  };

  const host = h("span", { class: "writing", "data-writing": path });
  const tools = h("span", { class: "write-tools", role: "toolbar", "aria-label": "Text", mousedown: (e) => (e.target as Element).closest("select") || e.preventDefault() });
  const button = (words: string | Node, label: string, act: () => void) => h("button", { type: "button", class: "mini", title: label, "aria-label": label, click: act }, words);
  el.replaceWith(host);
  const field: Field = window.showhowText!(host, {
    text: was.text,
    label: placeholders[name] ?? "Text",
    placeholder: placeholders[name] ?? "",
    changed(t) {
      text = t;
      clearTimeout(timer);
      timer = window.setTimeout(write, 900);
    },
    next() {
      w.close();
      if (list && text !== "") around.openNew(key, path.slice(0, path.lastIndexOf(".")), Number(parts(path).pop()) + 1, kind);
    },
    gone() {
      if (!list) return;
      drop();
      around.focusBefore(place);
    },
    close: () => w.close(),
    undo() {
      w.close();
      copy.undo();
    },
  });
  tools.append(
    button(h("strong", {}, "B"), "Bold: a name on the screen (Ctrl+B)", () => field.mark("strong")),
    button(h("code", {}, "‹›"), "Code: a command or a value (Ctrl+E)", () => field.mark("code")),
  );
  if (kind) {
    const select = h("select", { "aria-label": "Kind", class: "mini", change: () => ((kind = select.value), write(), field.focus()) }, ...Object.entries(callouts).map(([v, words]) => h("option", { value: v, selected: v === kind }, words)));
    tools.append(select);
  }
  if (list) tools.append(button("Remove", "Remove this text", drop));
  host.append(tools);
  const left = (e: FocusEvent) => {
    if (!host.contains(e.relatedTarget as Node | null) && document.hasFocus()) w.close();
  };
  host.addEventListener("focusout", left);
  const w: Writing = {
    place,
    host,
    close() {
      if (closed) return;
      closed = true;
      if (text === "" && there && list) {
        body = clone(copy.body(key)!);
        const l = listOf(body, path)!;
        l.list.splice(l.at, 1);
        copy.change("remove a text", [{ key, body }], session);
      } else if (text !== was.text && !(text === "" && !list)) write();
      clearTimeout(timer);
      host.removeEventListener("focusout", left);
      field.end();
      around.closed(place);
      around.redraw(key);
    },
  };
  field.focus();
  return w;
}

/** Opens a command. */
export function openCommand(el: HTMLElement, place: Place, around: Around, fresh = false): Writing {
  const { copy } = around, { key } = place, at = Number(parts(place.path)[1]);
  const session = `${key} ${place.path} ${sessions++}`;
  let there = !fresh, closed = false, timer = 0;
  const now = () => clone(copy.body<Step>(key)!);
  const was: Command = there ? now().commands![at] : { text: "", shell: now().commands?.[0]?.shell ?? "shell", context: placeBefore(copy, key), evidence: claim("", now().evidence.span).evidence };
  const area = h("textarea", { class: "command-text", "aria-label": "Command", rows: 1, spellcheck: "false", autocapitalize: "off", autocomplete: "off", placeholder: "kubectl get pods -n <NAMESPACE>" });
  area.value = was.text;
  const where = h("input", { class: "command-where", "aria-label": "Where it is run", maxlength: "120", spellcheck: "false", autocapitalize: "off", autocomplete: "off", placeholder: "Where it is run: deploy@bastion", value: was.context ?? "" });
  const recorded = () => was.evidence.source !== "author" && area.value.replace(/\s+$/, "") === was.text;
  const lock = () => ((where.readOnly = recorded()), (where.title = where.readOnly ? "The recording says it" : ""));
  const fit = () => ((area.style.height = "auto"), (area.style.height = area.scrollHeight + 2 + "px"));
  const write = () => {
    clearTimeout(timer);
    const body = now(), text = area.value.replace(/\s+$/, "");
    if (!there && text === "") return;
    body.commands ??= [];
    const had = there ? body.commands[at] : was;
    const context = where.value.trim() || undefined;
    const next: Command = had.text === text ? { ...had, context: recorded() ? had.context : context } : { ...had, text, context, evidence: claim("", had.evidence.span).evidence, doubts: undefined, unsure: undefined, broken: undefined, class: undefined };
    if (there && text === "") body.commands.splice(at, 1);
    else if (there) body.commands[at] = next;
    else body.commands.splice(at, 0, next);
    there = text !== "";
    copy.change("change a command", [{ key, body }], session);
  };
  const host = h(
    "div",
    { class: "cmd writing-cmd", "data-writing": place.path },
    where,
    area,
    h(
      "p",
      { class: "write-tools", role: "toolbar", "aria-label": "Command", mousedown: (e: Event) => e.preventDefault() },
      h("button", { type: "button", class: "mini", click: () => parameter(copy, key, area, write) }, "Make a parameter of what is selected"),
      h("button", { type: "button", class: "mini", click: () => ((area.value = ""), w.close()) }, "Remove"),
      h("button", { type: "button", class: "mini", click: () => w.close() }, "Done"),
    ),
  );
  el.replaceWith(host);
  host.addEventListener("input", () => (fit(), lock(), clearTimeout(timer), (timer = window.setTimeout(write, 900))));
  where.addEventListener("keydown", (e) => {
    if (e.key === "Enter") (e.preventDefault(), area.focus());
  });
  host.addEventListener("keydown", (e) => {
    if (e.key === "Escape" || (e.key === "Enter" && (e.ctrlKey || e.metaKey))) (e.preventDefault(), w.close());
    e.stopPropagation();
  });
  const left = (e: FocusEvent) => !host.contains(e.relatedTarget as Node | null) && document.hasFocus() && !one("dialog[open]") && w.close();
  host.addEventListener("focusout", left);
  const w: Writing = {
    place,
    host,
    close() {
      if (closed) return;
      closed = true;
      write();
      host.removeEventListener("focusout", left);
      around.closed(place);
      around.redraw(key);
    },
  };
  fit();
  lock();
  area.focus();
  return w;
}

/** Where the command before a new one is run, of this step or of one before it: most of them are run there, too. */
function placeBefore(copy: Copy, key: string): string | undefined {
  const keys = order(copy);
  for (const k of keys.slice(0, keys.indexOf(key) + 1).reverse()) {
    const last = copy.body<Step>(stepKey(k))?.commands?.filter((c) => c.context).at(-1);
    if (last) return last.context;
  }
  return undefined;
}

/** Makes a parameter of what is selected in a command, everywhere that it is asked for. */
async function parameter(copy: Copy, key: string, area: HTMLTextAreaElement, write: () => void): Promise<void> {
  const value = area.value.slice(area.selectionStart, area.selectionEnd).trim();
  if (!value) return void (await ask("Nothing is selected", [], { ok: "All right" }, "Select the part of the command that differs from use to use, such as a version, and then make a parameter of it."));
  write();
  const steps = copy.body<{ sections: { steps: string[] }[] }>("outline" as never)!.sections.flatMap((s) => s.steps);
  const holds = (k: string) => copy.body<Step>("step/" + k)?.commands?.some((c) => c.text.includes(value)) ?? false;
  const others = steps.filter((k) => "step/" + k !== key && holds(k));
  const answer = await ask(
    `A parameter for “${value}”`,
    [
      { name: "name", label: "Name", value: suggestion(value), required: true, pattern: "[A-Za-z][A-Za-z0-9_]*", hint: "In capitals. It stands as <NAME> in commands." },
      { name: "about", label: "What it is (may be empty)" },
      ...(others.length ? [{ name: "all", label: "Elsewhere", kind: "check" as const, value: "yes", choices: [{ value: "yes", words: `Also in ${others.length} other ${others.length === 1 ? "step" : "steps"}` }] }] : []),
    ],
    { ok: "Make it" },
  );
  if (!answer) return;
  const name = answer.name.toUpperCase();
  const head = clone(copy.body<Head>("head")!);
  const p: Parameter = { name, example: value, about: answer.about ? claim(answer.about) : undefined, evidence: claim().evidence };
  head.parameters = [...(head.parameters ?? []).filter((x) => x.name !== name), p];
  const changes = [{ key: "head", body: head as Body }];
  for (const k of [key.replace("step/", ""), ...(answer.all ? others : [])]) {
    const s = clone(copy.body<Step>("step/" + k)!);
    for (const c of s.commands ?? []) {
      if (!c.text.includes(value)) continue;
      c.text = c.text.replaceAll(value, `<${name}>`);
      c.evidence = claim("", c.evidence.span).evidence;
      c.doubts = undefined;
    }
    changes.push({ key: "step/" + k, body: s });
  }
  copy.change("make a parameter", changes);
  area.value = area.value.replaceAll(value, `<${name}>`);
}

/** A name for a value, by its form. */
function suggestion(value: string): string {
  if (/^v?\d+(\.\d+)+/.test(value)) return "VERSION";
  if (/^\d{4}-\d\d-\d\d/.test(value)) return "DATE";
  if (/^\d+$/.test(value)) return "NUMBER";
  if (/^[\w-]+(\.[\w-]+)+$/.test(value)) return "HOST";
  return "";
}
