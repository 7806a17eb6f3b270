// What is typed at a step and isn't sent yet: it goes along when the step is settled, and stays over a reload. Nothing that somebody wrote vanishes with the page.

import { wrong } from "./album";

/** A note or a finding, as the server takes it. */
export interface Loose {
  kind: string;
  value: string;
  text: string;
}

/** Why a step can't be settled yet, and where that lies. */
export type Lack = [string, HTMLElement];

const beside = (root: ParentNode) => [...root.querySelectorAll<HTMLFormElement>("form[data-queue], form[data-evidence]")];
const text = (form: HTMLFormElement) => form.querySelector<HTMLTextAreaElement>("[name=text]")?.value.trim() ?? "";
const choice = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>("[name=value]:checked");

/** What lies beside a step that only its writer can make whole; undefined for nothing. */
export function unsure(root: ParentNode): Lack | undefined {
  for (const form of beside(root)) {
    const first = form.querySelector<HTMLInputElement>("[type=radio][name=value]");
    if (first && text(form) && !choice(form)) return ["Say which of these your words below are, or take them out.", first];
  }
  const said = root.querySelector<HTMLTextAreaElement>(".say form textarea");
  return said?.value.trim() ? ["Your feedback below isn’t sent. Send it, or take it out.", said] : undefined;
}

/** Gives the pictures that were chosen on, each with its words; what keeps one from being kept comes back. */
export async function pictures(root: ParentNode, keep: (text: string, file: File) => Promise<unknown>): Promise<Lack | undefined> {
  for (const form of beside(root)) {
    const field = form.querySelector<HTMLInputElement>("[name=picture]"), file = field?.files?.[0];
    if (!field || !file) continue;
    const why = await wrong(file);
    if (why) return [why, field];
    await keep(text(form), file);
    form.reset();
  }
  return undefined;
}

/** What becomes of what is kept by itself. */
export interface Queue {
  note: (e: Loose & { step: string }) => void;
  /** Keeps a picture; false where the device does so only as long as the page is open. */
  evidence: (step: string, text: string, file: File) => Promise<boolean>;
  send: () => Promise<unknown>;
  say: (text: string) => void;
  point: (bad: Lack) => void;
  /** Whether the page goes on without the server's own, and whether that is for a lost connection. */
  alone: () => boolean;
  gone: () => boolean;
  went: (step: string) => void;
}

/** Has the forms beside a step wait for the connection, where there is none. */
export function queues(root: ParentNode, to: Queue): void {
  for (const form of beside(root)) form.addEventListener("submit", (e) => (e.preventDefault(), void queue(form, e.submitter as HTMLButtonElement | null, to)));
}

async function queue(form: HTMLFormElement, button: HTMLButtonElement | null, to: Queue): Promise<void> {
  const data = new FormData(form), step = String(data.get("step")), file = form.querySelector<HTMLInputElement>("[name=picture]")?.files?.length;
  const kind = button?.value || String(data.get("kind"));
  if (kind === "thought" && !choice(form)) return to.say("Say which it is: unclear, missing, wrong, or took long.");
  if (!file && !text(form) && kind !== "thought") return to.say("Write something first.");
  let lasts = true;
  const bad = await pictures(form.parentElement!, async (words, f) => (lasts = await to.evidence(step, words, f)));
  if (bad) return to.point(bad);
  if (!file) to.note({ kind, step, value: String(data.get("value") ?? ""), text: text(form) });
  form.reset();
  if (await to.send()) return to.went(step);
  if (!to.alone()) return; // the page's line says why
  const told = form.parentElement!.querySelector(".said-note") ?? Object.assign(document.createElement("p"), { className: "said-note", role: "status" });
  form.after(told);
  const until = to.gone() ? ", and sent when the connection is back." : ", and on its way.";
  told.textContent = !file && !to.gone() ? "It is noted." : `${file ? "The picture is" : "It is"} kept on this device${lasts ? "" : " as long as this page is open"}${until}`;
}

/** Takes what was written beside a step. */
export function take(root: ParentNode): Loose[] {
  const all: Loose[] = [];
  for (const form of beside(root)) {
    const chosen = choice(form);
    if (chosen) all.push({ kind: "thought", value: chosen.value, text: text(form) });
    else if (text(form) && !form.querySelector("[type=radio][name=value]")) all.push({ kind: "noted", value: "", text: text(form) });
    else continue;
    form.reset();
  }
  return all;
}

/** Keeps what is typed in a step's own form in this tab, and writes it there again after a reload. What confirms a command is typed anew. */
export function remember(form: HTMLFormElement, key: string): void {
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, [name=ticked], [name=answer]")];
  const was = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, string | boolean>;
  const name = (f: HTMLInputElement | HTMLTextAreaElement) => (f instanceof HTMLInputElement ? `${f.name}=${f.value}` : f.name);
  for (const f of fields) {
    const v = was[name(f)];
    if (f instanceof HTMLInputElement) f.checked ||= v === true;
    else if (f.value === "" && typeof v === "string" && v !== "") {
      f.value = v;
      f.closest("details")?.setAttribute("open", "");
    }
  }
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((f) => [name(f), f instanceof HTMLInputElement ? f.checked : f.value])))));
}
