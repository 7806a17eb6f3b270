// What wasn't sent yet is kept in the browser: each tab keeps its own, and each person's is their own.

/** This tab's own name, the same after a reload. */
const tab = (() => {
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(36)).join("");
  try {
    let id = sessionStorage.getItem("showhow-tab");
    if (!id) sessionStorage.setItem("showhow-tab", (id = fresh()));
    return id;
  } catch {
    return fresh();
  }
})();

/** How often a tab that has something to keep says that it is there, in milliseconds. */
export const alive = 5000;

export class Unsent<P> {
  /** Whether it is in the browser's storage. */
  kept = true;

  /** names begins the names of what the tabs of a person keep of a page. */
  constructor(private names: string) {}

  keep(pending: Map<string, P>): void {
    try {
      if (pending.size) localStorage.setItem(this.names + tab, JSON.stringify({ at: Date.now(), pending: [...pending] }));
      else localStorage.removeItem(this.names + tab);
      this.kept = true;
    } catch {
      this.kept = false; // storage is off or full: then only this page has it
    }
  }

  /** Takes what this tab kept before a reload, and what tabs left that aren't there any more. */
  *left(): Generator<[string, P]> {
    try {
      for (const name of Object.keys(localStorage).filter((n) => n.startsWith(this.names))) {
        const left = JSON.parse(localStorage.getItem(name)!) as { at: number; pending: [string, P][] };
        if (name !== this.names + tab && Date.now() - left.at < 3 * alive) continue; // a tab that is still there
        localStorage.removeItem(name);
        yield* left.pending;
      }
    } catch {
      // storage is off, or what is in it isn't ours
    }
  }
}
