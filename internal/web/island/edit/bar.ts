// The bar above what is edited: whether it is saved, the way back, and a name for what there is.
import { Copy, State } from "./copy";
import { h, one } from "./dom";

const long = 4000; // ms that something is said for

export class Bar {
  private at = one("#edit-bar")!;
  private words = one("[data-edit-state]")!;
  private undo = one<HTMLButtonElement>("[data-undo]")!;
  private redo = one<HTMLButtonElement>("[data-redo]")!;
  private name = one<HTMLButtonElement>("[data-name]")!;
  private compare = one("[data-compare]")!;
  private saying = "";
  private timer = 0;
  private last: [State, string | undefined] = ["saved", undefined];

  /** Copy is asked for when it is needed; conflict shows what clashes once more. */
  constructor(private copy: () => Copy, private conflict: () => void) {}

  /** Says what its buttons do, and shows it. */
  open(does: { undo(): void; redo(): void }): void {
    this.undo.addEventListener("click", does.undo);
    this.redo.addEventListener("click", does.redo);
    const dialog = one<HTMLDialogElement>("#name-revision")!;
    this.name.addEventListener("click", () => dialog.showModal());
    one("[data-close]", dialog)!.addEventListener("click", () => dialog.close());
  }

  show(): void {
    this.at.hidden = false;
  }

  /** Shows that there is nothing to be changed, and why. */
  broken(why: string): void {
    this.show();
    this.words.textContent = why;
  }

  /** Says something for a while. What goes wrong is told all the same. */
  say(text: string): void {
    this.saying = this.words.textContent = text;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => ((this.saying = ""), this.state(...this.last)), long);
  }

  state(s: State, text?: string): void {
    this.last = [s, text];
    const copy = this.copy(), n = copy.count;
    const calm = s === "saved" || s === "saving" || s === "waiting";
    this.words.textContent = (calm && this.saying) || {
      saved: copy.dirty ? `Saved. Changed since revision ${copy.latest}.` : `Saved as revision ${copy.latest}.`,
      saving: "Saving…",
      waiting: "Changed…",
      offline: text ?? (!copy.kept ? "No connection. The browser keeps nothing here: leave this page open until it is saved." : undefined) ?? `No connection. ${n === 1 ? "1 change is" : n + " changes are"} kept in this browser and saved later.`,
      conflict: "Somebody else has changed the same.",
      refused: text ?? "This can’t be saved.",
    }[s];
    this.at.dataset.state = s;
    this.undo.disabled = !copy.undoes;
    this.redo.disabled = !copy.redoes;
    this.undo.title = copy.undoes ? `Undo: ${copy.undoes}` : "";
    this.redo.title = copy.redoes ? `Do again: ${copy.redoes}` : "";
    this.name.disabled = !copy.dirty || s !== "saved";
    this.compare.hidden = !copy.dirty;
    one(".edit-again", this.at)?.remove();
    if (s === "refused") this.words.after(h("button", { type: "button", class: "tool edit-again", click: () => copy.discard() }, "Give up this change"));
    if (s === "conflict") this.words.after(h("button", { type: "button", class: "tool edit-again", click: () => this.conflict() }, "Look at it"));
  }
}
