// Pictures that are kept as evidence: on this device until the server has them, like all that is done. They outlast a reload and a crash; where the browser gives no
// store, they last as long as the page.

/** What became of a picture: its name at the server, why it is refused for good, that one is signed out, or that the server didn't take it now. */
type Sent = { name: string } | { why: string } | "out" | "later";

/** What waits to be sent, as far as a picture is concerned. */
export interface Waiting {
  id: string;
  kind: string;
  outcome?: string;
  text?: string;
  picture?: string;
  held?: boolean;
}

interface Held {
  key: string;
  blob: Blob;
  name: string;
  /** Why the server will never take it: then it is offered to whoever brought it. */
  why?: string;
}

/** What may be sent now, in its order: all before the first picture that waits, and steps that failed, of which people are told. */
export function due<E extends Waiting>(all: E[]): E[] {
  const first = all.findIndex((e) => e.held);
  return first < 0 ? all : all.filter((e, i) => i < first || (e.kind === "settled" && e.outcome === "failed"));
}

const largest = 20 << 20; // as package picture has it

/** Why a file can't be kept, told before it is held; undefined for a picture. */
export async function wrong(file: File): Promise<string | undefined> {
  if (file.size > largest) return `The picture is larger than ${largest >> 20} MiB. Save it smaller.`;
  try {
    (await createImageBitmap(file)).close();
    return undefined;
  } catch {
    return "This isn’t a picture that can be read. PNG, JPEG, WebP and GIF can.";
  }
}

export class Album {
  private readonly here = new Map<string, Held>(); // where there is no store
  private readonly store = open();

  constructor(
    private readonly address: string,
    private readonly whose: string,
    private readonly line: HTMLElement,
  ) {
    void this.offer();
  }

  /** Keeps a picture for an event; false where it lasts only as long as the page. */
  async hold(event: string, file: File): Promise<boolean> {
    return this.put({ key: this.key(event), blob: new Blob([await file.arrayBuffer()], { type: file.type }), name: file.name });
  }

  /**
   * Sends the first picture of what is kept, and puts its name where it belongs; what keeps it from being sent comes back. What is refused for good becomes a note that
   * says so: its words aren't lost, whoever reads the time line knows that something is missing, and the picture is offered to whoever brought it.
   */
  async deliver<K extends { events: Waiting[] }>(kept: () => K, keep: (k: K) => void): Promise<"out" | "later" | undefined> {
    const id = kept().events.find((e) => e.held)?.id;
    if (!id) return undefined;
    const held = await this.held(id), sent: Sent = held ? await this.send(held) : { why: "it isn’t on this device any more." };
    if (sent === "out" || sent === "later") return sent;
    if (held && "why" in sent) await this.put({ ...held, why: sent.why });
    const k = kept(), e = k.events.find((x) => x.id === id); // nothing is waited for from here until it is kept: what is noted meanwhile would be lost
    if (!e?.held) return undefined; // another tab was faster
    delete e.held;
    if ("name" in sent) e.picture = sent.name;
    else {
      [e.kind, e.text] = ["noted", [e.text, `A picture wasn’t kept: ${sent.why}`].filter(Boolean).join("\n")];
      void this.offer();
    }
    keep(k);
    return undefined;
  }

  /** Has pictures sent again whose events haven't arrived: what no event names is dropped by the server one day. */
  async again<K extends { events: Waiting[] }>(kept: () => K, keep: (k: K) => void): Promise<void> {
    const here = new Set<string>();
    for (const e of kept().events) if (e.picture && (await this.held(e.id))) here.add(e.id);
    const k = kept();
    for (const e of k.events) if (here.has(e.id)) e.held = true;
    if (here.size) keep(k);
  }

  /** Forgets the picture of an event, once the server has both. One that was refused stays. */
  async forget(event: string): Promise<void> {
    if ((await this.held(event))?.why) return;
    await this.drop(this.key(event));
  }

  private async send(held: Held): Promise<Sent> {
    const patience = AbortSignal.timeout(30_000 + held.blob.size / 10); // ms, at 10 kB a second
    const r = await fetch(this.address, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/octet-stream" }, body: held.blob, signal: patience });
    if (r.ok) return { name: ((await r.json()) as { picture: string }).picture };
    if (r.status === 401 || r.status === 403) return "out";
    const why = ((await r.json().catch(() => ({}))) as { message?: string }).message;
    return (r.status === 400 || r.status === 415 || r.status === 422) && why ? { why: `${held.name}: ${why}` } : "later"; // a proxy's word is none of the server's
  }

  /** Offers the pictures that the server refused to whoever brought them. */
  private async offer(): Promise<void> {
    const stored = await this.ask<Held[]>("readonly", (s) => s.getAll()).catch(() => [] as Held[]);
    document.querySelectorAll("[data-refused]").forEach((el) => el.remove());
    for (const h of [...stored, ...this.here.values()].filter((h) => h.why && h.key.startsWith(this.whose + " "))) {
      const box = Object.assign(document.createElement("p"), { className: "carry-line", textContent: `A picture wasn’t kept: ${h.why} ` });
      box.dataset.refused = "";
      const save = Object.assign(document.createElement("a"), { href: URL.createObjectURL(h.blob), download: h.name, textContent: "Save it" });
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: "Drop it" });
      drop.addEventListener("click", () => (box.remove(), void this.drop(h.key)));
      box.append(save, " ", drop);
      this.line.after(box);
    }
  }

  private async put(held: Held): Promise<boolean> {
    if ((await this.ask("readwrite", (s) => s.put(held)).catch(() => undefined)) !== undefined) return true; // a put answers with its key
    this.here.set(held.key, held);
    return false;
  }

  private async drop(key: string): Promise<void> {
    this.here.delete(key);
    await this.ask("readwrite", (s) => s.delete(key)).catch(() => undefined);
  }

  private key = (event: string) => this.whose + " " + event;

  private async held(event: string): Promise<Held | undefined> {
    return this.here.get(this.key(event)) ?? (await this.ask<Held | undefined>("readonly", (s) => s.get(this.key(event))).catch(() => undefined));
  }

  private async ask<T>(mode: IDBTransactionMode, what: (s: IDBObjectStore) => IDBRequest): Promise<T> {
    const db = await this.store;
    return new Promise((done, fail) => {
      const t = db.transaction("pictures", mode), r = what(t.objectStore("pictures"));
      t.oncomplete = () => done(r.result as T);
      t.onabort = t.onerror = () => fail(t.error);
    });
  }
}

function open(): Promise<IDBDatabase> {
  const opened = new Promise<IDBDatabase>((done, fail) => {
    const r = indexedDB.open("showhow", 1);
    r.onupgradeneeded = () => r.result.createObjectStore("pictures", { keyPath: "key" });
    r.onsuccess = () => done(r.result);
    r.onerror = r.onblocked = () => fail(r.error);
  });
  opened.catch(() => undefined); // whoever asks hears of it
  return opened;
}
