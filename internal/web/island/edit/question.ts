// The questions to the author: of some parts there are several.
import { Change, Copy } from "./copy";
import { one } from "./dom";
import { clone, Head } from "./form";

/** The text of the question in which a button stands: of some parts there are several. */
export const askedBy = (b: Element): string => one(".ask-head + p", b.closest(".ask")!)?.textContent?.trim() ?? "";

/** The head without the question in which a button stands. */
export function without(copy: Copy, b: Element, part: string): Change {
  const body = clone(copy.body<Head>("head")!), text = askedBy(b);
  body.gaps = (body.gaps ?? []).filter((g) => g.part !== part || g.text !== text);
  return { key: "head", body };
}
