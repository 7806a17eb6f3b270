// Small things for making and finding elements.
export const all = <T extends Element = HTMLElement>(q: string, within: ParentNode = document) => [...within.querySelectorAll<T>(q)];
export const one = <T extends Element = HTMLElement>(q: string, within: ParentNode = document) => within.querySelector<T>(q);

type Attributes = Record<string, string | number | boolean | undefined | ((e: Event) => void)>;

/** An element with attributes (functions are listeners) and children; what is empty is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string | null | undefined | false | (Node | null)[])[]): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  for (const [name, v] of Object.entries(attributes)) {
    if (typeof v === "function") el.addEventListener(name, v);
    else if (v === true) el.setAttribute(name, "");
    else if (v !== undefined && v !== false) el.setAttribute(name, String(v));
  }
  for (const c of children.flat()) if (c) el.append(c);
  return el;
}

/** Replaces what an element holds by markup that the server drew. */
export function put(el: Element, html: string): void {
  const t = document.createElement("template");
  t.innerHTML = html;
  el.replaceChildren(t.content);
}

/** The element that the server drew. */
export function made(html: string): HTMLElement | null {
  const t = document.createElement("template");
  t.innerHTML = html;
  return t.content.firstElementChild as HTMLElement | null;
}

/** Puts an element in the place of another, with what was open and chosen in it. */
export function swap(el: HTMLElement, next: HTMLElement): void {
  const focused = el.contains(document.activeElement);
  for (const c of ["here", "playing"]) next.classList.toggle(c, el.classList.contains(c));
  all<HTMLDetailsElement>("details.out[open]", el).forEach((_, i) => all<HTMLDetailsElement>("details.out", next)[i]?.setAttribute("open", ""));
  el.replaceWith(next);
  if (focused) next.focus({ preventScroll: true });
}
