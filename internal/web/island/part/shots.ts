// The pictures of steps: those to come are fetched while there is a connection, for a page that goes on without one. One that can't be fetched says so, and its marks aren't drawn alone.

const most = 60; // pictures that are fetched ahead
const mostSaving = 4; // of them where whoever looks asks for little data
const mostBytes = 48 << 20; // of all of them, about
const lanes = 2; // that are fetched at a time

const pictures = (root: ParentNode) => [...root.querySelectorAll<HTMLImageElement>(".shot img")];

/** How large a picture was, in bytes, as far as the browser tells. */
const bytes = (img: HTMLImageElement) => (performance.getEntriesByName(img.src).pop() as PerformanceResourceTiming | undefined)?.encodedBodySize ?? 0;

/** Has a picture fetched; false where it can't be. */
const fetched = (img: HTMLImageElement, src: string) => new Promise<boolean>((done) => ((img.onload = () => done(true)), (img.onerror = () => done(false)), (img.src = src)));

export class Shots {
  private readonly here = new Map<string, HTMLImageElement>(); // pictures that were fetched ahead, by their addresses
  private size = 0;
  private going = false;

  constructor(private readonly main: ParentNode) {}

  /** Fetches the pictures of the steps behind one, then of those before it. */
  async ahead(step: string | undefined): Promise<void> {
    if (this.going) return;
    const steps = [...this.main.querySelectorAll<HTMLTemplateElement>("template[data-offline]")], i = steps.findIndex((t) => t.dataset.offline === step);
    const srcs = [...steps.slice(i + 1), ...steps.slice(0, i + 1)].flatMap((t) => pictures(t.content)).map((img) => img.getAttribute("src")!);
    const few = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ? mostSaving : most;
    const open = [...new Set(srcs)].slice(0, few).filter((src) => !this.here.has(src));
    this.going = true;
    const lane = async () => {
      for (let src = open.shift(); src && this.size < mostBytes; src = open.shift()) {
        const img = new Image();
        if (!(await fetched(img, src))) return; // the others wait for the connection, too
        this.here.set(src, img);
        this.size += bytes(img);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    this.going = false;
  }

  /** Puts what was fetched ahead where it belongs. What is shown has to be a part of the page already: elsewhere a picture would be fetched anew. */
  place(root: ParentNode): void {
    for (const img of pictures(root)) {
      const own = this.here.get(img.getAttribute("src")!);
      if (!own || own.isConnected) continue;
      for (const { name, value } of [...img.attributes]) if (name !== "src" && name !== "loading") own.setAttribute(name, value);
      own.onload = own.onerror = null;
      img.replaceWith(own);
    }
    this.watch(root);
  }

  /** Shows marks as soon as their picture is there, and says where it can't be fetched. */
  watch(root: ParentNode): void {
    for (const img of pictures(root)) {
      if (img.complete && img.naturalWidth > 0) continue;
      const marks = img.closest(".shot")!.querySelector<SVGElement>(".marks");
      if (marks) marks.style.visibility = "hidden";
      img.onload = () => {
        if (marks) marks.style.visibility = "";
        this.missing(img, false);
      };
      img.onerror = () => this.missing(img, true);
      if (img.complete) this.retry(img); // it failed before anybody watched
    }
  }

  /** Tries once more what couldn't be fetched, now that the connection may be back. */
  again(step: string | undefined): void {
    for (const img of pictures(this.main)) if (img.closest<HTMLElement>(".shot")!.hidden) this.retry(img);
    void this.ahead(step);
  }

  private retry(img: HTMLImageElement): void {
    img.loading = "eager"; // what isn't seen would wait
    img.src = img.getAttribute("src")!;
  }

  private missing(img: HTMLImageElement, is: boolean): void {
    const shot = img.closest<HTMLElement>(".shot");
    if (!shot || shot.hidden === is) return;
    shot.hidden = is;
    if (!is) return void shot.parentElement!.querySelector(".no-picture")?.remove();
    const words = Object.assign(document.createElement("p"), { className: "no-picture", textContent: `The picture couldn’t be fetched. It shows: ${img.alt} ` });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: "Try again" });
    button.addEventListener("click", () => this.retry(img));
    words.append(button);
    shot.after(words);
  }
}
