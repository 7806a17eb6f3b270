// What stands before the steps: its parts and its parameters.
import { Copy } from "./copy";
import { ask } from "./dialog";
import { h, one } from "./dom";
import { Claim, claim, clone, Head, own, Parameter, Step, stepKey } from "./form";
import { nodes } from "./inline";
import { order } from "./steps";

/** The parts, in the order in which they stand, and their headings. */
const parts: [string, string, boolean][] = [
  ["purpose", "Purpose", false],
  ["audience", "Audience", false],
  ["prerequisites", "Before you begin", true],
  ["success_criteria", "Done when", true],
];
export const heads = parts.map(([id]) => id);

const text = (c: Claim, field: string) => h("span", { "data-field": field }, ...nodes(c.text));

/** Draws all of it as the server does, as long as that hasn't answered. */
export function drawBefore(box: Element, body: Head): void {
  const out: Node[] = [];
  for (const [id, heading, bullets] of parts) {
    const claims = body[id as "purpose"] ?? [];
    const gap = (body.gaps ?? []).find((g) => g.part === id);
    if (!claims.length && !gap) continue;
    out.push(
      h(
        "section",
        { id, class: "part", "data-part": id },
        h("h2", {}, heading),
        bullets && claims.length ? h("ul", {}, ...claims.map((c, i) => h("li", {}, text(c, `${id}.${i}`)))) : null,
        ...(bullets ? [] : claims.map((c, i) => h("p", {}, text(c, `${id}.${i}`)))),
        !claims.length && gap ? h("aside", { class: "ask", "data-ask": id }, h("p", { class: "ask-head" }, "To the author"), h("p", {}, gap.text), h("p", { class: "ask-q" }, gap.question)) : null,
      ),
    );
  }
  if (body.parameters?.length) {
    out.push(
      h(
        "section",
        { id: "parameters", class: "part" },
        h("h2", {}, "Parameters"),
        h(
          "div",
          { class: "scroll", tabindex: "0", role: "group", "aria-label": "Parameters" },
          h(
            "table",
            {},
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "In the recording"), h("th", { scope: "col" }, "What it is"))),
            h("tbody", {}, ...body.parameters.map((p, i) => h("tr", { "data-param": i }, h("th", { scope: "row" }, h("code", { class: "param" }, p.name)), h("td", {}, p.secret ? h("span", { class: "secret" }, "secret, masked") : h("code", {}, p.example ?? "")), h("td", {}, ...(p.about ? nodes(p.about.text) : []))))),
          ),
        ),
        h("p", { class: "quiet" }, h("strong", {}, "Copy"), " gives ", h("code", {}, "<NAME>"), " in the place of each: values are asked for when it is carried out."),
      ),
    );
  }
  box.replaceChildren(...out);
}

/** Offers the parts that aren't there. */
export function menuOfPart(box: Element, body: Head): void {
  one(".part-menu", box)?.remove();
  const missing = parts.filter(([id]) => !one(`#${id}`, box));
  const row = h("p", { class: "part-menu" }, ...missing.map(([id, heading]) => h("button", { type: "button", class: "mini", "data-part-add": id }, "Add: " + heading)), h("button", { type: "button", class: "mini", "data-param-edit": String(body.parameters?.length ?? 0) }, "Add: a parameter"));
  box.append(row);
}

/** Changes a parameter, everywhere that it stands; or adds one. */
export async function parameterDialog(copy: Copy, index: number): Promise<void> {
  const had = clone(copy.body<Head>("head")!).parameters?.[index];
  const a = await ask(
    had ? "Parameter" : "Add a parameter",
    [
      { name: "name", label: "Name", value: had?.name, required: true, pattern: "[A-Za-z][A-Za-z0-9_]*", hint: "In capitals. It stands as <NAME> in commands." },
      ...(had?.secret ? [] : [{ name: "example", label: "An example", value: had?.example ?? "" }]),
      { name: "about", label: "What it is", value: had?.about?.text ?? "" },
    ],
    { ok: "Save", other: had ? { name: "remove", words: "Remove" } : undefined },
  );
  if (!a) return;
  const body = clone(copy.body<Head>("head")!); // others may have changed it meanwhile
  const all = [...(body.parameters ?? [])];
  if (had && all[index]?.name !== had.name) index = all.findIndex((p) => p.name === had.name);
  if (index < 0) return;
  const name = a.name.toUpperCase();
  const next: Parameter = { ...(had ?? { evidence: own() }), name, example: had?.secret ? undefined : a.example || undefined, about: a.about === (had?.about?.text ?? "") ? had?.about : a.about ? claim(a.about) : undefined };
  const changes: { key: string; body: Head | Step }[] = [];
  if (a.button === "remove") all.splice(index, 1);
  else all[Math.min(index, all.length)] = next;
  changes.push({ key: "head", body: { ...body, parameters: all } });
  if (had && a.button !== "remove" && had.name !== name) {
    for (const key of order(copy)) {
      const s = clone(copy.body<Step>(stepKey(key))!);
      const from = `<${had.name}>`, to = `<${name}>`;
      let found = false;
      for (const c of [...(s.commands ?? []), s.title, ...(s.detail ?? []), ...(s.why ?? []), ...(s.expected ?? []), ...(s.callouts ?? [])]) {
        if (!c.text.includes(from)) continue;
        c.text = c.text.replaceAll(from, to);
        c.evidence = own(c.evidence.span);
        found = true;
      }
      if (found) changes.push({ key: stepKey(key), body: s });
    }
  }
  copy.change(a.button === "remove" ? "remove a parameter" : "change a parameter", changes);
}
