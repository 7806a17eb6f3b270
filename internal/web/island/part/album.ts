// Pictures that are kept as evidence: on this device until the server has them, like all that is done. They outlast a reload and a crash; where the browser gives no
// store, they last as long as the page.

/** What became of a picture: its name at the server, why it is refused for good, or nothing as long as the server doesn't answer. */
export interface Sent {
  name?: string;
  why?: string;
}

/** What waits to be sent, as far as a picture is concerned. */
interface Waiting {
  id: string;
  kind: string;
  text?: string;
  picture?: string;
  held?: boolean;
}

interface Held {
  key: string;
  blob: Blob;
  name: string;
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
    private readonly execution: string,
  ) {}

  /** Keeps a picture for an event. */
  async hold(event: string, file: File): Promise<void> {
    const held = { key: this.key(event), blob: new Blob([await file.arrayBuffer()], { type: file.type }), name: file.name };
    const done = await this.ask("readwrite", (s) => s.put(held)).catch(() => undefined);
    if (done === undefined) this.here.set(held.key, held); // a put answers with its key
  }

  /** Sends the picture of an event; undefined where the server didn't take it now. */
  async send(event: string): Promise<Sent | undefined> {
    const held = await this.held(event);
    if (!held) return { why: "it isn’t on this device any more." };
    const r = await fetch(this.address, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/octet-stream" }, body: held.blob });
    if (r.ok) return { name: ((await r.json()) as { picture: string }).picture };
    if (r.status === 401 || r.status === 403 || r.status === 429 || r.status >= 500) return undefined;
    return { why: `${held.name}: ${((await r.json().catch(() => ({}))) as { message?: string }).message ?? "the server refused it."}` };
  }

  /**
   * Sends the pictures of what is kept, in its order, and puts their names where they belong; false where one isn't taken now. What is refused for good becomes a note
   * that says so: its words aren't lost, and whoever reads the time line knows that something is missing.
   */
  async deliver<K extends { events: Waiting[] }>(kept: () => K, keep: (k: K) => void): Promise<boolean> {
    for (const { id } of kept().events.filter((e) => e.held)) {
      const sent = await this.send(id);
      if (!sent) return false;
      const k = kept(), e = k.events.find((x) => x.id === id);
      if (e) {
        delete e.held;
        if (sent.name) e.picture = sent.name;
        else [e.kind, e.text] = ["noted", [e.text, `A picture wasn’t kept: ${sent.why}`].filter(Boolean).join("\n")];
        keep(k);
      }
      await this.forget(id);
    }
    return true;
  }

  /** Forgets the picture of an event, once the server has it or will never take it. */
  async forget(event: string): Promise<void> {
    this.here.delete(this.key(event));
    await this.ask("readwrite", (s) => s.delete(this.key(event))).catch(() => undefined);
  }

  private key = (event: string) => this.execution + " " + event;

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
