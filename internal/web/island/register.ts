// The register of processes: the list and the picture light each other, and arrow keys lead through both in the order of the ranks.
import { lettersOn } from "./part/letters";

const matrix = document.querySelector<SVGElement>("[data-matrix]");
const list = document.querySelector<HTMLElement>("[data-ranked]");

const links = () => [...document.querySelectorAll<HTMLElement>("[data-ranked] h3 a")];
const dots = () => [...document.querySelectorAll<SVGAElement>("[data-matrix] [data-process]")];
const of = (el: Element | null) => el?.closest<HTMLElement>("[data-process]")?.dataset.process;

function light(id: string | undefined) {
  for (const el of document.querySelectorAll("[data-process]")) el.classList.toggle("lit", el.getAttribute("data-process") === id);
  const dot = id && matrix?.querySelector(`[data-process="${CSS.escape(id)}"]`);
  if (dot && dot.nextElementSibling) {
    // drawn last, it lies above the lines and dots around it; moving it would lose the focus, so that one stays where it is
    if (dot !== document.activeElement) dot.parentElement!.append(dot);
  }
}

for (const place of [matrix, list, document.querySelector(".others")]) {
  place?.addEventListener("pointerover", (e) => light(of(e.target as Element)));
  place?.addEventListener("pointerleave", () => light(of(document.activeElement)));
  place?.addEventListener("focusin", (e) => light(of(e.target as Element)));
  place?.addEventListener("focusout", () => light(undefined));
}

// a step in a list of things that can be focused; nothing beyond its ends
function step(all: { focus(): void }[], from: number, by: number) {
  const to = from < 0 ? (by > 0 ? 0 : -1) : from + by;
  all[to]?.focus();
  return all[to] !== undefined;
}

// the dots in the order in which the list has them; what isn't in the list comes after
const order = new Map(links().map((a, i) => [of(a), i]));
const ordered = dots().sort((a, b) => (order.get(a.dataset.process) ?? 1e6) - (order.get(b.dataset.process) ?? 1e6));
ordered.forEach((d, i) => d.setAttribute("tabindex", i ? "-1" : "0"));

matrix?.addEventListener("keydown", (e) => {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
  const at = ordered.indexOf((e.target as Element).closest<SVGAElement>("a")!);
  if (!by || e.altKey || e.ctrlKey || e.metaKey || at < 0) return;
  if (!step(ordered, at, by)) return;
  e.preventDefault();
  ordered.forEach((d) => d.setAttribute("tabindex", d === document.activeElement ? "0" : "-1"));
});

document.addEventListener("keydown", (e) => {
  const target = e.target as HTMLElement;
  if (e.altKey || e.ctrlKey || e.metaKey || target.closest("input, textarea, select, [data-matrix], details[open]")) return;
  const inside = list?.contains(target);
  const by = inside && e.key === "ArrowDown" ? 1 : inside && e.key === "ArrowUp" ? -1 : !lettersOn() ? 0 : e.key === "j" ? 1 : e.key === "k" ? -1 : 0;
  if (!by) return;
  const all = links();
  if (step(all, all.findIndex((a) => of(a) === of(target)), by)) e.preventDefault();
});

document.querySelector<HTMLFormElement>(".register .choices")?.addEventListener("formdata", (e) => {
  for (const name of [...e.formData.keys()]) if (e.formData.get(name) === "") e.formData.delete(name);
});
