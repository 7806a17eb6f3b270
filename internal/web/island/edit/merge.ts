// Brings two changes of one piece together, field by field, as the server does (internal/desk/manuscript/merge.go).
type Fields = Record<string, unknown>;

const empty = (v: unknown) => v === undefined || v === null || (Array.isArray(v) && v.length === 0);

/** Whether two values mean the same; nothing, null and an empty list are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => same(x, b[i]));
  }
  const x = a as Fields, y = b as Fields;
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].every((k) => same(x[k], y[k]));
}

/** Mine and theirs, both made of base. Where both changed the same, theirs counts, and the field is named. */
export function merge<T extends object>(base: T, mine: T, theirs: T): { merged: T; clash: string[] } {
  const b = base as Fields, m = mine as Fields, t = theirs as Fields;
  const merged: Fields = {}, clash: string[] = [];
  for (const f of new Set([...Object.keys(b), ...Object.keys(m), ...Object.keys(t)])) {
    if (same(m[f], t[f]) || same(b[f], t[f])) merged[f] = m[f];
    else {
      merged[f] = t[f];
      if (!same(b[f], m[f])) clash.push(f);
    }
  }
  return { merged: merged as T, clash };
}
