// Tells that another's step failed: aloud, and in the title for who looks at another tab; once for each failure.

export class Alarm {
  private readonly known: Set<string>;
  private readonly title = document.title;

  constructor(
    private readonly live: HTMLElement,
    private readonly voice: HTMLElement | null,
  ) {
    this.known = new Set(this.now()); // they stand on the page that was just opened
  }

  private now(): string[] {
    return this.live.querySelector<HTMLElement>("[data-failed]")?.dataset.failed?.split(" ").filter(Boolean) ?? [];
  }

  /** Looks whether there is a new one. */
  look(): void {
    const words = [...this.live.querySelectorAll<HTMLElement>("[data-alarm-words]")];
    this.now().forEach((id, i) => {
      if (this.known.has(id)) return;
      this.known.add(id);
      document.title = "Step failed · " + this.title;
      if (this.voice) this.voice.textContent = words[i]?.textContent?.trim() ?? "A step failed.";
    });
  }
}
