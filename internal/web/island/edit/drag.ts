// Steps are dragged by their grips.
import { all } from "./dom";

/** Where a step is put: before or behind another, or at the end of a section. */
export type Target = { step: string; behind: boolean } | { section: string };

/** Lets the steps within an element be dragged; moved is told which one goes where. */
export function dragging(main: HTMLElement, moved: (key: string, to: Target) => void): void {
  let dragged: string | null = null;
  main.addEventListener("dragstart", (e) => {
    const grip = (e.target as Element).closest?.(".grip");
    if (!grip) return;
    const s = grip.closest<HTMLElement>(".step")!;
    dragged = s.id.slice(5);
    e.dataTransfer!.effectAllowed = "move";
    e.dataTransfer!.setData("text/plain", s.id);
    e.dataTransfer!.setDragImage(s, 20, 20);
    s.classList.add("dragged");
  });
  const target = (e: DragEvent) => (e.target as Element).closest?.<HTMLElement>(".step, .steps");
  const behind = (el: HTMLElement, e: DragEvent) => e.clientY > el.getBoundingClientRect().top + el.offsetHeight / 2;
  const unmark = () => all(".drop-before, .drop-behind").forEach((o) => o.classList.remove("drop-before", "drop-behind"));
  main.addEventListener("dragover", (e) => {
    const el = dragged && target(e);
    if (!el) return;
    e.preventDefault();
    unmark();
    el.classList.add(behind(el, e) || el.matches(".steps") ? "drop-behind" : "drop-before");
  });
  main.addEventListener("drop", (e) => {
    const el = dragged && target(e);
    if (!el || !dragged) return;
    e.preventDefault();
    const key = dragged;
    moved(key, el.matches(".step") ? { step: el.id.slice(5), behind: behind(el, e) } : { section: el.id });
  });
  main.addEventListener("dragend", () => {
    unmark();
    all(".dragged").forEach((o) => o.classList.remove("dragged"));
    dragged = null;
  });
}
