// The narration: a line's words are put right where they stand. A name that was misheard is offered for everywhere else it stands, and
// remembered for later drafts.
import { root } from "../part/root";
import { Change, Copy } from "./copy";
import { ask } from "./dialog";
import { h, one } from "./dom";
import { Body, Claim, clone, Head, own, Said, Step, stepKey } from "./form";
import { parse, write } from "./inline";
import { order } from "./steps";

export const saidKey = "said";

/** Writes the narration's words into the page. */
export function drawSaid(copy: Copy): void {
  const said = copy.body<Said>(saidKey);
  for (const u of said?.utterances ?? []) {
    const words = one(`.said [data-said="${CSS.escape(u.id)}"] [data-words]`);
    if (words) words.textContent = u.text;
  }
}

/** Opens a line. */
export function openLine(copy: Copy, line: HTMLElement, say: (text: string) => void): void {
  const id = line.dataset.said!, words = one("[data-words]", line);
  const u = copy.body<Said>(saidKey)?.utterances.find((x) => x.id === id);
  if (!u || !words || one("input", line)) return;
  const input = h("input", { type: "text", class: "said-field", "aria-label": "What was said", value: u.text, autocomplete: "off" });
  let closed = false;
  copy.hold(saidKey);
  const close = (keep: boolean) => {
    if (closed) return;
    closed = true;
    const text = input.value.replace(/\s+/g, " ").trim();
    input.replaceWith(words);
    if (keep && text && text !== u.text) change(copy, id, text);
    copy.hold(null);
    if (!keep || !text || text === u.text) return;
    offer(copy, u.text, text, say);
  };
  input.addEventListener("keydown", (e) => {
    e.stopPropagation();
    if (e.key === "Enter") (e.preventDefault(), close(true));
    if (e.key === "Escape") close(false);
  });
  input.addEventListener("blur", () => close(true));
  words.replaceWith(input);
  input.focus();
}

function change(copy: Copy, id: string, text: string): void {
  const said = clone(copy.body<Said>(saidKey)!);
  said.utterances.find((x) => x.id === id)!.text = text;
  copy.change("put a line right", [{ key: saidKey, body: said }]);
}

const most = 6; // words of a name

/** What was changed within a line: the words that were heard, and those in their place; null when it is more than a name. */
export function changedName(before: string, after: string): { heard: string; used: string } | null {
  const a = before.split(" "), b = after.split(" ");
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const trim = (w: string[]) => w.join(" ").replace(/^[.,;:!?]+|[.,;:!?]+$/g, "");
  const heard = trim(a.slice(start, a.length - end)), used = trim(b.slice(start, b.length - end));
  const fits = (w: string) => w !== "" && w.length <= 80 && w.split(" ").length <= most;
  return fits(heard) && fits(used) ? { heard, used } : null;
}

const pattern = (heard: string) => new RegExp(`(?<![\\p{L}\\p{N}_])${heard.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s+")}(?![\\p{L}\\p{N}_]|[-.@/][\\p{L}\\p{N}])`, "giu");

/** The texts of a step, or of the head, in which people's and the narration's words stand. */
const claims = (b: Step | Head): Claim[] => {
  const s = b as Step, x = b as Head;
  return [b.title, ...(s.detail ?? []), ...(s.why ?? []), ...(s.expected ?? []), ...(s.callouts ?? []), ...(x.purpose ?? []), ...(x.audience ?? []), ...(x.prerequisites ?? []), ...(x.success_criteria ?? [])];
};

/** A text with a name in place of what was heard; what is code stays, letter for letter. */
const renamed = (text: string, re: RegExp, used: string) => write(parse(text).map((r) => (r.style === "code" ? r : { ...r, text: r.text.replace(re, () => used) })));
/** How often it stands in a text, but for code. */
const countIn = (text: string, re: RegExp) => parse(text).reduce((n, r) => n + (r.style === "code" ? 0 : (r.text.match(re) ?? []).length), 0);

async function offer(copy: Copy, before: string, after: string, say: (text: string) => void): Promise<void> {
  const name = changedName(before, after);
  if (!name) return;
  const re = pattern(name.heard);
  const count = (t: string) => (t.match(re) ?? []).length;
  const keys = ["head", ...order(copy).map(stepKey)];
  const lines = copy.body<Said>(saidKey)!.utterances.reduce((n, u) => n + count(u.text), 0);
  const texts = keys.reduce((n, k) => n + claims(copy.body<Step>(k)!).reduce((m, c) => m + countIn(c.text, re), 0), 0);
  const n = lines + texts;
  const a = await ask(
    `“${name.heard}” is “${name.used}”`,
    [
      {
        name: "do",
        label: "Also",
        kind: "check",
        value: "all\nremember",
        choices: [...(n ? [{ value: "all", words: `Put it right everywhere else: ${n} ${n === 1 ? "place" : "places"}` }] : []), { value: "remember", words: "Remember it: later drafts put it right by themselves" }],
      },
    ],
    { ok: "Do it" },
    "Only the name is changed, nothing around it.",
  );
  if (!a?.do) return;
  if (a.do.includes("all")) everywhere(copy, re, name.used, keys);
  if (!a.do.includes("remember")) return;
  const sent = await fetch(root + "/glossary", { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(name), redirect: "manual" }).catch(() => null);
  say(sent && (sent.ok || sent.type === "opaqueredirect") ? `“${name.used}” is in the glossary.` : "The name could not be remembered: try again in the glossary.");
}

function everywhere(copy: Copy, re: RegExp, used: string, keys: string[]): void {
  const changes: Change[] = [];
  const said = clone(copy.body<Said>(saidKey)!);
  for (const u of said.utterances) u.text = u.text.replace(re, () => used);
  changes.push({ key: saidKey, body: said });
  for (const key of keys) {
    const body = clone(copy.body<Body>(key)!);
    for (const c of claims(body as Step)) {
      const text = countIn(c.text, re) ? renamed(c.text, re, used) : c.text;
      if (text !== c.text) Object.assign(c, { text, evidence: own(c.evidence.span), unsure: undefined });
    }
    changes.push({ key, body });
  }
  copy.change(`put “${used}” right everywhere`, changes);
}

