// Carrying a procedure out: what is done is noted on this device first, and sent as soon as the server can be reached. The page goes on from step to step
// without a connection; only a reload needs one. Secrets stay in this tab.
import { Alarm } from "./part/alarm";
import { Album } from "./part/album";
import { clocks } from "./part/clock";
import { lefts } from "./part/left";
import { pictures, queues, remember, take, unsure } from "./part/loose";
import { Saying } from "./part/saying";
import { afterFailure, answer, ask, Way, type Asked } from "./part/turn";

interface Event {
  id: string;
  kind: string;
  step?: string;
  device: string;
  order: number;
  outcome?: string;
  value?: string;
  text?: string;
  index?: number;
  over?: string[];
  picture?: string;
  /** Whether its picture is still on this device alone. */
  held?: boolean;
}

const one = <T extends Element = HTMLElement>(q: string, in_: ParentNode = document) => in_.querySelector<T>(q);
const all = <T extends Element = HTMLElement>(q: string, in_: ParentNode = document) => [...in_.querySelectorAll<T>(q)];

// ---- secrets
const secretKey = (name: string) => "showhow:secret:" + name;
for (const el of all<HTMLInputElement>("[data-secret]")) {
  el.value = sessionStorage.getItem(secretKey(el.dataset.secret!)) ?? "";
  el.addEventListener("input", () => sessionStorage.setItem(secretKey(el.dataset.secret!), el.value));
}

/** A value as it is written in a command, at a place within quotes or without (as package parameter writes it). */
function written(v: string, shell: string, quote: string): string {
  if (/^[A-Za-z0-9._/:@%+=,][A-Za-z0-9._/:@%+=,-]*$/.test(v)) return v;
  if (shell === "powershell") return quote === "double" ? v.replace(/[`"$]/g, "`$&") : quote === "single" ? v.replace(/'/g, "''") : `'${v.replace(/'/g, "''")}'`;
  if (shell === "psql" || shell === "mysql") {
    if (quote === "double") return v.replace(/"/g, '""');
    const q = v.replace(/'/g, "''"), s = shell === "mysql" ? q.replace(/\\/g, "\\\\") : q;
    return quote === "single" ? s : `'${s}'`;
  }
  if (shell !== "" && shell !== "shell" && shell !== "bash" && shell !== "sh") {
    const s = v.replace(/\\/g, "\\\\");
    return quote === "single" ? s.replace(/'/g, "\\'") : quote === "double" ? s.replace(/"/g, '\\"') : `"${s.replace(/"/g, '\\"')}"`;
  }
  if (quote === "single") return v.replace(/'/g, "'\\''");
  if (quote === "double") return v.replace(/[\\"$`]/g, "\\$&").replace(/!/g, `"'!'"`);
  return `'${v.replace(/'/g, "'\\''")}'`;
}

/** Makes commands ready: a button that copies, with the secrets that this tab knows, and a field for those that it doesn't. */
function commands(root: ParentNode): void {
  for (const cmd of all(".cmd", root)) {
    const code = one("code", cmd), copy = one<HTMLButtonElement>(".copy", cmd);
    if (!code || !copy) continue;
    copy.hidden = false;
    const open = lefts(cmd, code);
    for (const name of new Set(all("[data-secret-place]", code).map((el) => el.dataset.secretPlace!))) {
      const show = () => {
        const known = sessionStorage.getItem(secretKey(name));
        for (const el of all("[data-secret-place]", code)) if (el.dataset.secretPlace === name) el.textContent = known ? "••••••" : `<${name}>`;
      };
      show();
      const field = Object.assign(document.createElement("input"), { type: "password", placeholder: `${name}: stays in this tab`, autocomplete: "off", value: sessionStorage.getItem(secretKey(name)) ?? "" });
      field.setAttribute("aria-label", name);
      field.addEventListener("input", () => (sessionStorage.setItem(secretKey(name), field.value), show()));
      const box = document.createElement("div");
      box.className = "field confirm own-secret";
      box.append(field);
      cmd.append(box);
    }
    copy.addEventListener("click", async () => {
      const ask = open();
      if (ask) return ask.focus();
      let text = "";
      code.childNodes.forEach((n) => {
        const el = n as HTMLElement, name = el.dataset?.secretPlace;
        const secret = name && sessionStorage.getItem(secretKey(name));
        text += secret ? written(secret, cmd.dataset.shell ?? "", el.dataset.quote ?? "bare") : (n.textContent ?? "");
      });
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(code);
        copy.textContent = "Selected";
      }
      setTimeout(() => (copy.textContent = "Copy"), 1500);
    });
  }
  for (const el of all<HTMLInputElement>("[data-word]", root)) el.addEventListener("input", () => el.classList.toggle("right-word", el.value.trim() === el.dataset.word));
}

// ---- what is done, kept on this device until the server has it
const main = one("[data-carry]");
if (main) carry(main, main.dataset.carry!);

function carry(main: HTMLElement, at: string): void {
  const store = "showhow:run:" + main.dataset.execution + ":" + main.dataset.who;
  const line = one("[data-line]", main)!;
  const way = new Way(JSON.parse(main.dataset.way ?? "[]"));
  let current = main.dataset.step, sending = false, gone = false;

  const kept = (): { events: Event[]; n: number } => JSON.parse(localStorage.getItem(store) ?? '{"events":[],"n":0}');
  const keep = (k: { events: Event[]; n: number }) => localStorage.setItem(store, JSON.stringify(k));
  const id = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

  const album = new Album(at + "/pictures", main.dataset.execution!);
  const saying = new Saying("showhow:said:" + main.dataset.execution + ":" + main.dataset.who, (text) => say(text), () => ((gone = true), lost()));

  function note(e: Omit<Event, "id" | "device" | "order">, own = id()): Event {
    const k = kept();
    const whole: Event = { ...e, id: own, device: new Date().toISOString(), order: ++k.n };
    k.events.push(whole);
    keep(k);
    return whole;
  }

  function say(text: string, state = ""): void {
    line.hidden = text === "";
    line.textContent = text;
    line.dataset.state = state;
  }

  interface Answer {
    void: Record<string, string>;
    next: string;
    over: boolean;
    had: string[];
  }

  let turns: Promise<unknown> = Promise.resolve();
  /** Sends what is kept, after what is being sent already; undefined when the server can't be reached. */
  function send(): Promise<Answer | undefined> {
    const turn = turns.then(sendKept);
    turns = turn.catch(() => undefined);
    return turn;
  }

  async function sendKept(): Promise<Answer | undefined> {
    const k = kept();
    if (saying.kept.length && (await saying.send()) && gone && k.events.length === 0) {
      gone = false;
      say("The connection is back: all that you did has arrived.", "back");
    }
    if (k.events.length === 0) return undefined;
    sending = true;
    try {
      if (!(await album.deliver(kept, keep))) return void say("The server doesn’t take pictures now. What you did is kept on this device, and sent as soon as it does. If you are signed out, sign in again in another tab.");
      const r = await fetch(at + "/sync", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ sent: new Date().toISOString(), events: kept().events.slice(0, 400) }) });
      if (r.status === 401 || r.status === 403) {
        say("You are signed out. What you did is kept on this device: sign in again in another tab, then go on here.");
        return undefined;
      }
      if (!r.ok) {
        say(((await r.json()) as { message?: string }).message ?? "The server refused what was sent. It is kept on this device.");
        return undefined;
      }
      const a = (await r.json()) as Answer, now = kept();
      now.events = now.events.filter((e) => !a.had.includes(e.id));
      keep(now);
      if (gone) {
        gone = false;
        const void_ = Object.values(a.void);
        say(void_.length ? "The connection is back. Something that you did counts for nothing: " + void_[0] : "The connection is back: all that you did has arrived.", void_.length ? "" : "back");
      }
      return a;
    } catch {
      gone = true;
      lost();
      return undefined;
    } finally {
      sending = false;
    }
  }

  function lost(): void {
    const n = kept().events.length + saying.kept.length;
    say(`No connection. Go on: ${n} ${n === 1 ? "note is" : "notes are"} kept on this device and sent when it is back. Don’t reload this page until then.`);
  }

  // ---- one step
  const typed = (step: string) => "showhow:typed:" + main.dataset.execution + ":" + step;

  /** Notes what was written beside a step. */
  function along(step: string): void {
    for (const l of take(main)) note({ ...l, step });
  }

  /** What this device settled a step as and hasn't sent: settling it again replaces that. */
  const own = (step: string) => kept().events.filter((e) => e.kind === "settled" && e.step === step).map((e) => e.id);

  /** Notes a picture as evidence. */
  async function evidence(step: string, text: string, file: File): Promise<Event> {
    const own = id();
    await album.hold(own, file);
    return note({ kind: "kept", step, text, held: true }, own);
  }

  const able = (form: HTMLFormElement, may: boolean) => all<HTMLButtonElement>("button", form).forEach((b) => (b.disabled = !may));

  /** Says why a step isn't settled, where that lies. */
  function point([why, where]: [string, HTMLElement]): void {
    say(why);
    where.closest("details")?.setAttribute("open", "");
    where.focus();
    where.scrollIntoView({ block: "center" });
  }

  function ready(form: HTMLFormElement): void {
    commands(form);
    remember(form, typed(String(new FormData(form).get("step"))));
    form.addEventListener("submit", (e) => void submit(e, form));
    clocks(form, () => ring(String(new FormData(form).get("step"))));
  }

  const title = document.title, rung = new Set<string>();
  /** Tells once that a step's time is over: in the title, for who looks at another tab, and in words. */
  function ring(step: string, aloud = true): void {
    if (rung.has(step)) return;
    rung.add(step);
    document.title = "Time over · " + title;
    if (aloud && line.hidden) say(step === current ? "The time of this step is over." : "The time of a step is over. It stands above.", "back");
  }

  /** What a step still asks for before it is done, in the server's words. */
  function lacks(form: HTMLFormElement, outcome: string): [string, HTMLElement] | undefined {
    const f = (n: string) => one<HTMLInputElement>(`[name="${n}"]`, form);
    if (outcome !== "ok" && !f("text")?.value.trim()) return ["It needs a reason.", f("text")!];
    if (outcome !== "ok" && outcome !== "recovered") return;
    for (const t of all<HTMLInputElement>("[name=ticked]", form)) if (!t.checked) return ["A warning hasn’t been read yet.", t];
    for (const c of all<HTMLInputElement>("[data-word]", form)) if (c.value.trim() !== c.dataset.word) return [`It destroys something: type “${c.dataset.word}” first.`, c];
    if (form.dataset.observes !== undefined && !f("value")?.value.trim()) return ["What was observed isn’t written down.", f("value")!];
    if (f("answer") && !one("[name=answer]:checked", form)) return ["The question isn’t answered.", f("answer")!];
    return;
  }

  async function submit(e: SubmitEvent, form: HTMLFormElement): Promise<void> {
    const button = e.submitter as HTMLButtonElement | null;
    const data = new FormData(form);
    const step = String(data.get("step")), text = (n: string) => String(data.get(n) ?? "").trim();
    e.preventDefault();
    if (button?.name === "kind") {
      along(step);
      note({ kind: button.value, step });
      if (await send()) location.href = at + "?step=" + step;
      return;
    }
    const outcome = button?.value ?? "ok";
    let bad = lacks(form, outcome) ?? unsure(main);
    if (bad) return point(bad);
    able(form, false);
    if ((bad = await pictures(main, (words, file) => evidence(step, words, file)))) {
      able(form, true);
      return point(bad);
    }
    along(step);
    for (const t of data.getAll("ticked")) note({ kind: "ticked", step, index: Number(t) });
    for (const c of all<HTMLInputElement>("[data-word]", form)) if (c.value.trim()) note({ kind: "confirmed", step, index: Number(c.name.split(".")[1]), value: c.value.trim() });
    if (text("answer")) note({ kind: "answered", step, value: text("answer") });
    sessionStorage.removeItem(typed(step));
    const settled = note({ kind: "settled", step, outcome, value: text("value"), text: text("text"), over: [...text("over").split(" ").filter(Boolean), ...own(step)] });
    const a = await send();
    if (a?.void[settled.id]) {
      say(a.void[settled.id]);
      able(form, true);
    } else if (a) location.href = at;
    else if (gone) show(way.settle(step, outcome, text("answer")));
    else able(form, true);
  }

  function show(key: string | undefined): void {
    const old = one<HTMLFormElement>("[data-step-form]", main);
    const tmpl = key && one<HTMLTemplateElement>(`template[data-offline="${CSS.escape(key)}"]`, main);
    all(".carry-box, .say, .carry-turn", main).forEach((b) => b.remove());
    if (!tmpl || !old) return noted(old, "<h1>The last step is noted</h1><p>It is sent when the connection is back; then say what became of it all.</p>");
    const piece = tmpl.content.cloneNode(true) as DocumentFragment;
    const form = one<HTMLFormElement>("[data-step-form]", piece)!, boxes = all(".carry-box, .say", piece);
    old.replaceWith(form);
    form.after(...boxes);
    boxes.forEach(beside);
    current = key;
    const turn = way.turn(key), here = way.place(key);
    if (turn) {
      const section = ask(main, turn);
      form.before(section);
      answer(section, turned);
    }
    if (here?.settled === "failed") afterFailure(form, () => show(way.after(here)));
    ready(form);
    saying.ready(main);
    note({ kind: "opened", step: key });
    lost();
    scrollTo(0, 0);
    one("h1", form)?.focus({ preventScroll: true });
  }

  /** Says that nothing is left to be done without the server. */
  function noted(old: HTMLElement | null, words: string): void {
    const end = document.createElement("section");
    end.className = "carry-step";
    end.innerHTML = words;
    old?.replaceWith(end);
    current = undefined;
  }

  // ---- the question before a roll back
  const turned: Asked = {
    alone: () => gone || !navigator.onLine,
    back: show,
    async end(why) {
      const ended = note({ kind: "ended", outcome: "failed", text: why });
      const a = await send();
      if (a?.void[ended.id]) say(a.void[ended.id]);
      else if (a) location.href = at;
      else if (gone) {
        all(".carry-box, .say, .carry-turn", main).forEach((b) => b.remove());
        noted(one("[data-step-form]", main), "<h1>That it ends here is noted</h1><p>It is sent when the connection is back.</p>");
        lost();
      }
    },
  };
  const asked = one("[data-turn]", main);
  if (asked) answer(asked, turned);

  // ---- other forms that can wait for the connection
  const beside = (root: ParentNode) => queues(root, { evidence, point, say, send, note: (e) => void note(e), gone: () => gone, went: (step) => (location.href = at + "?step=" + step) });
  beside(main);

  // ---- others
  let source: EventSource | undefined, timer: ReturnType<typeof setTimeout> | undefined;
  let drawn = "";
  const live = one("[data-carry-events]", main)!, alarm = new Alarm(live, one("[data-alarm]", main));
  /** Hears what others do. Where nobody looks at the page it hears nothing, but for one look when a time that it shows is over. */
  function listen(once = false): void {
    source?.close();
    source = undefined;
    clearTimeout(timer);
    if (main.dataset.over !== undefined) return;
    if (document.hidden && !once) return watch();
    source = new EventSource(live.dataset.carryEvents!);
    source.addEventListener("show", (e) => {
      const news = (e as MessageEvent<string>).data; // a piece of this site's own page
      if (news !== drawn) live.innerHTML = drawn = news; // what somebody is about to press stays where nothing is new
      for (const step of ringing()) ring(step);
      alarm.look();
      const settled = one("[data-settled]", live)?.dataset.settled?.split(" ") ?? [];
      if (current && !started.includes(current) && settled.includes(current) && (line.hidden || line.dataset.state === "back")) {
        say("Somebody else has settled this step meanwhile. ");
        const a = Object.assign(document.createElement("a"), { href: at, textContent: "Go on with the next one" });
        line.append(a);
      }
      if (gone && !sending) void send();
      rest();
    });
    source.addEventListener("over", (e) => {
      source?.close();
      void send().then(() => kept().events.length + saying.kept.length === 0 && location.replace((e as MessageEvent<string>).data)); // what ended it may be on its way from here
    });
    source.addEventListener("error", () => {
      if (document.hidden) for (const [step, end] of running()) if (end <= Date.now()) ring(step); // without a connection, by this device's clock
      rest();
    });
  }
  /** Ends the one look of a page that nobody looks at; where the server's clock says that a time still runs, it looks again soon. */
  function rest(): void {
    if (!document.hidden) return;
    source?.close();
    source = undefined;
    watch(10_000);
  }
  function watch(least = 0): void {
    clearTimeout(timer);
    const left = Math.min(...running().map(([, end]) => end)) - Date.now();
    if (Number.isFinite(left)) timer = setTimeout(() => listen(true), Math.min(Math.max(left, least), 2 ** 31 - 1));
  }
  const running = () => (one("[data-running]", live)?.dataset.running?.split(" ").filter(Boolean) ?? []).map((s): [string, number] => [s.slice(0, s.lastIndexOf("@")), Date.parse(s.slice(s.lastIndexOf("@") + 1))]);
  const ringing = () => one("[data-rung]", live)?.dataset.rung?.split(" ").filter(Boolean) ?? [];
  for (const step of ringing()) ring(step, false); // it stands on the page already
  const started = one("[data-settled]", live)?.dataset.settled?.split(" ") ?? [];

  const form = one<HTMLFormElement>("[data-step-form]", main);
  if (form) ready(form);
  saying.ready(main);
  if (current && main.dataset.over === undefined) note({ kind: "opened", step: current });
  void send().then((a) => {
    if (a && a.next !== current && kept().events.length === 0 && !location.search.includes("step=") && current && a.next) location.replace(at); // what was kept here has moved it on
  });
  addEventListener("online", () => void send());
  setInterval(() => gone && !sending && void send(), 5000);
  document.addEventListener("visibilitychange", () => listen());
  addEventListener("pagehide", () => (source?.close(), clearTimeout(timer)));
  addEventListener("pageshow", (e) => e.persisted && listen());
  listen();
}
