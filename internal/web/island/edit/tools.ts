// What is added to the page for those who write: the tools of each step, of each part, and of what isn’t sure.
import { all, h, one } from "./dom";
import { callouts, Head } from "./form";
import { heads, menuOfPart } from "./head";

/** Adds what is missing of it to all that is drawn. */
export function enhance(head: Head, filmed: boolean): void {
  for (const s of all(".step")) if (!one(".step-tools", s)) s.append(toolsOf(filmed));
  for (const u of all(".unsure-why, .cmd-note:not(.ended)")) {
    if (!one(".right", u.parentElement!)) u.after(h("button", { type: "button", class: "mini right" }, "It’s right"));
  }
  for (const a of all(".ask")) {
    if (!one(".ask-tools", a)) a.append(h("p", { class: "ask-tools" }, h("button", { type: "button", class: "mini", "data-answer": a.dataset.ask ?? "" }, "Answer"), h("button", { type: "button", class: "mini", "data-aside": a.dataset.ask ?? "" }, "Not needed")));
  }
  for (const s of all(".steps")) {
    if (!one(".section-tools", s)) s.append(h("p", { class: "section-tools" }, h("button", { type: "button", class: "tool", "data-add-step": s.id }, "Add a step")));
    else s.append(one(".section-tools", s)!);
  }
  for (const t of all("tr[data-param]")) {
    if (!one(".row-tools", t)) t.lastElementChild!.append(h("button", { type: "button", class: "mini row-tools", "data-param-edit": t.dataset.param ?? "" }, "Change"));
  }
  for (const p of all(".part[data-part]")) {
    if (heads.includes(p.dataset.part!) && !one(".part-tools", p) && !one(".ask", p)) p.append(h("p", { class: "part-tools" }, h("button", { type: "button", class: "mini", "data-part-add": p.dataset.part! }, "Add a line")));
  }
  menuOfPart(one("#before")!, head);
}

function toolsOf(filmed: boolean): HTMLElement {
  const item = (act: string, text: string, key?: string) => h("li", {}, h("button", { type: "button", "data-act": act }, text, key ? h("kbd", {}, key) : null));
  return h(
    "div",
    { class: "step-tools", role: "toolbar", "aria-label": "Step" },
    h("button", { type: "button", class: "mini grip", draggable: "true", "aria-label": "Drag the step elsewhere; Alt with the arrow keys moves it", title: "Drag, or Alt+↑ and Alt+↓" }, "⠿"),
    h(
      "details",
      { class: "menu" },
      h("summary", { class: "mini", "aria-label": "Add to the step" }, "Add"),
      h("ul", {}, item("detail", "Detail"), item("why", "Why"), item("commands", "Command"), item("expected", "Expected result"), ...Object.entries(callouts).map(([k, v]) => item("callout:" + k, v)), item("link", "Link"), item("conduct", "When carried out…"), filmed ? item("picture", "Picture of the recording") : null, item("own", "Picture of your own…")),
    ),
    h(
      "details",
      { class: "menu", "data-step-menu": true },
      h("summary", { class: "mini", "aria-label": "What to do with the step" }, "⋯"),
      h("ul", {}, item("below", "Add a step below", "A"), item("up", "Move up", "Alt ↑"), item("down", "Move down", "Alt ↓"), item("duplicate", "Duplicate"), item("split", "Split…"), item("merge", "Merge into the one above"), item("delete", "Delete", "Del")),
    ),
  );
}
