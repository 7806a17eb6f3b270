// What is said of a step while a procedure is carried out: kept on this device until the server has it, and counted once however often it is sent.

import { id } from "./id";

interface Said {
  id: string;
  action: string;
  step: string;
  fields: Record<string, string>;
  /** When it was written, by this device's clock; what was kept by an older page has none. */
  at?: number;
}

/** What a queue tells of itself: words for the page's line. */
type Tell = (text: string) => void;

export class Saying {
  private sending = false;

  constructor(
    private readonly store: string,
    private readonly tell: Tell,
    private readonly lost: () => void,
  ) {}

  /** What hasn't arrived yet. */
  get kept(): Said[] {
    return JSON.parse(localStorage.getItem(this.store) ?? "[]") as Said[];
  }

  private keep(all: Said[]): void {
    if (all.length) localStorage.setItem(this.store, JSON.stringify(all));
    else localStorage.removeItem(this.store);
  }

  /** Has the form of feedback below an element wait for the connection. */
  ready(root: ParentNode): void {
    const form = root.querySelector<HTMLFormElement>(".say form");
    form?.addEventListener("submit", (e) => {
      e.preventDefault();
      const fields = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, String(v)])), button = e.submitter as HTMLButtonElement | null;
      if (button?.name === "kind") fields.kind = button.value;
      this.keep([...this.kept, { id: id(), action: form.getAttribute("action")!, step: fields.step, fields, at: Date.now() }]);
      form.reset();
      form.closest("details")!.open = false;
      form.closest("details")!.querySelector("summary")!.focus();
      void this.send().then((arrived) => this.note(form, arrived ? "Said. Under Notices you are told what becomes of it." : "Kept on this device, and sent as soon as the server takes it."));
    });
  }

  private note(form: HTMLFormElement, text: string): void {
    const box = form.closest(".say");
    if (!box || this.refused === form.querySelector<HTMLInputElement>("[name=step]")?.value) return;
    let p = box.querySelector<HTMLElement>(".said-note");
    if (!p) {
      p = document.createElement("p");
      p.className = "said-note";
      p.setAttribute("role", "status");
      box.append(p);
    }
    p.textContent = text;
  }

  private refused = ""; // the step of which the server wouldn't take what was said

  /** Sends what is kept, in its order; false when some of it is left. */
  async send(): Promise<boolean> {
    if (this.sending) return this.kept.length === 0;
    this.sending = true;
    try {
      for (let x = this.kept[0]; x; x = this.kept[0]) {
        const r = await fetch(x.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ ...x.fields, id: x.id, waited: String(Math.max(0, Date.now() - (x.at ?? Date.now())) / 1000) }) });
        if (r.status === 400 || r.status === 404) this.back(x, ((await r.json().catch(() => ({}))) as { message?: string }).message);
        else if (!r.ok) return false; // signed out, too much at a time, or the server is down: it stays
        this.keep(this.kept.filter((k) => k.id !== x.id));
      }
      return true;
    } catch {
      this.lost();
      return false;
    } finally {
      this.sending = false;
    }
  }

  /** Gives back what the server refuses for good: the words go into the form, or else onto the line. */
  private back(x: Said, why = "The server doesn’t take your feedback."): void {
    const field = document.querySelector<HTMLTextAreaElement>(`[id="say-words-${CSS.escape(x.step)}"]`);
    this.refused = x.step;
    if (field) {
      field.value = x.fields.words ?? "";
      field.closest("details")!.open = true;
    }
    this.tell(why + (field || !x.fields.words ? "" : " You wrote: " + x.fields.words));
  }
}
