// The editor without a mouse.
import { all, one } from "./dom";

/** Makes menus and texts within an element reachable by keys. */
export function keyboard(main: HTMLElement): void {
  main.addEventListener("keydown", (e) => {
    const d = (e.target as Element).closest<HTMLDetailsElement>(".step-tools details[open]");
    if (!d || !["ArrowDown", "ArrowUp", "Escape"].includes(e.key)) return;
    e.preventDefault();
    e.stopPropagation();
    if (e.key === "Escape") return (d.open = false), one("summary", d)?.focus();
    const items = all("button", d), i = items.indexOf(document.activeElement as HTMLElement);
    items[(i + (e.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  });

  // ---- without a mouse: the texts of the step one stands at, and those before the steps, are stops of the Tab key, and Enter opens them
  const stops = "[data-field]:not(.cmd), [data-heading]";
  const stop = (el: Element) => {
    el.setAttribute("tabindex", "0");
    if (!el.hasAttribute("aria-description")) el.setAttribute("aria-description", "Enter changes it");
  };
  main.addEventListener("focusin", (e) => {
    const step = (e.target as Element).closest(".step");
    if (step) all(stops, step).forEach(stop);
  });
  document.addEventListener("keydown", (e) => {
    const t = e.target as HTMLElement;
    if (e.key !== "Enter" || e.ctrlKey || e.metaKey || one("dialog[open]") || !t.matches(`${stops}, .cmd pre, [data-words]`)) return;
    e.preventDefault();
    t.click();
  });

  // Enter begins a line in a long text of a dialog; with Ctrl it is the answer
  document.addEventListener("keydown", (e) => {
    const t = e.target as HTMLElement;
    if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || !t.matches("dialog[open] textarea")) return;
    e.preventDefault();
    (t as HTMLTextAreaElement).form?.requestSubmit(one<HTMLButtonElement>("button.button", t.closest("dialog")!));
  });
}
