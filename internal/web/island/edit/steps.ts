// What can be done with whole steps. Each is one change that can be undone.
import { Change, Copy } from "./copy";
import { claim, clone, headings, newKey, Outline, own, Section, sections, Step, stepKey } from "./form";

export const outlineKey = "outline";

export const outline = (copy: Copy): Outline => clone(copy.body<Outline>(outlineKey)!);
export const step = (copy: Copy, key: string): Step => clone(copy.body<Step>(stepKey(key))!);

/** All steps in their order. */
export const order = (copy: Copy): string[] => copy.body<Outline>(outlineKey)!.sections.flatMap((s) => s.steps);

function place(o: Outline, key: string): { section: Section; at: number; index: number } | null {
  for (const [index, section] of o.sections.entries()) {
    const at = section.steps.indexOf(key);
    if (at >= 0) return { section, at, index };
  }
  return null;
}

/** The section of a kind, made in its place when there is none. */
export function sectionOf(o: Outline, kind: string): Section {
  let s = o.sections.find((x) => x.kind === kind);
  if (!s) {
    s = { kind, title: headings[kind], steps: [] };
    const rank = sections.indexOf(kind);
    const at = o.sections.findIndex((x) => sections.indexOf(x.kind) > rank);
    o.sections.splice(at < 0 ? o.sections.length : at, 0, s);
  }
  return s;
}

const outlined = (o: Outline): Change => ({ key: outlineKey, body: o });

/** Says whether a step does nothing but leave the session. */
function leaves(copy: Copy, key: string | undefined): boolean {
  const commands = (key && step(copy, key).commands) || [];
  return commands.length === 1 && /^(exit|logout)$/.test(commands[0].text);
}

/** Adds a step behind another, or at the end of a section – inside: before a step that leaves the session; what it comes with is one change with it. */
export function add(copy: Copy, where: { after?: string; section?: string; inside?: boolean }, title = "New step", also: Change[] = []): string {
  const o = outline(copy), key = newKey();
  const p = where.after ? place(o, where.after) : null;
  if (p) p.section.steps.splice(p.at + 1, 0, key);
  else {
    const { steps } = sectionOf(o, where.section ?? "perform");
    steps.splice(steps.length - (where.inside && leaves(copy, steps.at(-1)) ? 1 : 0), 0, key);
  }
  const s: Step = { key, kind: "manual", title: claim(title), evidence: own() };
  copy.change("add a step", [{ key: stepKey(key), body: s }, outlined(o), ...also]);
  return key;
}

export function remove(copy: Copy, key: string): void {
  const o = outline(copy), p = place(o, key);
  if (!p) return;
  p.section.steps.splice(p.at, 1);
  copy.change("delete a step", [outlined(o)]);
}

export function duplicate(copy: Copy, key: string): string {
  const o = outline(copy), p = place(o, key)!, made = newKey();
  p.section.steps.splice(p.at + 1, 0, made);
  copy.change("duplicate a step", [{ key: stepKey(made), body: { ...step(copy, key), key: made }, from: [stepKey(key)] }, outlined(o)]);
  return made;
}

/** Moves a step by one place, over the ends of sections too. */
export function move(copy: Copy, key: string, by: 1 | -1): boolean {
  const o = outline(copy), p = place(o, key);
  if (!p) return false;
  const to = p.at + by;
  p.section.steps.splice(p.at, 1);
  if (to >= 0 && to <= p.section.steps.length) p.section.steps.splice(to, 0, key);
  else {
    const next = o.sections[p.index + by];
    if (!next) return false;
    if (by < 0) next.steps.push(key);
    else next.steps.unshift(key);
  }
  copy.change("move a step", [outlined(o)]);
  return true;
}

/** Moves a step before or behind another, or into an empty section. */
export function moveTo(copy: Copy, key: string, to: { step?: string; behind?: boolean; section?: string }): void {
  if (key === to.step) return;
  const o = outline(copy), from = place(o, key);
  if (!from) return;
  from.section.steps.splice(from.at, 1);
  const p = to.step ? place(o, to.step) : null;
  if (p) p.section.steps.splice(p.at + (to.behind ? 1 : 0), 0, key);
  else if (to.section) sectionOf(o, to.section).steps.push(key);
  else return;
  copy.change("move a step", [outlined(o)]);
}

const join = <T>(a?: T[], b?: T[]): T[] | undefined => (a?.length || b?.length ? [...(a ?? []), ...(b ?? [])] : undefined);

/** Merges a step into the one before it: its title becomes a line of that one's detail. */
export function merge(copy: Copy, key: string): string | null {
  const o = outline(copy), p = place(o, key);
  const keys = order(copy), at = keys.indexOf(key);
  if (!p || at < 1) return null;
  const a = step(copy, keys[at - 1]), b = step(copy, key);
  const made: Step = {
    ...a,
    kind: a.kind === b.kind ? a.kind : a.commands?.length || b.commands?.length ? "command" : "screen",
    detail: join(join(a.detail, [b.title]), b.detail),
    why: join(a.why, b.why),
    commands: join(a.commands, b.commands),
    figures: join(a.figures, b.figures),
    expected: join(a.expected, b.expected),
    callouts: join(a.callouts, b.callouts),
    links: join(a.links, b.links),
    actions: join(a.actions, b.actions?.filter((x) => !a.actions?.includes(x))),
    evidence: own(a.evidence.span),
  };
  p.section.steps.splice(p.at, 1);
  copy.change("merge two steps", [{ key: stepKey(a.key), body: made, from: [stepKey(a.key), stepKey(b.key)] }, outlined(o)]);
  return a.key;
}

/** The parts of a step at which it can be split, in their order, each with its words. */
export function parts(s: Step): { field: "detail" | "commands" | "figures" | "expected"; at: number; words: string }[] {
  return [
    ...(s.detail ?? []).map((c, at) => ({ field: "detail" as const, at, words: c.text })),
    ...(s.commands ?? []).map((c, at) => ({ field: "commands" as const, at, words: "`" + c.text.split("\n")[0] + "`" })),
    ...(s.figures ?? []).map((f, at) => ({ field: "figures" as const, at, words: "Picture: " + f.alt.text })),
  ];
}

/** Splits a step: what is chosen goes into a new step behind it. */
export function split(copy: Copy, key: string, chosen: { field: string; at: number }[]): string {
  const o = outline(copy), p = place(o, key)!, made = newKey();
  const s = step(copy, key);
  const goes = (field: string, at: number) => chosen.some((c) => c.field === field && c.at === at);
  const part = <T>(field: string, list: T[] | undefined, there: boolean) => list?.filter((_, i) => goes(field, i) === there);
  const detail = part("detail", s.detail, true) ?? [];
  const second: Step = {
    key: made,
    kind: "manual",
    title: detail.shift() ?? claim("Second half of: " + s.title.text),
    detail,
    commands: part("commands", s.commands, true),
    figures: part("figures", s.figures, true),
    evidence: s.evidence,
  };
  second.kind = second.commands?.length ? "command" : s.kind === "command" ? "screen" : s.kind;
  const first: Step = { ...s, detail: part("detail", s.detail, false), commands: part("commands", s.commands, false), figures: part("figures", s.figures, false) };
  if (first.kind === "command" && !first.commands?.length) first.kind = first.figures?.length ? "screen" : "manual";
  if (second.commands?.length && !first.commands?.length) {
    second.expected = s.expected;
    first.expected = undefined;
  }
  p.section.steps.splice(p.at + 1, 0, made);
  copy.change("split a step", [{ key: stepKey(key), body: first }, { key: stepKey(made), body: second, from: [stepKey(key)] }, outlined(o)]);
  return made;
}
