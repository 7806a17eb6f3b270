// What is done is noted on this device first, and sent as soon as the server takes it: events in their order, pictures, and feedback.
import { Album, due, next, type Waiting } from "./album";
import { id } from "./id";
import { kinds } from "./kinds";
import { Saying } from "./saying";

export interface Event extends Waiting {
  step?: string;
  device: string;
  order: number;
  value?: string;
  index?: number;
  over?: string[];
}

/** What the server says after it took events in. */
export interface Answer {
  void: Record<string, string>;
  next: string;
  over: boolean;
  had: string[];
}

interface Kept {
  events: Event[];
  n: number;
}

/** What the page does with the news. */
interface Told {
  say: (text: string, state?: string) => void;
  /** The connection is back. */
  back: () => void;
  /** All that was kept has arrived. */
  arrived: () => void;
}

const most = 400; // events that are sent at once
const mostBytes = 512 << 10; // of them, where they are more than one
const soon = 3_000; // ms that one waits for a picture before one goes on without it
const out = "You are signed out. What you did is kept on this device: sign in again in another tab, then go on here.";

/** The first of some events: as many as the server surely takes at once. */
function first(all: Event[]): Event[] {
  const letters = new TextEncoder();
  let size = 0;
  const over = all.findIndex((e, i) => (size += letters.encode(JSON.stringify(e)).length + 1) > mostBytes && i > 0);
  return all.slice(0, over < 0 ? most : Math.min(over, most));
}

export class Post {
  /** Whether the server can't be reached, and whether something is on its way. */
  gone = false;
  sending = false;
  readonly saying: Saying;
  private readonly album: Album;
  private readonly store: string;
  private readonly session: string;
  private turns: Promise<unknown>;
  private last?: Answer; // what the server said last
  private through = false; // whether the last turn sent all that was due
  private ahead = false; // whether the page went on by itself, though the server can be reached
  private bringing?: Promise<void>; // the pictures that are on their way
  private late: Promise<void> = Promise.resolve(); // when one has waited for them long enough
  private news: Map<string, string>; // why events count for nothing, until that was told
  private seen = false;

  constructor(
    main: HTMLElement,
    private readonly at: string,
    private readonly told: Told,
  ) {
    const whose = main.dataset.execution + ":" + main.dataset.who;
    this.store = "showhow:run:" + whose;
    this.session = "showhow:void:" + whose;
    this.album = new Album(at, whose, main.querySelector<HTMLElement>("[data-line]")!);
    this.saying = new Saying("showhow:said:" + whose, (text) => told.say(text), () => this.lost());
    this.turns = this.album.again(this.kept, this.keep).catch(() => undefined);
    void this.album.sweep().catch(() => undefined);
    this.album.stand(this.kept().events);
    this.news = new Map(JSON.parse(sessionStorage.getItem(this.session) ?? "[]") as [string, string][]);
    sessionStorage.removeItem(this.session);
    if (this.news.size) told.say(this.nothing());
  }

  kept = (): Kept => JSON.parse(localStorage.getItem(this.store) ?? '{"events":[],"n":0}') as Kept;
  private keep = (k: Kept) => localStorage.setItem(this.store, JSON.stringify(k));

  /** How many things wait. */
  get waits(): number {
    return this.kept().events.length + this.saying.kept.length;
  }

  /** How many pictures wait. */
  get held(): number {
    return this.kept().events.filter((e) => e.held).length;
  }

  /** Whether the page has to go on without the server's own: it can't be reached, or pictures that wait hold something up. */
  get alone(): boolean {
    return this.gone || (this.through && this.held > 0);
  }

  /** Whether pictures are on their way, which a page that is left would break off. */
  get busy(): boolean {
    return this.bringing !== undefined;
  }

  note(e: Omit<Event, "id" | "device" | "order">, own = id()): Event {
    if (this.seen && e.kind !== "opened") [this.news, this.seen] = [new Map(), false];
    const k = this.kept();
    const whole: Event = { ...e, id: own, device: new Date().toISOString(), order: ++k.n };
    k.events.push(whole);
    this.keep(k);
    return whole;
  }

  /** Notes a picture as evidence; false where the device keeps it only as long as the page is open. */
  async evidence(step: string, text: string, file: File): Promise<boolean> {
    const own = id(), lasts = await this.album.hold(own, file);
    this.note({ kind: "kept", step, text, held: true }, own);
    return lasts;
  }

  /**
   * Sends what is kept, after what is being sent already; undefined when some of it stays but pictures that aren't taken now, or there was nothing ever. Pictures go beside all else: one waits for them a
   * little, and what is noted meanwhile doesn't wait.
   */
  async send(): Promise<Answer | undefined> {
    let a = await this.turn();
    if (this.through && (this.bringing || next(this.kept().events))) {
      await Promise.race([this.bring(), this.late]);
      a = await this.turn();
    }
    return this.through && !this.kept().events.some((e) => !e.held || !e.tries) ? a : undefined;
  }

  /** Looks whether something can be sent that couldn't be before. */
  tick(): void {
    if (!this.sending && !this.bringing && (this.gone || (this.through && next(this.kept().events)))) void this.send();
  }

  /** Sends at once, what rests, too. */
  now(): void {
    this.album.wake(this.kept, this.keep);
    void this.send();
  }

  /** Why something that was done counts for nothing; undefined where it counts, or the server didn't say yet. */
  why(id: string): string | undefined {
    const why = this.news.get(id);
    this.seen ||= why !== undefined;
    return why;
  }

  /** Leaves the page, and has the next one tell what wasn't told. */
  leave(): void {
    if (this.news.size) sessionStorage.setItem(this.session, JSON.stringify([...this.news]));
  }

  /** Says that the page goes on by itself, and how it stands. */
  stay(): void {
    if (this.gone || !navigator.onLine) return this.lost();
    this.ahead = true;
    this.told.say(this.nothing());
  }

  lost(): void {
    this.gone = true;
    const kept = kinds(this.kept().events, this.saying.kept.length);
    this.told.say(`No connection. Go on: ${kept.words} ${kept.one ? "is" : "are"} kept on this device and sent when it is back. Don’t reload this page until then. ${this.nothing()}`.trim());
  }

  /** What counts for nothing, in words; empty for nothing. */
  private nothing(): string {
    if (this.news.size === 0) return "";
    this.seen = true;
    return "Something that you did counts for nothing: " + [...new Set(this.news.values())].join(" ");
  }

  private turn(): Promise<Answer | undefined> {
    const turn = this.turns.then(() => this.locked("", () => this.all()));
    this.turns = turn.catch(() => undefined);
    return turn;
  }

  /** Does something while no other tab does it. */
  private locked = <T>(what: string, does: () => Promise<T>): Promise<T> => (navigator.locks ? (navigator.locks.request(this.store + what, does) as Promise<T>) : does());

  private async all(): Promise<Answer | undefined> {
    if (this.saying.kept.length && (await this.saying.send()) && this.gone && this.kept().events.length === 0) this.found();
    let a: Answer | undefined;
    this.sending = true;
    try {
      for (let now = first(due(this.kept().events)); now.length; now = first(due(this.kept().events))) {
        a = await this.events(now);
        if (!a) return void (this.through = false);
        this.last = a;
        for (const [id, why] of Object.entries(a.void)) this.news.set(id, why), (this.seen = false);
      }
      this.through = true;
      if (a && (this.gone || this.ahead)) this.found();
      return this.gone ? undefined : this.last; // it may be that the turn before has sent it
    } catch {
      this.through = false;
      return void this.lost();
    } finally {
      this.sending = false;
    }
  }

  /** Sends the pictures that wait, one after the other; what waits for one follows it. */
  private bring(): Promise<void> {
    if (this.bringing) return this.bringing;
    let slow: ReturnType<typeof setTimeout>;
    this.late = new Promise((done) => (slow = setTimeout(() => (this.album.stand(this.kept().events, this.busy), done()), soon)));
    const all = async () => {
      for (let not = await this.album.deliver(this.kept, this.keep); not !== "none"; not = await this.album.deliver(this.kept, this.keep)) {
        if (not !== "went") return void (not === "gone" ? this.lost() : ((this.through = false), this.told.say(out)));
        await this.turn();
        if (!this.through) return;
        if (this.gone) this.found();
      }
    };
    return (this.bringing = this.locked(" pictures", all).catch(() => undefined).finally(() => {
      clearTimeout(slow);
      this.bringing = undefined;
      this.album.stand(this.kept().events);
    }));
  }

  /** Sends some events; undefined where the server has refused them. */
  private async events(now: Event[]): Promise<Answer | undefined> {
    const r = await fetch(this.at + "/sync", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ sent: new Date().toISOString(), events: now }) });
    if (r.status === 401 || r.status === 403) return void this.told.say(out);
    if (!r.ok) return void this.told.say(((await r.json()) as { message?: string }).message ?? "The server refused what was sent. It is kept on this device.");
    const a = (await r.json()) as Answer, k = this.kept();
    if (!now.some((e) => a.had.includes(e.id))) throw new Error("nothing was taken");
    k.events = k.events.filter((e) => !a.had.includes(e.id));
    this.keep(k);
    for (const e of now) if (e.picture || e.kind === "noted") await this.album.forget(e.id);
    return a;
  }

  /** Tells that what was kept has arrived. */
  private found(): void {
    const was = this.gone, left = this.waits, nothing = this.nothing();
    this.gone = false;
    this.ahead = left > 0;
    if (was) this.told.back(); // who was told by now stands there
    const back = was ? "The connection is back" : "";
    if (nothing) this.told.say([back, nothing].filter(Boolean).join(". "));
    else if (left === 0) this.told.say(was ? back + ": all that you did has arrived." : "All that you did has arrived.", "back");
    else if (was) this.told.say(back + ". What still waits is on its way.", "back");
    if (left === 0) this.told.arrived();
  }
}
