// What is asked in a dialog, and the view in which two people's changes are brought together.
import { Conflict } from "./copy";
import { h, one } from "./dom";
import { Body, Outline } from "./form";
import { bare } from "./inline";
import { clone } from "./form";

export interface Asked {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  kind?: "text" | "area" | "check" | "radio";
  choices?: { value: string; words: string }[];
  required?: boolean;
  pattern?: string;
  /** Values that are suggested. */
  list?: string[];
  /** Says why a value can't be; empty when it can. */
  wrong?: (value: string) => Promise<string>;
}

/** Asks for values; null when it was left. A further button gives its name as "button". */
export function ask(title: string, fields: Asked[], buttons: { ok: string; other?: { name: string; words: string } }, intro?: string): Promise<Record<string, string> | null> {
  const dialog = one<HTMLDialogElement>("#ask")!;
  const back = document.activeElement as HTMLElement | null;
  return new Promise((done) => {
    let answer: Record<string, string> | null = null;
    let ready = false; // the key that led here may still be down, and isn't the answer
    const arm = () => (ready = true);
    setTimeout(arm, 300);
    let asked = false; // each value that has to be asked about was
    const form = h(
      "form",
      {
        method: "dialog",
        pointerdown: arm,
        submit: (e: Event) => {
          if (!ready) return e.preventDefault();
          const b = (e as SubmitEvent).submitter as HTMLButtonElement | null;
          if (b?.value === "no") return;
          if (!asked && fields.some((f) => f.wrong)) {
            e.preventDefault();
            refused(form, fields).then((bad) => {
              if (bad) return;
              asked = true;
              setTimeout(() => form.requestSubmit(b)); // while this submission is told, another one would be dropped
            });
            return;
          }
          answer = { button: b?.value ?? "ok" };
          for (const [k, v] of new FormData(form)) answer[k] = answer[k] === undefined ? String(v) : answer[k] + "\n" + v;
        },
      },
      h("h2", { id: "ask-head" }, title),
      intro ? h("p", { class: "quiet" }, intro) : null,
      ...fields.map(input),
      h("p", { class: "actions" }, h("button", { class: "button", value: "ok" }, buttons.ok), h("button", { class: "tool", value: "no", formnovalidate: true }, "Cancel"), buttons.other ? h("button", { class: "tool danger", value: buttons.other.name, formnovalidate: true }, buttons.other.words) : null),
    );
    dialog.replaceChildren(form);
    dialog.addEventListener(
      "close",
      () => {
        back?.isConnected && back.focus();
        done(answer);
      },
      { once: true },
    );
    dialog.showModal();
    one<HTMLElement>("input, textarea", form)?.focus();
  });
}

/** Says under each field why its value can't be; whether one can't. */
async function refused(form: HTMLFormElement, fields: Asked[]): Promise<boolean> {
  let first: HTMLInputElement | null = null;
  for (const f of fields) {
    if (!f.wrong) continue;
    const el = form.elements.namedItem(f.name) as HTMLInputElement, said = one<HTMLElement>(`#${el.id}-wrong`)!;
    const why = await f.wrong(el.value.trim());
    said.textContent = why;
    el.setAttribute("aria-invalid", String(why !== ""));
    if (why) first ??= el;
  }
  first?.focus();
  return first !== null;
}

let counted = 0;
function input(f: Asked): HTMLElement {
  const id = "ask-" + f.name + counted++;
  if (f.kind === "check" || f.kind === "radio") {
    return h("fieldset", { class: "choices" }, h("legend", {}, f.label), ...(f.choices ?? []).map((c, i) => h("label", { class: "choice" }, h("input", { type: f.kind === "check" ? "checkbox" : "radio", name: f.name, value: c.value, checked: f.kind === "radio" ? f.value === c.value || (!f.value && i === 0) : (f.value ?? "").split("\n").includes(c.value) }), " ", c.words)));
  }
  const common = { id, name: f.name, required: f.required, pattern: f.pattern, list: f.list && id + "-list", "aria-describedby": f.wrong && id + "-wrong" };
  const el = f.kind === "area" ? h("textarea", { ...common, rows: 3, class: "prose" }) : h("input", { ...common, type: "text", autocomplete: "off" });
  el.value = f.value ?? "";
  return h("div", { class: "field" }, h("label", { for: id }, f.label), el, f.wrong ? h("p", { class: "hint outcome-failed", id: id + "-wrong", role: "alert" }) : null, f.list ? h("datalist", { id: id + "-list" }, ...f.list.map((value) => h("option", { value }))) : null, f.hint ? h("p", { class: "hint" }, f.hint) : null);
}

/** Shows who changed what at once, and gives the bodies that shall be; null when it is put off. */
export function mergeView(all: Conflict[], name: (key: string) => string): Promise<{ theirs: Conflict["theirs"]; body: Body }[] | null> {
  const dialog = one<HTMLDialogElement>("#merge")!;
  return new Promise((done) => {
    let answer: { theirs: Conflict["theirs"]; body: Body }[] | null = null;
    const form = h(
      "form",
      {
        method: "dialog",
        // it comes up while somebody types: their Enter chooses nothing, their letters are no commands, and nothing that answers has the focus
        keydown: (e: Event) => {
          e.stopPropagation();
          if ((e as KeyboardEvent).key === "Enter" && !(e.target as HTMLElement).closest("button")) e.preventDefault();
        },
        submit: (e: Event) => {
          if (((e as SubmitEvent).submitter as HTMLButtonElement | null)?.value === "no") return;
          const chosen = new FormData(form);
          answer = all.map((c, i) => ({ theirs: c.theirs, body: resolved(c, (f) => chosen.get(`${i} ${f}`) === "mine") }));
        },
      },
      h("h2", { id: "merge-head", tabindex: "-1" }, "Two of you have changed the same"),
      h("p", { class: "quiet" }, "Everything else of both is kept. Choose for each of these which stays."),
      ...all.flatMap((c, i) => fieldsOf(c).map((f) => choice(c, f, `${i} ${f}`, name(c.key)))),
      h("p", { class: "actions" }, h("button", { class: "button", value: "ok" }, "Keep what is chosen"), h("button", { class: "tool", value: "no" }, "Decide later")),
    );
    dialog.replaceChildren(form);
    dialog.addEventListener("close", () => done(answer), { once: true });
    dialog.showModal();
    one<HTMLElement>("#merge-head", form)!.focus();
  });
}

const fieldsOf = (c: Conflict) => (c.fields.includes("all") ? [...new Set([...Object.keys(c.mine), ...Object.keys(c.theirs.body)])].filter((f) => JSON.stringify(at(c.mine, f)) !== JSON.stringify(at(c.theirs.body, f))) : c.fields);
const at = (b: Body | null, f: string) => (b as Record<string, unknown> | null)?.[f];

/** Mine where it is chosen, and otherwise theirs; fields that only I changed stay mine. */
function resolved(c: Conflict, mine: (field: string) => boolean): Body {
  const body = clone(c.theirs.body) as unknown as Record<string, unknown>;
  const clash = fieldsOf(c);
  const own = c.mine as unknown as Record<string, unknown>;
  for (const f of Object.keys({ ...body, ...own })) {
    const changed = c.base && JSON.stringify(at(c.base, f)) !== JSON.stringify(own[f]);
    if (clash.includes(f) ? mine(f) : changed) body[f] = f === "sections" ? carried(c, own[f] as Outline["sections"]) : own[f];
  }
  return body as unknown as Body;
}

/** My order of the steps, with the steps that the other has added. */
function carried(c: Conflict, mine: Outline["sections"]): Outline["sections"] {
  const out = clone(mine);
  const had = new Set([...out, ...((c.base as Outline | null)?.sections ?? [])].flatMap((s) => s.steps));
  for (const s of (c.theirs.body as Outline).sections) {
    const added = s.steps.filter((k) => !had.has(k));
    if (!added.length) continue;
    const to = out.find((x) => x.kind === s.kind);
    if (to) to.steps.push(...added);
    else out.push({ ...clone(s), steps: added });
  }
  return out;
}

const fieldWords: Record<string, string> = { title: "Title", detail: "Detail", why: "Why", commands: "Commands", figures: "Pictures", expected: "Expected result", callouts: "Callouts", links: "Links", kind: "Kind", sections: "Order of the steps", purpose: "Purpose", audience: "Audience", prerequisites: "Before you begin", parameters: "Parameters", success_criteria: "Done when", gaps: "Questions", utterances: "Narration", actions: "Actions", evidence: "Evidence" };

function choice(c: Conflict, f: string, name: string, piece: string): HTMLElement {
  const side = (value: string, words: string, body: Body, checked: boolean) =>
    h("label", { class: "side-choice" }, h("span", {}, h("input", { type: "radio", name, value, checked }), " ", h("strong", {}, words)), h("span", { class: "side-text" }, shown(at(body, f)) || "Nothing"));
  return h("fieldset", { class: "clash" }, h("legend", {}, `${piece}: ${fieldWords[f] ?? f}`), side("mine", "Yours", c.mine, c.base !== null), side("theirs", c.theirs.author ? `From ${c.theirs.author}` : "From somebody else", c.theirs.body, c.base === null));
}

/** A value in words. */
function shown(v: unknown): string {
  if (Array.isArray(v)) return v.map(shown).filter(Boolean).join("\n");
  if (typeof v === "string") return bare(v);
  if (v && typeof v === "object") {
    const o = v as Record<string, unknown>;
    if (Array.isArray(o.steps)) return `${o.title}: ${o.steps.length} steps`;
    return shown(o.text ?? o.name ?? o.url ?? o.image ?? "");
  }
  return "";
}
