// Remarks: the form for one opens beside the page, and words that are selected are what it is about. Without this a step's link leads to the same form.

/** Opens a link's form in a dialog; follows the link where that fails. */
export async function openRemark(link: HTMLAnchorElement | null): Promise<void> {
  if (!link) return;
  const form = await load(link.href);
  if (!form) return void (location.href = link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "remark-dialog";
  const head = document.createElement("h2");
  head.textContent = form.title;
  head.id = "remark-head";
  dialog.setAttribute("aria-labelledby", head.id);
  dialog.append(head, form.form);
  dialog.addEventListener("click", (e) => {
    if (!(e.target as Element).closest("[data-close]")) return;
    e.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.isConnected && link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>("select, textarea")?.focus();
}

async function load(href: string): Promise<{ form: HTMLFormElement; title: string } | null> {
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector<HTMLFormElement>("[data-remark-form]");
    return form && { form: document.importNode(form, true), title: page.querySelector("h1")?.textContent ?? "Remark" };
  } catch {
    return null; // the page itself says why
  }
}

/** What a selection is about: the element of the step, the line of it, and the words. */
function selected(): { words: string; place: string; link: HTMLAnchorElement; box: DOMRect } | null {
  const s = getSelection();
  if (!s || s.isCollapsed || s.rangeCount === 0) return null;
  const range = s.getRangeAt(0), words = s.toString().trim();
  const start = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const field = start?.closest<HTMLElement>("[data-field]");
  if (!words || !field || !field.contains(range.endContainer) || field.closest("[contenteditable=true]")) return null;
  const link = (field.closest(".step") ?? document.querySelector(".doc > .talk"))?.querySelector<HTMLAnchorElement>("a.remark");
  const [part, index = "0"] = field.dataset.field!.split(".");
  if (!link || part === "links" || part === "figures" || part.endsWith("intro")) return null;
  return { words, place: `${part}.${index}.${line(field, range)}`, link, box: range.getBoundingClientRect() };
}

/** The line of a command in which a range begins, from 1; 0 where there is but one. */
function line(field: HTMLElement, range: Range): number {
  const code = field.querySelector("pre code");
  if (!code || !(code.textContent ?? "").trim().includes("\n") || !code.contains(range.startContainer)) return 0;
  const before = document.createRange();
  before.setStart(code, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().replace(/^\s*\n/, "").split("\n").length;
}

/** Lets the links of a document open the form beside it, and a selection be remarked on. */
export function watchRemarks(doc: HTMLElement): void {
  const here = document.createElement("button");
  here.type = "button";
  here.className = "tool remark-here";
  here.textContent = "Remark on this";
  here.hidden = true;
  doc.append(here);
  let chosen: ReturnType<typeof selected> = null;
  document.addEventListener("selectionchange", () => {
    chosen = selected();
    here.hidden = !chosen;
    if (!chosen) return;
    const around = doc.getBoundingClientRect();
    here.style.left = `${Math.max(0, Math.min(chosen.box.left - around.left, around.width - 140))}px`;
    here.style.top = `${chosen.box.bottom - around.top + 6}px`;
  });
  here.addEventListener("mousedown", (e) => e.preventDefault()); // the selection stays
  here.addEventListener("click", () => {
    if (!chosen) return;
    const to = document.createElement("a"), at = new URL(chosen.link.href);
    at.searchParams.set("place", chosen.place);
    at.searchParams.set("words", chosen.words);
    to.href = at.href;
    here.hidden = true;
    void openRemark(to);
  });
  document.addEventListener("click", (e) => {
    const a = (e.target as Element).closest<HTMLAnchorElement>("a.remark");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    void openRemark(a);
  });
}
