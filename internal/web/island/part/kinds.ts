// What waits on this device, told by its kind.

import type { Waiting } from "./album";

const many = (n: number, one: string) => (n === 0 ? [] : [n === 1 ? `1 ${one}` : `${n} ${one}s`]);

/** What is kept, in words, and whether that is one thing; "what you do" where it is nothing of its own. */
export function kinds(events: (Waiting & { step?: string })[], said: number): { words: string; one: boolean } {
  const picture = (e: Waiting) => e.kind === "kept" && (e.held === true || !!e.picture);
  const notes = events.filter((e) => e.kind === "noted" || (e.kind === "kept" && !picture(e))).length;
  const photos = events.filter(picture).length, thoughts = events.filter((e) => e.kind === "thought").length + said;
  const steps = new Set(events.filter((e) => e.kind === "settled").map((e) => e.step)), ends = events.some((e) => e.kind === "ended");
  const clocks = events.filter((e) => e.kind === "waiting").length;
  const all = [...many(notes, "note"), ...many(photos, "picture"), ...many(thoughts, "remark"), ...many(clocks, "clock"), ...many(steps.size, "step"), ...(ends ? ["that it ends"] : [])];
  const n = notes + photos + thoughts + clocks + steps.size + (ends ? 1 : 0);
  return { words: all.join(", ") || "what you do", one: n < 2 };
}
