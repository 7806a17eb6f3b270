// The field in which a sentence is written: plain text with names in bold and commands as code. It is loaded when the first one is opened.
import { baseKeymap, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, Node, Schema, Slice } from "prosemirror-model";
import { EditorState, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { parse, Run, Style, write } from "./edit/inline";

const schema = new Schema({
  nodes: { doc: { content: "text*" }, text: {} },
  marks: {
    strong: { excludes: "_", parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    code: { excludes: "_", inclusive: false, parseDOM: [{ tag: "code" }, { tag: "tt" }], toDOM: () => ["code", 0] },
  },
});

function docOf(text: string): Node {
  const all = parse(text).filter((r) => r.text).map((r) => schema.text(r.text, r.style ? [schema.mark(r.style)] : []));
  return schema.node("doc", null, all);
}

function textOf(doc: Node): string {
  const runs: Run[] = [];
  doc.forEach((n) => runs.push({ style: (n.marks[0]?.type.name ?? "") as Style, text: n.text ?? "" }));
  return write(runs).trim();
}

export interface FieldOptions {
  text: string;
  label: string;
  placeholder: string;
  changed(text: string): void;
  /** Enter. */
  next(): void;
  /** Backspace in an empty field. */
  gone(): void;
  /** Escape. */
  close(): void;
  /** Ctrl-Z with nothing left to undo in the field. */
  undo(): void;
}
export interface Field {
  el: HTMLElement;
  focus(): void;
  text(): string;
  mark(style: "strong" | "code"): void;
  end(): void;
}

/** Opens a field within an element, which must be empty. */
function field(host: HTMLElement, o: FieldOptions): Field {
  let last = o.text;
  const state = EditorState.create({
    doc: docOf(o.text),
    plugins: [
      history(),
      keymap({
        Enter: () => (o.next(), true),
        "Shift-Enter": () => true,
        Escape: () => (o.close(), true),
        "Mod-b": toggleMark(schema.marks.strong),
        "Mod-e": toggleMark(schema.marks.code),
        "Mod-z": (s, d) => undo(s, d) || (o.undo(), true),
        "Mod-y": redo,
        "Mod-Shift-z": redo,
        Backspace: (s) => s.doc.content.size === 0 && (o.gone(), true),
      }),
      keymap(baseKeymap),
    ],
  });
  const view: EditorView = new EditorView(host, {
    state,
    attributes: { "aria-label": o.label, role: "textbox", "data-placeholder": o.placeholder, class: "field-text", spellcheck: "true" },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      view.dom.classList.toggle("blank", view.state.doc.content.size === 0);
      const now = textOf(view.state.doc);
      if (tr.docChanged && now !== last) o.changed((last = now));
    },
    // what is pasted comes in as one line, whatever it was
    clipboardTextParser: (text) => new Slice(Fragment.from(text.trim() ? [schema.text(text.replace(/\s+/g, " "))] : []), 0, 0),
    transformPastedHTML: (html) => html.replace(/<\/(p|div|li|tr|h[1-6])>|<br\b[^>]*>/gi, " $&"),
  });
  view.dom.classList.toggle("blank", view.state.doc.content.size === 0);
  return {
    el: view.dom,
    focus() {
      view.focus();
      view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)));
    },
    text: () => textOf(view.state.doc),
    mark: (style) => {
      toggleMark(schema.marks[style])(view.state, view.dispatch);
      view.focus();
    },
    end: () => view.destroy(),
  };
}

declare global {
  interface Window {
    showhowText?: typeof field;
  }
}
window.showhowText = field;
