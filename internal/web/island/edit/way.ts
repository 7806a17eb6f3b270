// The way back: what was changed, each with what was there before. It outlives a reload, in this tab alone.
import { Body } from "./form";

export interface Edit {
  key: string;
  before: Body | null;
  after: Body;
}
export interface Entry {
  label: string;
  edits: Edit[];
  /** What is written in one field at a time is undone at once. */
  session?: string;
}

/** It is kept when it has so many letters at most. */
const longest = 1_000_000;

/** Keeps as much of it as there is room for, the newest, for a page and a person. */
export function keep(name: string, done: Entry[], undone: Entry[]): void {
  try {
    let text: string;
    do text = JSON.stringify({ done, undone });
    while (text.length > longest && (done = done.slice(Math.ceil(done.length / 2))).length);
    if (text.length <= longest && (done.length || undone.length)) sessionStorage.setItem(name + "way", text);
    else sessionStorage.removeItem(name + "way");
  } catch {
    // storage is off or full: then a reload forgets it
  }
}

/** What was kept. What is written in a field from now on is undone for itself. */
export function remember(name: string): [Entry[], Entry[]] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name + "way") ?? "null") as { done: Entry[]; undone: Entry[] } | null;
    if (kept) return [kept.done, kept.undone].map((all) => all.map((e) => ({ ...e, session: undefined }))) as [Entry[], Entry[]];
  } catch {
    // what is in it isn't ours
  }
  return [[], []];
}
