// Follows what goes on at the server: pieces of the page come drawn anew, and take their places.
for (const el of document.querySelectorAll<HTMLElement>("[data-events]")) {
  const place = el.dataset.into ? document.querySelector<HTMLElement>(el.dataset.into)! : el;
  let source: EventSource | undefined;

  function show(e: MessageEvent<string>) {
    const focused = place.contains(document.activeElement) ? document.activeElement!.getAttribute("href") : null;
    place.innerHTML = e.data; // a piece of this site's own page
    if (focused) place.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  function over(e: MessageEvent<string>) {
    source?.close();
    location.replace(e.data);
  }

  // a page that nobody sees doesn't listen: browsers keep few connections to a site open, and other tabs need them
  function listen() {
    source?.close();
    source = undefined;
    if (document.hidden) return;
    source = new EventSource(el.dataset.events!);
    source.addEventListener("show", show);
    source.addEventListener("over", over);
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (e) => e.persisted && listen());
  listen();
}

// An upload that hasn't been taken in yet is looked for again.
const again = document.querySelector<HTMLElement>("[data-again]")?.dataset.again;
if (again) setTimeout(() => location.replace(again), 700);
if (location.hash === "#q") document.querySelector<HTMLInputElement>("[data-search]")?.focus();

// The library: fields that nobody filled in have no place in its address, and all rows are ticked at once.
document.querySelector<HTMLFormElement>(".finder")?.addEventListener("formdata", (e) => {
  for (const name of [...e.formData.keys()]) if (e.formData.get(name) === "") e.formData.delete(name);
});
const all = document.querySelector<HTMLInputElement>("[data-tick-all]");
if (all) {
  const rows = () => [...document.querySelectorAll<HTMLInputElement>("#tagging input[name=slug]")];
  const show = () => {
    const ticked = rows().filter((r) => r.checked).length;
    all.checked = ticked > 0 && ticked === rows().length;
    all.indeterminate = ticked > 0 && ticked < rows().length;
  };
  all.closest<HTMLElement>("[hidden]")!.hidden = false;
  all.addEventListener("change", () => rows().forEach((r) => (r.checked = all.checked)));
  document.querySelector("#tagging")!.addEventListener("change", (e) => e.target !== all && show());
  show();
}
