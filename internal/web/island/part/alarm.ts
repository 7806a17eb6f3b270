// Tells what others do that whoever is in the middle of a step has to know: that a step failed, that somebody has begun the same; aloud, and in the title for who looks at another tab, once for each.

export class Alarm {
  private readonly known: Set<string>;
  private readonly title = document.title;

  constructor(
    private readonly live: HTMLElement,
    private readonly voice: HTMLElement | null,
  ) {
    this.known = new Set(this.now().map((e) => e.dataset.news!)); // they stand on the page that was just opened
  }

  private now(): HTMLElement[] {
    return [...this.live.querySelectorAll<HTMLElement>("[data-news]")];
  }

  /** Looks whether there is a new one. */
  look(): void {
    for (const e of this.now()) {
      if (this.known.has(e.dataset.news!)) continue;
      this.known.add(e.dataset.news!);
      document.title = e.dataset.newsTitle + " · " + this.title;
      if (this.voice) this.voice.textContent = e.dataset.newsWords!;
    }
  }
}
