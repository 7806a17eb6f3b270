// The recordings of a procedure as one film: all of them are on one clock, and each is a file of its own.

/** A recording: where it begins on the clock and how long it is, in seconds, and where it's played from, if it is. */
export interface Reel {
  number: number;
  from: number;
  length: number;
  src?: string;
  captions?: string;
  filmed?: boolean;
  note?: string;
}

const data = document.querySelector<HTMLElement>("[data-films]")?.dataset.films;
/** All recordings of the page's procedure; none for one with a single recording. */
export const reels: Reel[] = data ? JSON.parse(data) : [];

/** The recording that a moment is of; undefined for a procedure with a single one. */
export const reelAt = (t: number) => reels.findLast((r) => r.from <= t + 0.001);

const ordinal = (n: number) => n + (["th", "st", "nd", "rd"][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? "th");

/** A moment as the player of its recording tells it: "1:07", or "1:07 (2nd)". */
export function when(t: number): string {
  const r = reelAt(t), own = t - (r?.from ?? 0);
  const clock = `${Math.floor(own / 60)}:${String(Math.floor(own % 60)).padStart(2, "0")}`;
  return r?.number ? `${clock} (${ordinal(r.number + 1)})` : clock;
}

/** What is played beside a procedure: the recording that is asked for, at a moment of the one clock. */
export class Film {
  private at: Reel | undefined;

  /** choice is where a person chooses a recording, note what is said of the one that is shown. */
  constructor(private video: HTMLVideoElement, private choice: HTMLSelectElement | null, private note: HTMLElement | null) {
    this.at = reels.find((r) => String(r.number) === choice?.value);
    choice?.addEventListener("change", () => {
      const r = reels.find((x) => String(x.number) === choice.value);
      if (r) this.seek(r.from, false);
    });
  }

  /** Where the recording that is shown begins. */
  get from(): number {
    return this.at?.from ?? 0;
  }

  get time(): number {
    return this.from + this.video.currentTime;
  }

  /** Whether the recording that a moment is of is played. */
  plays(t: number): boolean {
    const r = reelAt(t);
    return !r || !!r.src;
  }

  /** Goes to a moment, and plays on from there if it is to start. Nothing happens where that recording isn't played. */
  seek(t: number, start: boolean): void {
    const { video } = this;
    if (!this.plays(t)) return;
    const r = reelAt(t);
    if (r && r !== this.at) this.show(r);
    const go = () => {
      video.currentTime = Math.max(0, t - this.from);
      if (start) video.play().catch(() => {}); // the reader may press play
    };
    if (video.readyState > 0) go();
    else {
      video.addEventListener("loadedmetadata", go, { once: true });
      video.load();
    }
  }

  private show(r: Reel): void {
    this.at = r;
    if (this.choice) this.choice.value = String(r.number);
    if (this.note) (this.note.textContent = r.note ?? ""), (this.note.hidden = !r.note);
    const { video } = this;
    const old = video.querySelector("track");
    video.src = r.src!;
    old?.remove();
    if (r.captions) {
      const track = document.createElement("track");
      Object.assign(track, { kind: "captions", src: r.captions, srclang: "en", label: "Narration" });
      track.track.mode = old?.track.mode ?? "disabled";
      video.append(track);
    }
    video.load();
  }
}
