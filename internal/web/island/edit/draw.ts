// Draws a step as the server does (internal/web/template/procedure/step.templ), so that a change is seen at once, and without a connection. What the
// server draws afterwards takes its place.
import { when } from "../part/film";
import { all, h } from "./dom";
import { bare, nodes } from "./inline";
import { Callout, callouts, Claim, Command, Step } from "./form";

/** The pictures of this page by their names: they are moved, not drawn. */
const figures = new Map<string, HTMLElement>();
export function knowFigures(): void {
  for (const f of all("figure[data-image]")) if (f.dataset.image) figures.set(f.dataset.image, f);
}

const text = (c: Claim, field: string) => h("span", { "data-field": field, class: c.unsure ? "unsure" : undefined }, ...nodes(c.text));

function claim(c: Claim, field: string): Node[] {
  return [text(c, field), ...unsure(c.unsure)];
}

function unsure(why?: string): Node[] {
  return why ? [document.createTextNode(" "), h("span", { class: "unsure-word" }, "unsure"), document.createTextNode(" "), h("span", { class: "unsure-why" }, why)] : [];
}

function callout(c: Callout, i: number): HTMLElement {
  return h("div", { class: `callout ${c.kind}`, role: "note" }, h("p", { class: "callout-head" }, callouts[c.kind] ?? c.kind), h("p", {}, ...claim(c, `callouts.${i}`)));
}

function command(c: Command, i: number): HTMLElement {
  const words: Record<string, string> = { reads: "reads", changes: "changes", destroys: "destroys" };
  return h(
    "div",
    { class: `cmd ${c.class ?? ""}`, "data-field": `commands.${i}` },
    h("div", { class: "cmd-head" }, h("span", { class: "ctx" }, c.context ?? ""), h("span", { class: "cmd-tools" }, c.class ? h("span", { class: "class" }, words[c.class] ?? "") : null, h("button", { type: "button", class: "copy" }, "Copy"))),
    h("pre", { tabindex: "0" }, h("code", {}, ...coloured(c.text))),
    ...[c.unsure, c.broken].filter(Boolean).map((why) => h("p", { class: "cmd-note" }, h("span", { class: "unsure-word" }, "unsure"), " " + why)),
    c.output?.length ? h("details", { class: "out" }, h("summary", {}, "Output"), h("pre", { tabindex: "0" }, c.output.join("\n"))) : null,
  );
}

/** A command with its parameters set off. */
function coloured(t: string): Node[] {
  return t.split(/(<[A-Z][A-Z0-9_]*>)/).filter(Boolean).map((part) => (/^<[A-Z]/.test(part) ? h("span", { class: "param" }, part) : document.createTextNode(part)));
}

const grave = (kind: string) => kind === "warning" || kind === "caution";

export function drawStep(s: Step, number: number): HTMLElement {
  const span = s.evidence.source === "author" ? undefined : s.evidence.span;
  return h(
    "article",
    { class: "step", id: "step-" + s.key, "data-kind": s.kind, tabindex: "-1", "aria-labelledby": "title-" + s.key, "data-from": span?.from, "data-to": span?.to },
    h("a", { class: "num", href: "#step-" + s.key, "aria-label": `Step ${number}, link` }, String(number)),
    h(
      "div",
      { class: "do" },
      h("h3", { id: "title-" + s.key }, text(s.title, "title")),
      h("p", { class: "when" }, span ? h("span", { class: "at" }, when(span.from)) : null, ...unsure(s.title.unsure)),
      ...(s.callouts ?? []).map((c, i) => (grave(c.kind) ? callout(c, i) : null)),
      ...(s.why ?? []).map((c, i) => h("p", { class: "why" }, h("span", { class: "tag" }, "Why"), ...claim(c, `why.${i}`))),
      s.detail?.length ? h("ul", { class: "detail" }, ...s.detail.map((c, i) => h("li", {}, ...claim(c, `detail.${i}`)))) : null,
      ...(s.links ?? []).map((l, i) => h("p", { class: "link", "data-field": `links.${i}` }, /^https?:/.test(l.url) ? h("a", { href: l.url, rel: "noreferrer noopener" }, l.text || l.url) : h("code", {}, l.url))),
      ...(s.commands ?? []).map(command),
      ...(s.figures ?? []).map((f, i) => {
        const el = figures.get(f.image)?.cloneNode(true) as HTMLElement | undefined;
        el?.setAttribute("data-field", `figures.${i}`);
        return el ?? h("figure", { "data-field": `figures.${i}`, "data-image": f.image }, h("p", { class: "no-picture" }, bare(f.alt.text)));
      }),
      ...(s.expected ?? []).map((c, i) => h("p", { class: "expected" }, h("span", { class: "tag" }, "Expected"), ...claim(c, `expected.${i}`))),
      ...(s.callouts ?? []).map((c, i) => (grave(c.kind) ? null : callout(c, i))),
    ),
    document.getElementById("talk-" + s.key)?.cloneNode(true) ?? null,
  );
}
