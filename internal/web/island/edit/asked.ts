// What is asked in a dialog about a step or a section: a link's address, a heading's words.
import { Copy } from "./copy";
import { ask } from "./dialog";
import { clone, Link, own, Step } from "./form";
import * as steps from "./steps";

/** Asks about a piece: what others make of it meanwhile waits, and meets the answer on the server. */
async function about<T>(copy: Copy, key: string, question: Promise<T>): Promise<T> {
  copy.hold(key);
  return question;
}

/** Changes a link of a step; -1 adds one. */
export async function link(copy: Copy, key: string, index: number): Promise<void> {
  const s = clone(copy.body<Step>(key)!), had = s.links?.[index];
  const a = await about(copy, key, ask(had ? "Link" : "Add a link", [{ name: "url", label: "Address", value: had?.url ?? "https://", required: true, pattern: "https?://.+" }, { name: "text", label: "Words (may be empty)", value: had?.text ?? "" }], { ok: "Save", other: had ? { name: "remove", words: "Remove" } : undefined }));
  if (!a) return copy.hold(null);
  const links = [...(s.links ?? [])];
  const next: Link = { url: a.url, text: a.text || undefined, evidence: had && had.url === a.url ? had.evidence : own(s.evidence.span) };
  if (a.button === "remove") links.splice(index, 1);
  else if (had) links[index] = next;
  else links.push(next);
  copy.change("change a link", [{ key, body: { ...s, links } }]);
  copy.hold(null);
}

/** Changes the heading of a section. */
export async function rename(copy: Copy, kind: string): Promise<void> {
  const o = steps.outline(copy), s = o.sections.find((x) => x.kind === kind);
  if (!s) return;
  const a = await about(copy, steps.outlineKey, ask("Heading", [{ name: "title", label: "Words", value: s.title, required: true }], { ok: "Save" }));
  if (!a) return copy.hold(null);
  s.title = a.title.trim() || s.title;
  copy.change("change a heading", [{ key: steps.outlineKey, body: o }]);
  copy.hold(null);
}
