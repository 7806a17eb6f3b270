// Follows what goes on at the server: pieces of the page come drawn anew, and take their places.
for (const el of document.querySelectorAll<HTMLElement>("[data-events]")) {
  const place = el.dataset.into ? document.querySelector<HTMLElement>(el.dataset.into)! : el;
  const source = new EventSource(el.dataset.events!);
  source.addEventListener("show", (e) => {
    const focused = place.contains(document.activeElement) ? document.activeElement!.getAttribute("href") : null;
    place.innerHTML = (e as MessageEvent<string>).data; // a piece of this site's own page
    if (focused) place.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
  });
  source.addEventListener("over", (e) => {
    source.close();
    location.replace((e as MessageEvent<string>).data);
  });
  addEventListener("pagehide", () => source.close());
  // a page that comes back from the browser's cache has lost its stream
  addEventListener("pageshow", (e) => e.persisted && location.reload());
}

// An upload that hasn't been taken in yet is looked for again.
const again = document.querySelector<HTMLElement>("[data-again]")?.dataset.again;
if (again) setTimeout(() => location.replace(again), 700);
if (location.hash === "#q") document.querySelector<HTMLInputElement>("[data-search]")?.focus();
