// What is done is noted on this device first, and sent as soon as the server takes it: events in their order, pictures, and feedback.
import { Album, due, type Waiting } from "./album";
import { id } from "./id";
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
}

const most = 400; // events that are sent at once
const out = "You are signed out. What you did is kept on this device: sign in again in another tab, then go on here.";

export class Post {
  /** Whether the server can't be reached, and whether something is on its way. */
  gone = false;
  sending = false;
  readonly saying: Saying;
  private readonly album: Album;
  private readonly store: string;
  private turns: Promise<unknown>;
  private last?: Answer; // what the server said last

  constructor(
    main: HTMLElement,
    private readonly at: string,
    private readonly told: Told,
  ) {
    const whose = main.dataset.execution + ":" + main.dataset.who;
    this.store = "showhow:run:" + whose;
    this.album = new Album(at + "/pictures", whose, main.querySelector<HTMLElement>("[data-line]")!);
    this.saying = new Saying("showhow:said:" + whose, (text) => told.say(text), () => this.lost());
    this.turns = this.album.again(this.kept, this.keep).catch(() => undefined);
  }

  kept = (): Kept => JSON.parse(localStorage.getItem(this.store) ?? '{"events":[],"n":0}') as Kept;
  private keep = (k: Kept) => localStorage.setItem(this.store, JSON.stringify(k));

  /** How many things wait. */
  get waits(): number {
    return this.kept().events.length + this.saying.kept.length;
  }

  note(e: Omit<Event, "id" | "device" | "order">, own = id()): Event {
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

  /** Sends what is kept, after what is being sent already; undefined when some of it stays, or there was nothing ever. */
  send(): Promise<Answer | undefined> {
    const turn = this.turns.then(() => (navigator.locks ? navigator.locks.request(this.store, () => this.all()) : this.all()));
    this.turns = turn.catch(() => undefined);
    return turn;
  }

  lost(): void {
    this.gone = true;
    this.told.say(`No connection. Go on: ${this.waits} ${this.waits === 1 ? "note is" : "notes are"} kept on this device and sent when it is back. Don’t reload this page until then.`);
  }

  private async all(): Promise<Answer | undefined> {
    if (this.saying.kept.length && (await this.saying.send()) && this.gone && this.kept().events.length === 0) this.found({});
    if (this.kept().events.length === 0) return this.gone ? undefined : this.last; // the turn before has sent it
    let a: Answer | undefined;
    this.sending = true;
    try {
      for (let left = this.kept().events; left.length; left = this.kept().events) {
        const now = due(left).slice(0, most);
        if (now.length === 0) {
          const not = await this.album.deliver(this.kept, this.keep);
          if (not === "out") return void this.told.say(out);
          if (not === "later") return void this.lost();
          continue;
        }
        const next = await this.events(now);
        if (!next) return undefined;
        this.last = a = { ...next, void: { ...a?.void, ...next.void }, had: [...(a?.had ?? []), ...next.had] };
      }
      if (a && this.gone) this.found(a.void);
      return a;
    } catch {
      return void this.lost();
    } finally {
      this.sending = false;
    }
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

  private found(voids: Record<string, string>): void {
    this.gone = false;
    this.told.back(); // who was told by now stands there
    const why = Object.values(voids)[0];
    this.told.say(why ? "The connection is back. Something that you did counts for nothing: " + why : "The connection is back: all that you did has arrived.", why ? "" : "back");
  }
}
