// Sends a recording while it is made: an upload (tus 1.0) whose length is told at its end.

import { root } from "./root";

/** What is told of the sending: words, and whether it has failed. */
type Told = (text: string, failed: boolean) => void;

const endpoint = root + "/uploads/";
const pauses = [500, 1000, 2000, 4000, 8000, 15000, 30000]; // ms before each next try

function size(n: number): string {
  return n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`;
}

/** A text as tus takes it in its metadata. */
function encoded(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** The server has refused for good; trying again changes nothing. */
class Refused extends Error {}

export class Sender {
  readonly name: string;
  private url = "";
  private offset = 0; // bytes that have arrived
  private waiting: Blob[] = []; // parts that haven't, from offset on
  private all: Blob[] = []; // every part, as long as none has arrived
  private marks: { at: number; kind: string }[] = [];
  private working: Promise<void> | null = null;
  private refused = "";
  private ended = false;

  constructor(private metadata: Record<string, string>, private kind: string, private told: Told) {
    this.name = metadata.filename;
  }

  add(part: Blob) {
    this.waiting.push(part);
    if (this.offset === 0) this.all.push(part);
    this.work();
  }

  mark(at: number, kind: string) {
    this.marks.push({ at, kind });
    this.work();
  }

  /** The recording as a whole, as long as nothing of it has arrived at the server. */
  whole(): Blob | null {
    return this.offset === 0 && this.all.length > 0 ? new Blob(this.all, { type: this.kind }) : null;
  }

  /** Sends the rest, and tells the length. It gives the upload's id, and nothing when that failed. */
  async end(): Promise<string> {
    this.ended = true;
    this.refused = "";
    for (;;) {
      await this.working;
      if (this.refused) return "";
      if (this.waiting.length === 0 && this.marks.length === 0) break;
      this.work();
    }
    if (this.offset === 0) {
      this.told("Nothing was recorded. Record again, for a second at least.", true);
      return "";
    }
    try {
      await this.tried(() => this.patch(new Blob([]), true));
    } catch (e) {
      this.fail(e);
      return "";
    }
    return this.url.split("/").filter(Boolean).pop()!;
  }

  private work() {
    if (this.working || this.refused) return;
    this.working = this.send().catch((e) => this.fail(e)).finally(() => {
      this.working = null;
      if (!this.refused && (this.waiting.length > 0 || (this.marks.length > 0 && this.url))) this.work();
    });
  }

  private fail(e: unknown) {
    this.refused = e instanceof Error ? e.message : String(e);
    this.told(this.refused, true);
  }

  private async send() {
    if (!this.url && this.waiting.length > 0) await this.tried(() => this.begin());
    while (this.marks.length > 0 && this.url) {
      const m = this.marks[0];
      await this.tried(() => this.ask(`${root}/record/${this.url.split("/").pop()}/marks`, { method: "POST", body: new URLSearchParams({ at: m.at.toFixed(3), kind: m.kind }) }));
      this.marks.shift();
    }
    while (this.waiting.length > 0) {
      const body = new Blob(this.waiting);
      const n = this.waiting.length;
      await this.tried(() => this.patch(body, false), () => this.stand());
      this.waiting.splice(0, n);
      this.all = [];
      this.told(`${size(this.offset)} have arrived${this.ended ? ". The rest is being sent." : ""}`, false);
    }
  }

  /** Does something again until it works; what is refused for good is thrown. */
  private async tried(what: () => Promise<unknown>, before?: () => Promise<unknown>) {
    for (let n = 0; ; n++) {
      try {
        if (n > 0) await before?.();
        await what();
        return;
      } catch (e) {
        if (e instanceof Refused || (this.ended && n >= pauses.length)) throw e;
        this.told("The server can’t be reached. Nothing is lost: it is sent when the connection is back.", false);
        await new Promise((done) => setTimeout(done, pauses[Math.min(n, pauses.length - 1)]));
      }
    }
  }

  private async ask(url: string, init: RequestInit): Promise<Response> {
    let r: Response;
    try {
      r = await fetch(url, init);
    } catch {
      throw new Error("The server can’t be reached. What has arrived is kept: try again when the connection is back.");
    }
    if (r.ok) return r;
    const text = r.headers.get("Content-Type")?.startsWith("text/plain") ? (await r.text()).trim() : "";
    if (r.status === 409 || r.status === 423 || r.status === 429 || r.status >= 500) throw new Error(text || "The server failed. What has arrived is kept: try again in a minute.");
    throw new Refused(text || (r.status === 403 || r.status === 401 ? "You may not bring recordings here. Ask an administrator." : "The server refused the recording."));
  }

  private async begin() {
    const told = Object.entries(this.metadata).map(([k, v]) => `${k} ${encoded(v)}`).join(",");
    const r = await this.ask(endpoint, { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Defer-Length": "1", "Upload-Metadata": told } });
    this.url = new URL(r.headers.get("Location")!, location.href).pathname;
  }

  private async patch(body: Blob, last: boolean) {
    const headers: Record<string, string> = { "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset) };
    if (last) headers["Upload-Length"] = String(this.offset);
    const skip = this.skip;
    const r = await this.ask(this.url, { method: "PATCH", headers, body: skip > 0 ? body.slice(skip) : body });
    const at = Number(r.headers.get("Upload-Offset"));
    if (at < this.offset + body.size - skip) throw new Refused("This recording was ended elsewhere: what had arrived by then is drafted. The rest was not taken.");
    this.offset = at;
    this.skip = 0;
  }

  private skip = 0; // bytes of the waiting parts that have arrived though the answer got lost
  private async stand() {
    const r = await this.ask(this.url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
    const at = Number(r.headers.get("Upload-Offset"));
    if (at > this.offset) {
      this.skip += at - this.offset;
      this.offset = at;
    }
  }
}
