// Sends recordings in pieces, so that a lost connection, a closed tab or a server that is started anew costs nothing but time.
import { Upload, type PreviousUpload } from "tus-js-client";
import { root } from "./part/root";

const form = document.querySelector<HTMLFormElement>("[data-upload]")!;
const drop = form.querySelector<HTMLElement>("[data-drop]")!;
const input = form.querySelector<HTMLInputElement>("#recording")!;
const list = form.querySelector<HTMLElement>("[data-uploads]")!;
const status = form.querySelector<HTMLElement>("[data-status]")!;
const row = document.querySelector<HTMLTemplateElement>("[data-upload-row]")!;
const endpoint = root + "/uploads/";
const piece = 16 << 20; // bytes; what a lost connection costs at most on a place that keeps pieces only as a whole

// with scripts a file is sent as soon as it's chosen
form.querySelector<HTMLElement>("[data-plain]")!.hidden = true;
form.addEventListener("submit", (e) => e.preventDefault());

/** The uploads of this page that aren't done. */
const going = new Set<Going>();
let arrived: string[] = [];

function size(n: number): string {
  return n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`;
}

function left(seconds: number): string {
  if (!isFinite(seconds)) return "";
  if (seconds < 10) return "a few seconds left";
  if (seconds < 60) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min left`;
}

/** One file on its way. */
class Going {
  private el = row.content.firstElementChild!.cloneNode(true) as HTMLElement;
  private upload: Upload;
  paused = false;
  private began = { at: 0, sent: 0 };

  constructor(private file: File, private subtitles?: File) {
    this.q(".name").textContent = file.name;
    list.append(this.el);
    going.add(this);
    this.upload = new Upload(file, {
      endpoint,
      chunkSize: piece,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, ...words() },
      onProgress: (sent, all) => this.progress(sent, all ?? file.size),
      onSuccess: () => this.done(),
      onError: (e) => this.failed(e),
    });
    this.button("[data-pause]").addEventListener("click", () => (this.paused ? this.resume() : this.pause()));
    this.button("[data-remove]").addEventListener("click", () => void this.remove());
    this.how("Preparing");
    void this.start();
  }

  private q = (s: string) => this.el.querySelector<HTMLElement>(s)!;
  private button = (s: string) => this.el.querySelector<HTMLButtonElement>(s)!;
  private how(text: string) {
    this.q(".how").textContent = text;
  }

  private async start() {
    let before: PreviousUpload[] = [];
    try {
      before = await this.upload.findPreviousUploads();
    } catch {
      // storage may be off: it begins anew
    }
    if (before.length === 0 && this.subtitles && !(await this.bringSubtitles())) return;
    if (before.length > 0) this.upload.resumeFromPreviousUpload(before[before.length - 1]);
    if (!this.paused) this.upload.start();
  }

  /** Sends the subtitle file first; the upload then names it. */
  private async bringSubtitles(): Promise<boolean> {
    const f = this.subtitles!;
    let why = "The server can’t be reached.";
    try {
      const r = await fetch(root + "/v1/subtitles?name=" + encodeURIComponent(f.name), { method: "POST", body: f, headers: { "Content-Type": "application/octet-stream" } });
      const answer = (await r.json()) as { id?: string; detail?: string };
      if (r.ok) {
        Object.assign(this.upload.options.metadata!, { subtitles: answer.id, subtitles_name: f.name });
        return true;
      }
      why = answer.detail ?? why;
    } catch {
      // told below
    }
    this.paused = true;
    this.el.classList.add("failed");
    this.button("[data-pause]").hidden = true;
    this.how(`${f.name}: ${why}`);
    say(`${f.name}: ${why}`);
    return false;
  }

  private progress(sent: number, all: number) {
    if (this.paused) return;
    const now = performance.now();
    if (this.began.at === 0) this.began = { at: now, sent };
    const speed = (sent - this.began.sent) / ((now - this.began.at) / 1000);
    const bar = this.el.querySelector("progress")!;
    bar.value = all > 0 ? sent / all : 1;
    bar.setAttribute("aria-label", this.file.name);
    const words = [`${size(sent)} of ${size(all)}`, now - this.began.at > 2000 ? left((all - sent) / speed) : ""];
    this.how(words.filter(Boolean).join(" · "));
  }

  private pause() {
    this.paused = true;
    void this.upload.abort();
    this.button("[data-pause]").textContent = "Go on";
    this.how("Paused. What has arrived is kept.");
  }

  private resume() {
    this.paused = false;
    this.began.at = 0;
    this.el.classList.remove("failed");
    this.button("[data-pause]").textContent = "Pause";
    this.how("Going on");
    this.upload.start();
  }

  private async remove() {
    this.paused = true;
    going.delete(this);
    this.el.remove();
    say(`${this.file.name} was removed.`);
    try {
      await this.upload.abort(true);
    } catch {
      // the server drops what nobody goes on with
    }
    settle();
  }

  private failed(e: unknown) {
    this.paused = true;
    this.el.classList.add("failed");
    this.button("[data-pause]").textContent = "Try again";
    const answer = (e as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
    const words = why(answer?.getStatus() ?? 0, answer?.getBody().trim());
    this.how(words);
    say(`${this.file.name}: ${words}`);
  }

  private done() {
    going.delete(this);
    const id = this.upload.url!.split(/[?#]/)[0].split("/").filter(Boolean).pop()!;
    arrived.push(id);
    this.el.querySelector("progress")!.value = 1;
    this.q(".upload-tools").replaceChildren(Object.assign(document.createElement("a"), { className: "tool", href: root + "/new/" + id, textContent: "See the draft" }));
    this.how("Arrived. Drafting begins.");
    say(`${this.file.name} has arrived.`);
    settle();
  }
}

/** Why an upload stopped, by the server's answer. */
function why(status: number, said = ""): string {
  switch (true) {
    case status === 0: return "The server can’t be reached. What has arrived is kept: try again when the connection is back.";
    case status === 401 || status === 403: return "You may not bring recordings here. Ask an administrator.";
    case status === 429: return said || "This workspace has taken in all that it may. Ask an administrator.";
    case status === 413: return "The file is larger than this server takes. Ask an administrator, or cut it into parts.";
    case status === 415 || status === 422: return "This is no recording that Showhow can read. Choose an MP4, MOV, MKV, WebM or asciinema file.";
    case status >= 500: return "The server failed. What has arrived is kept: try again in a minute.";
  }
  return "The server refused the file. Remove it, and choose it again.";
}

function say(text: string) {
  status.textContent = text;
}

/** What the form says about the draft. */
function words(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of ["title", "template", "brief", "into", "language", "mask"]) {
    const value = (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim();
    if (value) all[name] = value;
  }
  return all;
}

/** Goes on to what was brought when nothing is on its way any more. */
function settle() {
  if (going.size > 0 || arrived.length === 0) return;
  location.assign(root + (arrived.length === 1 ? "/new/" + arrived[0] : "/"));
}

const subtitles = form.querySelector<HTMLInputElement>("#subtitles")!;
const isSubtitles = (f: File) => /\.(vtt|srt)$/i.test(f.name);
const stem = (f: File) => f.name.replace(/\.[^.]*$/, "");

/** Brings recordings, each with the subtitle file that was chosen for it or lies beside it under its name. */
function bring(files: Iterable<File>) {
  const all = [...files];
  const recordings = all.filter((f) => !isSubtitles(f));
  const words = all.filter(isSubtitles);
  for (const f of recordings) {
    const own = words.find((s) => stem(s) === stem(f) || stem(s) === f.name) ?? (recordings.length === 1 ? words[0] : undefined);
    const chosen = subtitles.files?.[0];
    new Going(f, own ?? chosen);
    if (!own && chosen) subtitles.value = "";
  }
  if (recordings.length === 0 && words.length > 0) {
    const chosen = new DataTransfer();
    chosen.items.add(words[0]);
    subtitles.files = chosen.files;
    subtitles.closest("details")!.open = true;
    say(`${words[0].name} is kept for the recording that you choose next.`);
  }
}

function chosen() {
  bring([...(input.files ?? [])]);
  input.value = "";
}
input.addEventListener("change", chosen);
if (input.files?.length) chosen(); // before this script was here

// the whole page takes what is dropped, so that a file that misses the zone doesn't replace the page
const files = (e: DragEvent) => [...(e.dataTransfer?.types ?? [])].includes("Files");
let within = 0;
addEventListener("dragenter", (e) => files(e) && (within++, drop.classList.add("over")));
addEventListener("dragleave", (e) => files(e) && --within <= 0 && ((within = 0), drop.classList.remove("over")));
addEventListener("dragover", (e) => files(e) && e.preventDefault());
addEventListener("drop", (e) => {
  if (!files(e)) return;
  e.preventDefault();
  within = 0;
  drop.classList.remove("over");
  bring(e.dataTransfer!.files);
});
addEventListener("beforeunload", (e) => [...going].some((g) => !g.paused) && e.preventDefault());

// uploads that a closed tab left are told of: the browser gives a file only when it's chosen again
function rest() {
  const names: string[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith("tus::")) continue;
      const before = JSON.parse(localStorage.getItem(key) ?? "{}") as { metadata?: { filename?: string } };
      if (before.metadata?.filename) names.push(before.metadata.filename);
    }
  } catch {
    return; // storage may be off
  }
  if (names.length === 0) return;
  const note = document.createElement("p");
  note.className = "limit";
  note.textContent = `Begun and not finished: ${[...new Set(names)].join(", ")}. Choose ${names.length > 1 ? "them" : "it"} again, and the upload goes on where it stopped.`;
  drop.after(note);
}
rest();
