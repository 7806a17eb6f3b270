// The pictures of steps: changed, taken from the recording, or brought.
import { reelAt, reels } from "../part/film";
import { Copy } from "./copy";
import { h, one } from "./dom";
import { Place } from "./field";
import { clone, Step } from "./form";
import { same } from "./merge";
import { bring, edit } from "./picture";

/** Where the procedure is, and what is said to whoever writes. */
export interface Figures {
  main: HTMLElement;
  copy: Copy;
  say(text: string): void;
}

/** What the editor of pictures needs to know of this procedure, and of the recording that a moment is of. */
function pictured({ main }: Figures, moment: number) {
  const at = main.dataset.edit!, r = reelAt(moment);
  if (r) return { at, from: r.from, length: r.length, filmed: !!r.filmed, preview: r.src };
  return { at, from: 0, length: Number(main.dataset.length ?? 0), filmed: main.dataset.filmed !== undefined, preview: one<HTMLVideoElement>(".recording video")?.getAttribute("src") ?? undefined };
}

/** Changes a picture, or removes it. */
export async function figure(o: Figures, place: Place): Promise<void> {
  const { copy, say } = o;
  const i = Number(place.path.split(".")[1]), f = copy.body<Step>(place.key)?.figures?.[i];
  if (!f) return;
  const shown = one<HTMLImageElement>(`#step-${CSS.escape(place.key.slice(5))} [data-field="${place.path}"] img`);
  const made = await edit({ ...pictured(o, f.at), figure: clone(f), src: shown?.src });
  const s = clone(copy.body<Step>(place.key)!), now = s.figures?.findIndex((x) => same(x, f)) ?? -1;
  if (!made) return;
  if (now < 0) return say("Somebody else has changed the picture meanwhile: look at it first.");
  if (made === "remove") s.figures!.splice(now, 1);
  else s.figures![now] = made.figure;
  copy.change(made === "remove" ? "remove a picture" : "change a picture", [{ key: place.key, body: s }]);
}

/** The moment that the film beside the procedure shows. */
function shown(): number {
  const number = one<HTMLSelectElement>("[data-film]")?.value;
  return (reels.find((r) => String(r.number) === number)?.from ?? 0) + (one<HTMLVideoElement>(".recording video")?.currentTime ?? 0);
}

/** Adds a picture: of the recording, or a file that was brought. */
export async function addPicture(o: Figures, key: string, file?: File): Promise<void> {
  const { copy, say } = o;
  const s = copy.body<Step>(key)!;
  let brought;
  try {
    if (file) brought = await bring(o.main.dataset.edit!, file);
  } catch (e) {
    return say((e as Error).message);
  }
  const moment = s.evidence.source === "author" ? shown() : s.evidence.span.from;
  const made = await edit({ ...pictured(o, moment), own: brought, moment });
  if (!made || made === "remove") return;
  const body = clone(copy.body<Step>(key)!);
  body.figures = [...(body.figures ?? []), made.figure];
  copy.change("add a picture", [{ key, body }]);
}

/** Asks for a file of the person's own. */
export function choosePicture(o: Figures, key: string): void {
  const input = h("input", { type: "file", accept: "image/png,image/jpeg,image/webp", hidden: true, "data-own-picture": true, change: () => (input.files?.[0] && void addPicture(o, key, input.files[0]), input.remove()) });
  document.body.append(input);
  input.click();
}
