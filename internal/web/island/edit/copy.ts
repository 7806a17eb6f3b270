// The working copy as this page knows it: what the server has, what was changed here, and the way back. It saves by itself, keeps what it
// couldn't send in the browser, and takes in what others change.
import { Body, clone } from "./form";
import { merge, same } from "./merge";
import type { Found } from "./secrets";
import { alive, Unsent } from "./unsent";
import { Entry, Edit, keep, remember } from "./way";

export interface Piece {
  key: string;
  version: number;
  body: Body;
  author?: string;
}
export interface Change {
  key: string;
  body: Body;
  /** The keys of the steps that this one was made of. */
  from?: string[];
}
export interface Conflict {
  key: string;
  fields: string[];
  base: Body | null;
  mine: Body;
  theirs: Piece;
}
interface Pending {
  base: number;
  body: Body;
  from?: string[];
}
interface Answer {
  pieces: Piece[];
  latest: number;
  dirty: boolean;
  shown?: Record<string, string>;
  found?: Found[];
}
export type State = "saved" | "saving" | "waiting" | "offline" | "conflict" | "refused";

export interface Events {
  /** What is to be drawn anew; shown has it as the server draws it. */
  drawn(keys: string[], shown?: Record<string, string>): void;
  state(state: State, words?: string): void;
  conflict(all: Conflict[]): void;
  /** Somebody else has changed a piece. */
  others(keys: string[], who: string): void;
}

const soon = 700, longest = 30_000, mostUndo = 200;

export class Copy {
  latest = 0;
  dirty = false;
  private pieces = new Map<string, Piece>();
  private leaks = new Map<string, Found[]>();
  private pending = new Map<string, Pending>();
  private sent: Map<string, Pending> | null = null;
  private done: Entry[] = [];
  private undone: Entry[] = [];
  private timer = 0;
  private wait = soon;
  private halt: "" | "refused" | "conflict" = "";
  private source: EventSource | null = null;
  private held: string | null = null;
  private missed = new Set<string>();

  private names: string;
  private unsent: Unsent<Pending>;

  constructor(private at: string, who: string, private on: Events) {
    this.names = `showhow-edit ${at} ${who} `;
    this.unsent = new Unsent(this.names);
  }

  /** Whether what wasn't sent is in the browser's storage. */
  get kept(): boolean {
    return this.unsent.kept;
  }

  async load(): Promise<void> {
    const answer = await this.get("");
    this.latest = answer.latest;
    this.dirty = answer.dirty;
    for (const p of answer.pieces) this.pieces.set(p.key, p);
    this.looked(answer);
    this.remember();
    addEventListener("online", () => this.save());
    [this.done, this.undone] = remember(this.names);
    addEventListener("pagehide", () => (this.keep(), keep(this.names, this.done, this.undone)));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.deaf() : this.listen()));
    if (!document.hidden) this.listen();
    if (this.pending.size) {
      this.on.drawn([...this.pending.keys()]);
      this.save();
    } else this.tell("saved");
  }

  /** A piece as it stands here, to be read only; undefined when there is none. */
  body<T extends Body>(key: string): T | undefined {
    return (this.pending.get(key)?.body ?? this.pieces.get(key)?.body) as T | undefined;
  }

  /** A piece as the server has it. */
  saved(key: string): Body | undefined {
    return this.pieces.get(key)?.body;
  }

  /** Where in what the server has something looks like a secret. */
  get found(): Found[] {
    return [...this.leaks.values()].flat();
  }

  private looked(a: Answer): void {
    for (const p of a.pieces) this.leaks.set(p.key, (a.found ?? []).filter((f) => f.piece === p.key));
  }

  /** Says of something found that it is no secret, or takes that back, and looks anew at what looks like one; what keeps it from that, in words. */
  async judge(path: string, body: object): Promise<string> {
    try {
      const answer = await fetch(this.at + "/harmless" + path, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) return [told.message ?? "It can’t be said now.", told.mend].filter(Boolean).join(" ");
      const now = await this.get("");
      this.looked({ ...now, pieces: now.pieces.filter((p) => p.version === this.pieces.get(p.key)?.version) });
      return "";
    } catch {
      return "There is no connection. Say it again when there is one.";
    }
  }

  /** The version of a piece that the server has. */
  version(key: string): number {
    return this.pieces.get(key)?.version ?? 0;
  }

  get count(): number {
    return this.pending.size;
  }

  /** Somebody writes in a piece: what others make of it is not taken in meanwhile, so that their change and this one meet on the server. */
  hold(key: string | null): void {
    this.held = key;
    const late = [...this.missed].filter((k) => k !== key && !this.pending.has(k));
    late.forEach((k) => this.missed.delete(k));
    this.refresh(late);
  }

  /** Changes pieces; whatever was undone before can't be done again then. Changes of one session are undone together. */
  change(label: string, all: Change[], session?: string): void {
    const edits: Edit[] = [];
    for (const c of all) {
      const before = this.body(c.key);
      if (before && same(before, c.body)) continue;
      edits.push({ key: c.key, before: before ? clone(before) : null, after: clone(c.body) });
      this.put(c);
    }
    if (!edits.length) return;
    const last = this.done[this.done.length - 1];
    if (session && last?.session === session) {
      for (const e of edits) {
        const had = last.edits.find((x) => x.key === e.key);
        if (had) had.after = e.after;
        else last.edits.push(e);
      }
    } else this.done.push({ label, edits, session });
    if (this.done.length > mostUndo) this.done.shift();
    this.undone = [];
    this.changed(edits.map((e) => e.key));
  }

  get undoes(): string | undefined {
    return this.done[this.done.length - 1]?.label;
  }
  get redoes(): string | undefined {
    return this.undone[this.undone.length - 1]?.label;
  }

  undo(): string | undefined {
    return this.turn(this.done, this.undone, (e) => [e.after, e.before]);
  }
  redo(): string | undefined {
    return this.turn(this.undone, this.done, (e) => [e.before, e.after]);
  }

  /** Goes from one state to another, with what others have changed meanwhile kept where it is elsewhere. */
  private turn(from: Entry[], to: Entry[], way: (e: Edit) => [Body | null, Body | null]): string | undefined {
    const entry = from.pop();
    if (!entry) return;
    to.push(entry);
    const keys: string[] = [];
    for (const e of entry.edits) {
      const [was, is] = way(e);
      if (!is) continue; // a step that is new stays, out of the outline
      const now = this.body(e.key);
      const body = now && was ? merge(was, is, now).merged : is;
      if (now && same(now, body)) continue;
      this.put({ key: e.key, body: clone(body) });
      keys.push(e.key);
    }
    this.changed(keys);
    return entry.label;
  }

  private put(c: Change): void {
    const had = this.pending.get(c.key);
    const base = had?.base ?? this.pieces.get(c.key)?.version ?? 0;
    this.pending.set(c.key, { base, body: clone(c.body), from: c.from ?? had?.from });
  }

  private changed(keys: string[]): void {
    this.dirty = true;
    this.keep();
    this.on.drawn(keys);
    if (this.halt === "refused") this.halt = ""; // it may be right now
    if (this.halt) return this.tell(this.halt);
    this.tell("waiting");
    this.later(soon);
  }

  /** Takes a resolution of a conflict: what is theirs now, and what shall be. */
  resolve(all: { theirs: Piece; body: Body }[]): void {
    for (const r of all) {
      this.pieces.set(r.theirs.key, r.theirs);
      this.missed.delete(r.theirs.key);
      if (same(r.body, r.theirs.body)) this.pending.delete(r.theirs.key);
      else this.pending.set(r.theirs.key, { base: r.theirs.version, body: clone(r.body) });
    }
    this.halt = "";
    this.changed(all.map((r) => r.theirs.key));
  }

  /** Gives up what can't be saved. */
  discard(): void {
    const keys = [...this.pending.keys()];
    this.pending.clear();
    this.done = [];
    this.undone = [];
    this.halt = "";
    this.keep();
    this.refresh(keys);
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), ms);
  }

  /** Sends what was changed; nothing when that is under way. */
  async save(): Promise<void> {
    if (this.sent || this.halt || !this.pending.size) return;
    clearTimeout(this.timer);
    this.sent = new Map(this.pending);
    this.tell("saving");
    const changes = [...this.sent].map(([key, p]) => ({ key, base: p.base, body: p.body, from: p.from }));
    let words: { message?: string; mend?: string; conflicts?: Conflict[] } = {};
    let status = 0;
    try {
      const answer = await fetch(this.at + "/changes", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ changes }), signal: AbortSignal.timeout(30_000) });
      status = answer.status;
      const body = await answer.json();
      if (answer.ok) this.taken(body);
      else words = body;
    } catch {
      status = 0; // no connection, or an answer of somebody else's
    }
    const sent = this.sent!;
    this.sent = null;
    if (status >= 200 && status < 300) {
      this.wait = soon;
      if (this.pending.size) this.later(soon);
      this.tell(this.halt || (this.pending.size ? "waiting" : "saved"));
    } else if (words.conflicts?.length) {
      this.halt = "conflict";
      this.tell("conflict");
      this.on.conflict(words.conflicts.map((c) => ({ ...c, mine: this.pending.get(c.key)?.body ?? sent.get(c.key)!.body })));
    } else if (status === 401) {
      this.later(5000);
      this.tell("offline", "You are signed out. Sign in in another tab: what you wrote is kept here, and saved then.");
    } else if (status === 0 || status >= 500) {
      this.wait = Math.min(this.wait * 2, longest);
      this.later(this.wait);
      this.tell("offline");
    } else {
      this.halt = "refused";
      this.tell("refused", [words.message, words.mend].filter(Boolean).join(" "));
    }
  }

  private taken(a: Answer): void {
    this.latest = a.latest;
    this.dirty = a.dirty;
    this.looked(a);
    const drawn: string[] = [], clashed: Conflict[] = [];
    for (const p of a.pieces) {
      const sent = this.sent?.get(p.key), now = this.pending.get(p.key);
      this.pieces.set(p.key, p);
      this.missed.delete(p.key);
      if (sent && now) {
        this.settle(p, sent.body);
        const { merged, clash } = merge(sent.body, now.body, p.body);
        if (same(now.body, sent.body) || (!clash.length && same(merged, p.body))) this.pending.delete(p.key);
        else if (!clash.length) this.pending.set(p.key, { base: p.version, body: merged, from: now.from });
        else if (p.version === sent.base + 1) {
          // nobody else was there: what differs is what the server fills in, and mine is the newer
          for (const f of clash) (merged as unknown as Record<string, unknown>)[f] = (now.body as unknown as Record<string, unknown>)[f];
          this.pending.set(p.key, { base: p.version, body: merged, from: now.from });
        } else clashed.push({ key: p.key, fields: clash, base: sent.body, mine: now.body, theirs: p });
      }
      if (!this.pending.has(p.key)) drawn.push(p.key);
    }
    this.keep();
    this.on.drawn(drawn, this.pending.size ? undefined : a.shown);
    if (!clashed.length) return;
    this.halt = "conflict";
    this.on.conflict(clashed);
  }

  /** What the server made of a change is what undo begins with; what others changed with it is no part of the change. */
  private settle(p: Piece, sent: Body): void {
    for (const entry of [...this.done, ...this.undone]) {
      for (const e of entry.edits) {
        if (e.key !== p.key || !same(e.after, sent)) continue;
        e.after = clone(p.body);
        if (e.before) e.before = merge(sent, e.before, p.body).clash.length ? e.before : clone(merge(sent, e.before, p.body).merged);
      }
    }
  }

  private async get(query: string): Promise<Answer> {
    const answer = await fetch(this.at + "/copy" + query, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message ?? `${answer.status}`);
    return answer.json();
  }

  /** Reads pieces anew. */
  private async refresh(keys: string[]): Promise<void> {
    if (!keys.length) return;
    const a = await this.get("?" + keys.map((k) => "key=" + encodeURIComponent(k)).join("&")).catch(() => null);
    if (!a) return;
    this.latest = a.latest;
    this.dirty = a.dirty;
    const fresh = a.pieces.filter((p) => p.version >= (this.pieces.get(p.key)?.version ?? 0) && !this.pending.has(p.key) && !this.sent?.has(p.key) && p.key !== this.held);
    for (const p of fresh) this.pieces.set(p.key, p);
    this.looked({ ...a, pieces: fresh });
    this.on.drawn(fresh.map((p) => p.key), a.shown);
    if (!this.pending.size) this.tell("saved");
  }

  // ---- others
  private listen(): void {
    if (this.source) return;
    this.source = new EventSource(this.at + "/changes/events");
    this.source.addEventListener("show", (e) => this.heard(JSON.parse((e as MessageEvent).data)));
  }

  private deaf(): void {
    this.source?.close();
    this.source = null;
  }

  private heard(now: { latest: number; dirty: boolean; pieces: Record<string, { version: number; author: string }> }): void {
    this.latest = now.latest;
    this.dirty = now.dirty || this.pending.size > 0;
    const newer = Object.entries(now.pieces).filter(([k, v]) => v.version > (this.pieces.get(k)?.version ?? 0) && !this.sent?.has(k) && !this.pending.has(k) && !this.missed.has(k));
    if (newer.length) {
      this.on.others(newer.map(([k]) => k), newer[newer.length - 1][1].author);
      for (const [k] of newer) if (k === this.held) this.missed.add(k);
      this.refresh(newer.map(([k]) => k).filter((k) => k !== this.held));
    } else if (!this.pending.size && !this.sent) this.tell("saved");
  }

  private tell(state: State, words?: string): void {
    this.on.state(state, words);
  }

  private keep(): void {
    this.unsent.keep(this.pending);
  }

  private remember(): void {
    for (const [key, p] of this.unsent.left()) {
      const now = this.pieces.get(key);
      if (!(now && same(now.body, p.body)) && !this.pending.has(key)) this.pending.set(key, p);
    }
    this.keep();
    setInterval(() => this.pending.size && this.keep(), alive);
    addEventListener("beforeunload", (e) => this.pending.size && !this.kept && e.preventDefault());
  }
}
