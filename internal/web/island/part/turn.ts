// The way through the steps as far as this page knows it, for when there is no connection: where a step leads, and whether anything has to be taken back before a roll back begins.

/** Where a step leads, and what became of it. */
export interface Place {
  key: string;
  back: boolean;
  number: number;
  failed?: string;
  to?: Record<string, string>;
  settled?: string;
  /** Files that it uses: by which steps they were to be written, and what is said where none of those was done. */
  uses?: { by: string[]; words: string }[];
  /** What it was settled by as failed, as long as it stands so. */
  events?: string[];
}

/** A turn to the roll back: which step failed, and in words how much was done. */
interface Turn {
  failed: Place;
  words: string;
}

export class Way {
  constructor(private readonly all: Place[]) {}

  place = (key: string | undefined) => this.all.find((p) => p.key === key);

  /** Notes what became of a step, and gives where it leads, as the server would. */
  settle(step: string, outcome: string, answer: string, event: string): string | undefined {
    const here = this.place(step);
    if (!here) return undefined;
    here.events = outcome !== "failed" ? [] : here.settled === "failed" ? [...(here.events ?? []), event] : [event];
    here.settled = outcome;
    return outcome === "failed" ? this.after(here) : here.to?.[answer] || this.all.slice(this.all.indexOf(here) + 1).find((p) => p.back === here.back)?.key;
  }

  /** Where one goes on after a step that failed. */
  after(here: Place): string | undefined {
    return here.failed || (here.back ? undefined : this.all.find((p) => p.back)?.key);
  }

  /** The next step behind one that nobody has settled. */
  open = (here: Place) => this.all.slice(this.all.indexOf(here) + 1).find((p) => p.back === here.back && !p.settled);

  /** Whether a step is the first of a roll back that nobody has begun (as State.Turned in sop/execution). */
  turn(to: string | undefined): Turn | undefined {
    const failed = this.all.filter((p) => !p.back && p.settled === "failed").pop();
    if (!failed || !this.place(to)?.back || this.all.some((p) => p.back && p.settled)) return undefined;
    const n = this.all.filter((p) => !p.back && (p.settled === "ok" || p.settled === "recovered")).length;
    const lost = this.all.flatMap((p) => p.uses ?? []).filter((u) => !this.done(u.by)).map((u) => " " + u.words);
    const before = n === 0 ? "no other step was done" : n === 1 ? "1 other step was done" : `${n} other steps were done`;
    return { failed, words: `Step ${failed.number} failed, and ${before}. What follows rolls back.${lost.join("")}` };
  }

  /** Whether one of some steps was done. */
  private done = (keys: string[]) => keys.some((key) => ["ok", "recovered"].includes(this.place(key)?.settled ?? ""));

  /** Shows at a step what it says of files that weren't written. */
  lost(form: ParentNode): void {
    for (const el of form.querySelectorAll<HTMLElement>("[data-lost]")) el.hidden = this.done(el.dataset.lost!.split(" "));
  }
}

/** What the question before a roll back leads to. */
export interface Asked {
  /** Whether the page has to do without the server. */
  alone: () => boolean;
  back: (step: string) => void;
  /** Says that there is no reason yet, where that lies. */
  lacks: (where: HTMLElement) => void;
  end: (why: string) => Promise<void>;
}

/** Draws the question from its template. */
export function ask(root: ParentNode, turn: Turn): HTMLElement {
  const piece = root.querySelector<HTMLTemplateElement>("template[data-offline-turn]")!.content.cloneNode(true) as DocumentFragment;
  const section = piece.querySelector<HTMLElement>("[data-turn]")!, link = section.querySelector<HTMLElement>("[data-turn-back]")!;
  section.querySelector("[data-turn-words]")!.textContent = turn.words;
  link.textContent = `go back to step ${turn.failed.number}`;
  link.dataset.turnBack = turn.failed.key;
  return section;
}

/** Says in a question that was asked without a connection who was told of the failure, once the server has told somebody. */
export function told(root: ParentNode, live: ParentNode, way: Way): void {
  const all = JSON.parse(live.querySelector<HTMLElement>("[data-told]")?.dataset.told ?? "{}") as Record<string, { event: string; words: string }>;
  for (const el of root.querySelectorAll<HTMLElement>("[data-turn] [data-untold]")) {
    const failed = el.closest("[data-turn]")!.querySelector<HTMLElement>("[data-turn-back]")!.dataset.turnBack!, now = all[failed];
    if (!now || !way.place(failed)?.events?.includes(now.event)) continue;
    el.replaceChildren(Object.assign(document.createElement("strong"), { textContent: now.words }));
    delete el.dataset.untold;
  }
}

/** Has the question answered with or without a connection. */
export function answer(section: HTMLElement, to: Asked): void {
  const link = section.querySelector<HTMLElement>("[data-turn-back]")!, form = section.querySelector("form")!, field = form.querySelector<HTMLInputElement>("[name=text]")!;
  link.addEventListener("click", (e) => {
    if (!to.alone()) return;
    e.preventDefault();
    to.back(link.dataset.turnBack!);
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const button = form.querySelector("button")!, why = field.value.trim();
    if (!why) return to.lacks(field);
    button.disabled = true;
    await to.end(why);
    button.disabled = false;
  });
}

/** Has a step that failed lead to what takes it back, and everything else be its being settled again. */
export function afterFailure(form: HTMLElement, on: () => void): void {
  const buttons = form.querySelector(".carry-buttons"), done = buttons?.querySelector<HTMLButtonElement>(":scope > [value=ok]"), ways = form.querySelector(".carry-ways");
  if (!buttons || !done || !ways) return;
  done.className = "button quiet-button";
  done.textContent = "It didn’t fail: done";
  ways.prepend(done);
  form.querySelector(".carry-other-way summary")!.textContent = "Settle it again";
  const go = Object.assign(document.createElement("button"), { type: "button", className: "button big", textContent: "To what follows a failure" });
  go.addEventListener("click", on);
  buttons.prepend(go);
}
