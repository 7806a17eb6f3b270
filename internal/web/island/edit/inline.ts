// The inline Markdown of an SOP's texts: **names on the screen** and `commands`, nothing else. The server reads it by the same rules
// (internal/sop/inline.go).
export type Style = "" | "strong" | "code";
export interface Run {
  style: Style;
  text: string;
}

const marks = "\\*`";

/** Reads a text into its runs. Marks without a partner stand for themselves. */
export function parse(text: string): Run[] {
  const runs: Run[] = [];
  let plain = "";
  const add = (style: Style, t: string) => {
    if (plain) runs.push({ style: "", text: plain });
    plain = "";
    runs.push({ style, text: t });
  };
  let i = 0;
  while (i < text.length) {
    if (text[i] === "\\" && i + 1 < text.length && marks.includes(text[i + 1])) {
      plain += text[i + 1];
      i += 2;
      continue;
    }
    if (text[i] === "`") {
      const n = /^`+/.exec(text.slice(i))![0].length;
      const close = closing(text, i + n, n);
      if (close < 0) {
        plain += text.slice(i, i + n);
        i += n;
        continue;
      }
      let t = text.slice(i + n, close);
      if (t.length > 2 && t[0] === " " && t[t.length - 1] === " " && t.trim() !== "") t = t.slice(1, -1);
      add("code", t);
      i = close + n;
      continue;
    }
    if (text.startsWith("**", i)) {
      const bold = boldAt(text, i);
      if (bold) {
        add("strong", bold.text);
        i = bold.end;
        continue;
      }
    }
    plain += text[i++];
  }
  if (plain) runs.push({ style: "", text: plain });
  return runs;
}

/** Where a fence of exactly n backticks closes; -1 when it doesn't. */
function closing(text: string, from: number, n: number): number {
  for (let at = from; at < text.length; ) {
    if (text[at] !== "`") {
      at++;
      continue;
    }
    const m = /^`+/.exec(text.slice(at))![0].length;
    if (m === n) return at;
    at += m;
  }
  return -1;
}

function boldAt(text: string, i: number): { text: string; end: number } | null {
  let t = "";
  for (let at = i + 2; at < text.length; at++) {
    if (text[at] === "\\" && at + 1 < text.length && marks.includes(text[at + 1])) t += text[++at];
    else if (text.startsWith("**", at)) return t === "" ? null : { text: t, end: at + 2 };
    else t += text[at];
  }
  return null;
}

/** Writes runs as a text that reads as them. */
export function write(runs: Run[]): string {
  return runs
    .map((r) => {
      const t = r.text.replace(/[\r\n\t]+/g, " ");
      if (r.style === "code") return t.trim() === "" ? t : literal(t);
      const plain = t.replace(/[\\*`]/g, "\\$&");
      return r.style === "strong" && t.trim() !== "" ? boldly(plain) : plain;
    })
    .join("");
}

/** Bold, with the blanks at its ends outside of it. */
function boldly(t: string): string {
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/.exec(t)!;
  return `${before}**${words}**${after}`;
}

function literal(t: string): string {
  const longest = Math.max(0, ...(t.match(/`+/g) ?? []).map((m) => m.length));
  const fence = "`".repeat(longest + 1);
  const padded = (t[0] === " " && t[t.length - 1] === " ") || t[0] === "`" || t[t.length - 1] === "`";
  return fence + (padded ? ` ${t} ` : t) + fence;
}

/** A text without its marks. */
export const bare = (text: string): string => parse(text).map((r) => r.text).join("");

/** A text as nodes. */
export function nodes(text: string): Node[] {
  return parse(text).map((r) => {
    if (!r.style) return document.createTextNode(r.text);
    const el = document.createElement(r.style);
    el.textContent = r.text;
    return el;
  });
}
