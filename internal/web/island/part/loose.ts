// What is typed at a step and isn't sent yet: it goes along when the step is settled, and stays over a reload. Nothing that somebody wrote vanishes with the page.

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

/** Sends the pictures that were chosen, each with its words; what keeps one from being sent comes back. */
export async function pictures(root: ParentNode): Promise<Lack | undefined> {
  for (const form of beside(root)) {
    const file = form.querySelector<HTMLInputElement>("[name=picture]");
    if (!file?.files?.length) continue;
    const data = new FormData(form);
    data.set("kind", "kept");
    const sent = await fetch(form.action, { method: "POST", body: data }).catch(() => undefined);
    if (!sent?.ok) return [sent ? "The picture below wasn’t taken. Keep it by itself to see why, or take it out." : "The picture below needs the connection. Wait for it, or take the picture out.", file];
    form.reset();
  }
  return undefined;
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
