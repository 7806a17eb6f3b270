// What carrying a step out asks for beside doing it, in a dialog.
import { Copy } from "./copy";
import { ask } from "./dialog";
import { claim, clone, Conduct, Step, stepKey } from "./form";
import { order } from "./steps";

const roles = ["viewer", "editor", "reviewer", "admin"];

/** The names of procedures in addresses: the first of the library, to be suggested; none where they can't be read. */
async function slugs(): Promise<string[]> {
  const r = await fetch("/v1/procedures?sort=title&limit=200").catch(() => null);
  return r?.ok ? ((await r.json()) as { items: { slug: string }[] }).items.map((p) => p.slug).sort() : [];
}

/** Why a procedure can't be carried out by a step; empty when it can, or when nobody knows just now: the server says so then. */
async function unknown(value: string): Promise<string> {
  const [slug, revision] = value.split(/ +/);
  if (!slug) return "";
  const r = await fetch("/v1/procedures/" + slug).catch(() => null);
  if (r?.status === 404) return `There is no procedure “${slug}” here. Write its name as it stands in the address of its page, after /s/, or choose one of those that are suggested.`;
  const latest = r?.ok ? ((await r.json()) as { latest: number }).latest : 0;
  return latest && Number(revision) > latest ? `“${slug}” has no revision ${revision}: its last one is ${latest}.` : "";
}

/** Changes it; what is left empty isn't asked for. */
export async function conductDialog(copy: Copy, key: string): Promise<void> {
  const all = order(copy), had = copy.body<Step>(stepKey(key))!.conduct ?? {};
  const number = (k?: string) => (k && all.includes(k) ? String(all.indexOf(k) + 1) : "");
  const keyOf = (n: string) => all[Number(n.trim()) - 1];
  const there = await slugs();
  const a = await ask(
    "When it is carried out",
    [
      { name: "value", label: "What has to be observed, letter by letter", value: had.value?.text ?? "", hint: "Such as 200. What was seen is written down beside it." },
      { name: "branches", label: "Answers, one a line", kind: "area", value: (had.branches ?? []).map((b) => b.text + (b.to ? " > " + number(b.to) : "")).join("\n"), hint: "“No > 7” leads to step 7; without a number it is the next one." },
      { name: "wait", label: "Seconds to wait", value: had.wait ? String(had.wait) : "", pattern: "[0-9]*" },
      { name: "approver", label: "Somebody else who approves", value: had.approver ?? "", hint: "Their least role: " + roles.join(", ") + ".", pattern: "(" + roles.join("|") + ")?" },
      { name: "wants", label: "Evidence that has to be kept", value: (had.wants ?? []).join(", "), hint: "text, picture, or both.", pattern: "(text|picture)?([, ]+(text|picture))?" },
      { name: "failed", label: "The step to go on with when it fails", value: number(had.failed), hint: "Its number; empty for the roll back.", pattern: "[0-9]*" },
      { name: "procedure", label: "Another procedure that is carried out here", value: had.procedure ? had.procedure + (had.revision ? " " + had.revision : "") : "", hint: "Its name in addresses and the number of its revision, as in backup-database 3; without a number it is the one in force by then.", pattern: "([a-z0-9\\-]+( +[0-9]+)?)?", list: there, wrong: unknown },
    ],
    { ok: "Save" },
  );
  if (!a) return;
  const body = clone(copy.body<Step>(stepKey(key))!);
  const [procedure, revision] = a.procedure.trim().split(/ +/);
  const next: Conduct = {
    value: a.value.trim() ? claim(a.value.trim()) : undefined,
    branches: a.branches.split("\n").filter((l) => l.trim()).map((l) => {
      const [, words, to] = /^(.*?)(?:\s*>\s*(\d+))?$/.exec(l.trim())!;
      return { ...claim(words), to: to ? keyOf(to) : undefined };
    }),
    wait: Number(a.wait) || undefined,
    approver: a.approver.trim() || undefined,
    wants: a.wants.split(/[, ]+/).filter(Boolean),
    failed: a.failed ? keyOf(a.failed) : undefined,
    procedure: procedure || undefined,
    revision: Number(revision) || undefined,
  };
  body.conduct = next;
  copy.change("change what carrying it out asks for", [{ key: stepKey(key), body }]);
}
