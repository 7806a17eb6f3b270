// Commands that are copied: with the values that belong there, the secrets that this tab knows, and nothing before what is open was said.

import { lefts } from "./left";
import { Secrets } from "./secret";

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
export function commands(root: ParentNode): void {
  for (const cmd of root.querySelectorAll<HTMLElement>(".cmd")) {
    const code = cmd.querySelector<HTMLElement>("code"), copy = cmd.querySelector<HTMLButtonElement>(".copy");
    if (!code || !copy) continue;
    copy.hidden = false;
    const open = lefts(cmd, code), secrets = new Secrets(cmd, code);
    copy.addEventListener("click", async () => {
      const ask = open() ?? secrets.open();
      if (ask) return ask.focus();
      let text = "";
      const nodes = [...code.childNodes];
      nodes.forEach((n, i) => {
        const el = n as HTMLElement, name = el.dataset?.secretPlace;
        const secret = name && secrets.at(name, text, nodes.slice(i + 1).map((x) => x.textContent ?? "").join(""));
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
  for (const el of root.querySelectorAll<HTMLInputElement>("[data-word]")) el.addEventListener("input", () => el.classList.toggle("right-word", el.value.trim() === el.dataset.word));
}
