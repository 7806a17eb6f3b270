// Pictures that are kept as evidence: on this device until the server has them, like all that is done. They outlast a reload and a crash; where the browser gives no
// store, they last as long as the page.

/** What became of a picture: its name at the server, why it will never be taken, why it isn't taken now (and whether that is the picture's own fault, as far as one can tell), that one is signed out, or that
 * the server can't be reached. */
type Sent = { name: string } | { why: string } | { now: string; own: boolean } | "out" | "gone";

/** What waits to be sent, as far as a picture is concerned. */
export interface Waiting {
  id: string;
  kind: string;
  outcome?: string;
  text?: string;
  picture?: string;
  held?: boolean;
  /** How often a picture was refused that may be taken another time, why, and until when it rests (in ms of this device's clock). */
  tries?: number;
  why?: string;
  until?: number;
}

interface Held {
  key: string;
  blob: Blob;
  name: string;
  /** When it was held, in ms of this device's clock; what was held by an older page has none. */
  at?: number;
  /** Why the server will never take it: then it is offered to whoever brought it. */
  why?: string;
}

const enough = 3; // tries that the end waits for: nothing is kept with what has ended
const young = 3_600_000; // ms for which a picture that nothing names is left alone
const most = 8; // tries before a picture is offered to whoever brought it
const pause = (tries: number) => Math.min(5_000 * 2 ** (tries - 1), 300_000);

/**
 * What may be sent now, in its order: all but pictures. A step that is settled comes after the pictures before it, for it may need them, and so does the end; one that failed waits for nothing, for people are
 * told of it. A picture that was refused holds up nothing any more, but for the end, which gives it a few tries.
 */
export function due<E extends Waiting>(all: E[]): E[] {
  let settles = true, ends = true;
  return all.filter((e) => {
    if (e.held) {
      settles &&= (e.tries ?? 0) > 0;
      ends &&= (e.tries ?? 0) >= enough;
      return false;
    }
    return e.kind === "ended" ? settles && ends : e.kind !== "settled" || e.outcome === "failed" || settles;
  });
}

/** The next picture that may be sent now; undefined where there is none, or all rest. */
export const next = <E extends Waiting>(all: E[]): E | undefined => all.find((e) => e.held && (e.until ?? 0) <= Date.now());

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
  private readonly own = Object.assign(document.createElement("p"), { className: "carry-line", hidden: true }); // how the pictures stand

  constructor(
    private readonly at: string,
    private readonly whose: string,
    line: HTMLElement,
  ) {
    this.own.dataset.pictures = "";
    this.own.setAttribute("role", "status");
    line.after(this.own);
    void this.offer();
  }

  /** Keeps a picture for an event; false where it lasts only as long as the page. */
  async hold(event: string, file: File): Promise<boolean> {
    return this.put({ key: this.key(event), blob: new Blob([await file.arrayBuffer()], { type: file.type }), name: file.name, at: Date.now() });
  }

  /**
   * Sends the next picture of what is kept, and puts its name where it belongs; "none" where all rest. What is refused for good, or too often, becomes a note that says so: its words aren't lost,
   * whoever reads the time line knows that something is missing, and the picture is offered to whoever brought it.
   */
  async deliver<K extends { events: Waiting[] }>(kept: () => K, keep: (k: K) => void): Promise<"out" | "gone" | "none" | "went"> {
    const first = next(kept().events);
    if (!first) return "none";
    const held = await this.held(first.id);
    let sent: Sent = !held ? { why: "it isn’t on this device any more." } : held.why ? { why: held.why } : await this.send(held);
    if (sent === "out" || sent === "gone") return sent;
    const tries = (first.tries ?? 0) + 1;
    if ("now" in sent && sent.own && tries >= most) sent = { why: `${held!.name}: ${sent.now} It was tried ${tries} times.` };
    if (held && "why" in sent) await this.put({ ...held, why: sent.why });
    const k = kept(), e = k.events.find((x) => x.id === first.id); // nothing is waited for from here until it is kept: what is noted meanwhile would be lost
    if (!e?.held) return "went"; // another tab was faster
    if ("now" in sent) [e.tries, e.why, e.until] = [tries, sent.now, Date.now() + pause(tries)];
    else {
      delete e.held, delete e.tries, delete e.why, delete e.until;
      if ("name" in sent) e.picture = sent.name;
      else [e.kind, e.text] = ["noted", [e.text, `A picture wasn’t kept: ${sent.why}`].filter(Boolean).join("\n")];
    }
    keep(k);
    if ("why" in sent) void this.offer();
    return "went";
  }

  /** Has pictures that rest sent at once. */
  wake<K extends { events: Waiting[] }>(kept: () => K, keep: (k: K) => void): void {
    const k = kept();
    for (const e of k.events) delete e.until;
    keep(k);
  }

  /** Says in a line of its own how the pictures stand that wait; slow says that one has been under way for a while. */
  stand(all: Waiting[], slow = false): void {
    const held = all.filter((e) => e.held), why = held.find((e) => e.why)?.why;
    const text = why ? `A picture isn’t taken now: ${why} It is tried again by itself. Go on: nothing else waits for it.` : slow && held.length ? "A picture is being sent. Go on: what you do is kept on this device until then, and a step that fails is told at once." : "";
    this.own.hidden = text === "";
    if (this.own.textContent !== text) this.own.textContent = text;
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
    const held = await this.held(event);
    if (held && !held.why) await this.drop(held.key);
  }

  /** Drops pictures that nothing kept on this device names any more, of whichever execution: a page that was killed before it forgot one leaves it. What was held just now isn't named yet; what was refused stays. */
  async sweep(): Promise<void> {
    const all = await this.ask<Held[]>("readonly", (s) => s.getAll());
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith("showhow:run:")).flatMap(([, v]) => (JSON.parse(v) as { events: Waiting[] }).events.map((e) => e.id));
    for (const h of all) if (!h.why && Date.now() - (h.at ?? 0) > young && !kept.includes(h.key.split(" ")[1])) await this.drop(h.key);
  }

  private async send(held: Held): Promise<Sent> {
    const patience = new AbortController(), timer = setTimeout(() => patience.abort(), 30_000 + held.blob.size / 10); // ms, at 10 kB a second; AbortSignal.timeout isn't everywhere
    try {
      const r = await fetch(this.at + "/pictures", { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/octet-stream" }, body: held.blob, signal: patience.signal });
      if (r.ok) return { name: ((await r.json()) as { picture: string }).picture };
      if (r.status === 401 || r.status === 403) return "out";
      const why = ((await r.json().catch(() => ({}))) as { message?: string }).message;
      if (r.status === 413) return { why: `${held.name}: ${why ?? "It is larger than the server, or what stands before it, lets through."}` };
      if ((r.status === 400 || r.status === 415 || r.status === 422) && why) return { why: `${held.name}: ${why}` }; // a proxy's word is none of the server's
      return { now: why ?? `The server answers with ${r.status}.`, own: r.status < 500 };
    } catch {
      return (await this.reached()) ? { now: "The connection broke off while it was sent.", own: true } : "gone"; // what stands before a server cuts off what is too large for it
    } finally {
      clearTimeout(timer);
    }
  }

  private reached = () => fetch(this.at, { method: "HEAD", cache: "no-store" }).then((r) => r.status < 500, () => false);

  /** Offers the pictures that the server refused to whoever brought them. */
  private async offer(): Promise<void> {
    const stored = await this.ask<Held[]>("readonly", (s) => s.getAll()).catch(() => [] as Held[]);
    document.querySelectorAll("[data-refused]").forEach((el) => el.remove());
    for (const h of [...stored, ...this.here.values()].filter((h) => h.why && (h.key.startsWith(this.whose + " ") || h.key.startsWith(this.before(""))))) {
      const box = Object.assign(document.createElement("p"), { className: "carry-line", textContent: `A picture wasn’t kept: ${h.why} ` });
      box.dataset.refused = "";
      const save = Object.assign(document.createElement("a"), { href: URL.createObjectURL(h.blob), download: h.name, textContent: "Save it" });
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: "Drop it" });
      drop.addEventListener("click", () => (box.remove(), void this.drop(h.key)));
      box.append(save, " ", drop);
      this.own.after(box);
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
  private before = (event: string) => this.whose.split(":")[0] + " " + event; // as older pages called it

  private async held(event: string): Promise<Held | undefined> {
    const get = (key: string) => this.ask<Held | undefined>("readonly", (s) => s.get(key)).catch(() => undefined);
    return this.here.get(this.key(event)) ?? (await get(this.key(event))) ?? (await get(this.before(event)));
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
