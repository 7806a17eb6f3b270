// Secrets of commands: they stay in this tab, and how one is written in an address is said by whoever typed it.

const all = <T extends Element = HTMLElement>(q: string, in_: ParentNode = document) => [...in_.querySelectorAll<T>(q)];
const at = (name: string) => "showhow:secret:" + name, chosen = (name: string) => "showhow:address:" + name;

/** A secret that this tab knows. */
export const secret = (name: string) => sessionStorage.getItem(at(name)) ?? "";

function keep(name: string, value: string): void {
  sessionStorage.setItem(at(name), value);
  sessionStorage.removeItem(chosen(name)); // what was said of the one before
}

/** Has fields that ask for secrets before something is begun keep them. */
export function asked(): void {
  for (const el of all<HTMLInputElement>("[data-secret]")) {
    el.value = secret(el.dataset.secret!);
    el.addEventListener("input", () => keep(el.dataset.secret!, el.value));
  }
}

/** A user's name or a password as addresses write it (as package spell writes it). */
export function encoded(v: string): string {
  return [...v].map((c) => (/[A-Za-z0-9\-_.~$&+,;=]/.test(c) ? c : encodeURIComponent(c).replace(/[!'()*]/g, (x) => "%" + x.charCodeAt(0).toString(16).toUpperCase()))).join("");
}

/** Whether what stands between two texts is the user or the password of an address (as package spell tells it). */
export function inAddress(before: string, after: string): boolean {
  const from = before.lastIndexOf("://"), to = after.indexOf("@");
  return from >= 0 && to >= 0 && !/[ \t\n/@'"]/.test(before.slice(from + 3)) && !/[ \t\n/'"]/.test(after.slice(0, to));
}

/** The secrets of a command, with a field for each. */
export class Secrets {
  private readonly sets = new Map<string, HTMLFieldSetElement>();

  constructor(
    private readonly cmd: HTMLElement,
    private readonly code: HTMLElement,
  ) {
    for (const name of new Set(this.places().map((el) => el.dataset.secretPlace!))) {
      const field = Object.assign(document.createElement("input"), { type: "password", placeholder: `${name}: stays in this tab`, autocomplete: "off", value: secret(name) });
      field.setAttribute("aria-label", name);
      field.addEventListener("input", () => (keep(name, field.value), this.show(name)));
      const box = document.createElement("div");
      box.className = "field confirm own-secret";
      box.append(field);
      cmd.append(box);
      this.show(name);
    }
  }

  private places = () => all("[data-secret-place]", this.code);

  private show(name: string): void {
    for (const el of this.places()) if (el.dataset.secretPlace === name) el.textContent = secret(name) ? "••••••" : `<${name}>`;
    this.ask(name);
  }

  /** Whether a secret stands in an address somewhere in the command, and addresses would write it otherwise. */
  private otherwise(name: string): boolean {
    const nodes = [...this.code.childNodes], text = (some: ChildNode[]) => some.map((n) => n.textContent ?? "").join("");
    return encoded(secret(name)) !== secret(name) && nodes.some((n, i) => (n as HTMLElement).dataset?.secretPlace === name && inAddress(text(nodes.slice(0, i)), text(nodes.slice(i + 1))));
  }

  /** Asks how a secret is written in an address, as long as that is a question. */
  private ask(name: string): HTMLElement | undefined {
    if (!this.otherwise(name)) {
      this.sets.get(name)?.remove();
      this.sets.delete(name);
      return undefined;
    }
    let set = this.sets.get(name);
    if (!set) this.sets.set(name, (set = this.drawn(name)));
    const said = sessionStorage.getItem(chosen(name));
    for (const r of all<HTMLInputElement>("input", set)) r.checked = r.value === said;
    return said ? undefined : set;
  }

  private drawn(name: string): HTMLFieldSetElement {
    const set = document.createElement("fieldset"), legend = document.createElement("legend"), n = all("fieldset[data-address]").length;
    set.className = "left";
    set.dataset.address = name;
    legend.append(Object.assign(document.createElement("code"), { textContent: name }), " stands in an address, and holds characters that mean something else there. How is it to be copied?");
    set.append(legend);
    for (const [value, words] of [["written", "As addresses write it (@ as %40)"], ["typed", "As I typed it: it is written so already"]]) {
      const label = document.createElement("label"), radio = Object.assign(document.createElement("input"), { type: "radio", name: `address.${n}.${name}`, value });
      label.className = "mode";
      label.append(radio, " " + words);
      set.append(label);
    }
    set.addEventListener("change", () => {
      sessionStorage.setItem(chosen(name), set.querySelector<HTMLInputElement>("input:checked")!.value);
      set.classList.remove("asked");
    });
    this.cmd.append(set);
    return set;
  }

  /** What asks for the first choice that isn't made yet, if there is any. */
  open(): HTMLElement | undefined {
    for (const name of new Set(this.places().map((el) => el.dataset.secretPlace!))) {
      const set = this.ask(name);
      if (!set) continue;
      set.classList.add("asked");
      return set.querySelector<HTMLElement>("input") ?? undefined;
    }
    return undefined;
  }

  /** A secret as it is copied between two texts; empty for one that this tab doesn't know. */
  at(name: string, before: string, after: string): string {
    const v = secret(name);
    return inAddress(before, after) && sessionStorage.getItem(chosen(name)) === "written" ? encoded(v) : v;
  }
}
