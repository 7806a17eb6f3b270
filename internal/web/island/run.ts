// Carrying a procedure out: what is done is noted on this device first, and sent as soon as the server can be reached. The page goes on from step to step
// without a connection; only a reload needs one. Secrets stay in this tab.
import { Alarm } from "./part/alarm";
import { clocks } from "./part/clock";
import { commands } from "./part/command";
import { pictures, queues, remember, take, unsure } from "./part/loose";
import { Post } from "./part/post";
import { asked as askedSecrets } from "./part/secret";
import { Shots } from "./part/shots";
import { afterFailure, answer, ask, told, Way, type Asked, type Place } from "./part/turn";

const one = <T extends Element = HTMLElement>(q: string, in_: ParentNode = document) => in_.querySelector<T>(q);
const all = <T extends Element = HTMLElement>(q: string, in_: ParentNode = document) => [...in_.querySelectorAll<T>(q)];

askedSecrets();

// ---- what is done, kept on this device until the server has it
const main = one("[data-carry]");
if (main) carry(main, main.dataset.carry!);

function carry(main: HTMLElement, at: string): void {
  const line = one("[data-line]", main)!;
  const way = new Way(JSON.parse(main.dataset.way ?? "[]"));
  let current = main.dataset.step;
  const shots = new Shots(main);

  const post = new Post(main, at, { say: (text, state) => say(text, state), back: () => (listen(), shots.again(current)), arrived: () => after() });
  const note = post.note.bind(post), send = post.send.bind(post), saying = post.saying;
  const go = (to: string) => (post.leave(), (location.href = to));

  function say(text: string, state = ""): void {
    line.hidden = text === "";
    line.textContent = text;
    line.dataset.state = state;
  }

  // ---- one step
  const typed = (step: string) => "showhow:typed:" + main.dataset.execution + ":" + step;

  /** Notes what was written beside a step. */
  function along(step: string): void {
    for (const l of take(main)) note({ ...l, step });
  }

  /** What this device settled a step as and hasn't sent: settling it again replaces that. */
  const own = (step: string) => post.kept().events.filter((e) => e.kind === "settled" && e.step === step).map((e) => e.id);

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
    if (form.dataset.first && !f("text")?.value.trim() && !settledNow().includes(form.dataset.first)) return ["A step before it isn’t settled: say why this one is done first.", f("text")!];
    if (form.dataset.halted !== undefined && !f("text")?.value.trim()) return ["A step before it failed, and nothing says what to do then: say why you go on all the same.", f("text")!];
    if (form.dataset.failing !== undefined && !f("text")?.value.trim()) return ["A command of it ended badly: say why the step is done all the same.", f("text")!];
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
      if (await send()) go(at + "?step=" + step);
      else if (post.alone && !post.gone) say("It is noted.", "back");
      return;
    }
    const outcome = button?.value ?? "ok";
    let bad = lacks(form, outcome) ?? unsure(main);
    if (bad) return point(bad);
    able(form, false);
    if ((bad = await pictures(main, (words, file) => post.evidence(step, words, file)))) {
      able(form, true);
      return point(bad);
    }
    along(step);
    for (const t of data.getAll("ticked")) note({ kind: "ticked", step, index: Number(t) });
    for (const c of all<HTMLInputElement>("[data-word]", form)) if (c.value.trim()) note({ kind: "confirmed", step, index: Number(c.name.split(".")[1]), value: c.value.trim() });
    if (text("answer")) note({ kind: "answered", step, value: text("answer") });
    sessionStorage.removeItem(typed(step));
    const settled = note({ kind: "settled", step, outcome, value: text("value"), text: text("text"), over: [...text("over").split(" ").filter(Boolean), ...own(step)] });
    const a = await send(), why = post.why(settled.id);
    if (why) {
      say(why);
      able(form, true);
    } else if (a && !post.busy) go(at);
    else if (a || post.alone) show(way.settle(step, outcome, text("answer"), settled.id));
    else able(form, true);
  }

  function show(key: string | undefined): void {
    const old = one<HTMLElement>("[data-step-form], .carry-noted", main);
    const tmpl = key && one<HTMLTemplateElement>(`template[data-offline="${CSS.escape(key)}"]`, main);
    all(".carry-box, .say, .carry-turn", main).forEach((b) => b.remove());
    const failed = way.place(current);
    if (!tmpl && failed?.settled === "failed") return nowhere(old, failed);
    if (!tmpl || !old) return noted(old, `<h1>The last step is noted</h1><p>It is sent ${later()}; then say what became of it all.</p>`);
    const piece = tmpl.content.cloneNode(true) as DocumentFragment;
    const form = one<HTMLFormElement>("[data-step-form]", piece)!, boxes = all(".carry-box, .say", piece);
    old.replaceWith(form);
    form.after(...boxes);
    boxes.forEach(beside);
    shots.place(form);
    current = key;
    const turn = way.turn(key), here = way.place(key);
    if (turn) {
      const section = ask(main, turn);
      form.before(section);
      answer(section, turned);
    }
    way.lost(form);
    if (here?.settled === "failed") afterFailure(form, () => show(way.after(here)));
    ready(form);
    saying.ready(main);
    note({ kind: "opened", step: key });
    post.stay();
    scrollTo(0, 0);
    one("h1", form)?.focus({ preventScroll: true });
  }

  /** Says without the server that a step failed and nothing says what to do then, with whom one can call. Going on all the same wants a reason. */
  function nowhere(old: HTMLElement | null, failed: Place): void {
    const next = way.open(failed);
    noted(old, `<h1>Step ${failed.number} failed</h1><p>Nothing in this procedure says what to do then. <strong>Nobody was told yet</strong>: that it failed is sent ${later()}; then settle it again, or end it.</p>`);
    const section = one(".carry-noted", main)!, call = one<HTMLTemplateElement>("template[data-offline-turn]", main)?.content.querySelector(".carry-call");
    if (call) section.append(call.cloneNode(true));
    if (!next) return;
    const go = Object.assign(document.createElement("button"), { type: "button", className: "button quiet-button", textContent: `Go on with step ${next.number} all the same` });
    section.append(go);
    go.addEventListener("click", () => {
      show(next.key);
      const form = one<HTMLFormElement>("[data-step-form]", main);
      if (form) (form.dataset.halted = "", one("details.carry-other-way", form)?.setAttribute("open", ""));
    });
  }

  /** Says that nothing is left to be done without the server. */
  function noted(old: HTMLElement | null, words: string): void {
    const end = document.createElement("section");
    end.className = "carry-step carry-noted";
    end.innerHTML = words;
    old?.replaceWith(end);
    current = undefined;
    post.stay();
  }
  const later = () => (post.gone ? "when the connection is back" : "after the picture");

  /** Leads on where all has arrived, and nothing was left to be done without the server. */
  function after(): void {
    if (!one(".carry-noted", main)) return;
    line.append(" ", Object.assign(document.createElement("a"), { href: at, textContent: "Go on" }));
  }

  // ---- the question before a roll back
  const turned: Asked = {
    alone: () => post.alone || !navigator.onLine,
    back: show,
    lacks: (where) => point(["It needs a reason.", where]),
    async end(why) {
      const ended = note({ kind: "ended", outcome: "failed", text: why });
      const a = await send(), bad = post.why(ended.id);
      if (bad) say(bad);
      else if (a) go(at);
      else if (post.alone) {
        all(".carry-box, .say, .carry-turn", main).forEach((b) => b.remove());
        noted(one("[data-step-form]", main), `<h1>That it ends here is noted</h1><p>It is sent ${later()}.</p>`);
      }
    },
  };
  const asked = one("[data-turn]", main);
  if (asked) answer(asked, turned);

  // ---- other forms that can wait for the connection
  const beside = (root: ParentNode) => queues(root, { evidence: post.evidence.bind(post), point, say, send, note: (e) => void note(e), alone: () => post.alone, gone: () => post.gone, went: (step) => go(at + "?step=" + step) });
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
      told(main, live, way);
      const settled = settledNow();
      if (current && !started.includes(current) && settled.includes(current) && (line.hidden || line.dataset.state === "back")) {
        say("Somebody else has settled this step meanwhile. ");
        const a = Object.assign(document.createElement("a"), { href: at, textContent: "Go on with the next one" });
        line.append(a);
      }
      if (post.gone && !post.sending) void send().then(() => {
        if (!post.gone || post.waits > 0) return;
        post.gone = false; // another tab has sent it
        say("The connection is back: all that you did has arrived.", "back");
      });
      rest();
    });
    source.addEventListener("over", (e) => {
      source?.close();
      void send().then(() => post.waits === post.held && location.replace((e as MessageEvent<string>).data)); // what ended it may be on its way from here
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
  const settledNow = () => one("[data-settled]", live)?.dataset.settled?.split(" ") ?? [];
  const running = () => (one("[data-running]", live)?.dataset.running?.split(" ").filter(Boolean) ?? []).map((s): [string, number] => [s.slice(0, s.lastIndexOf("@")), Date.parse(s.slice(s.lastIndexOf("@") + 1))]);
  const ringing = () => one("[data-rung]", live)?.dataset.rung?.split(" ").filter(Boolean) ?? [];
  for (const step of ringing()) ring(step, false); // it stands on the page already
  const started = settledNow();

  const form = one<HTMLFormElement>("[data-step-form]", main);
  if (form) ready(form);
  saying.ready(main);
  if (current && main.dataset.over === undefined) note({ kind: "opened", step: current });
  void send().then((a) => {
    if (a && a.next !== current && post.kept().events.length === 0 && !location.search.includes("step=") && current && a.next) (post.leave(), location.replace(at)); // what was kept here has moved it on
  });
  addEventListener("online", () => (post.now(), shots.again(current)));
  shots.watch(main);
  const ahead = () => void shots.ahead(current);
  if (document.readyState === "complete") ahead();
  else addEventListener("load", ahead); // what is shown comes first
  setInterval(() => post.tick(), 5000);
  document.addEventListener("visibilitychange", () => listen());
  addEventListener("pagehide", () => (source?.close(), clearTimeout(timer)));
  addEventListener("pageshow", (e) => e.persisted && listen());
  listen();
}
