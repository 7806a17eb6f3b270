// The microphone: which one, and whether it is heard.
export class Voice {
  private stream: MediaStream | null = null;
  private from = "";
  private context: AudioContext | null = null;

  constructor(private choice: HTMLSelectElement, private words: HTMLElement, private meters: HTMLMeterElement[]) {
    choice.addEventListener("change", () => this.stream && void this.open());
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.list());
  }

  /** Opens the chosen microphone; null when none is wanted or none can be had, which is then said. */
  async open(): Promise<MediaStreamTrack | null> {
    const id = this.choice.value;
    if (this.stream && this.from === id && this.stream.active) return this.stream.getAudioTracks()[0];
    this.close();
    if (id === "") {
      this.words.textContent = "The recording will have no voice: the steps are drafted from what is seen alone.";
      return null;
    }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: id === "default" ? undefined : { exact: id }, echoCancellation: false, noiseSuppression: true, autoGainControl: true } });
    } catch (e) {
      const name = (e as DOMException).name;
      this.words.textContent =
        name === "NotAllowedError" ? "The browser doesn’t let this page use the microphone. Allow it in the address bar; until then you are recorded without a voice."
        : name === "NotFoundError" || name === "OverconstrainedError" ? "There is no such microphone. Plug one in, or record without a voice."
        : name === "NotReadableError" ? "Another program has the microphone. Close that, or record without a voice."
        : "The microphone can’t be used: " + (e as Error).message;
      return null;
    }
    this.from = id;
    this.words.textContent = "Say something: the bar must move.";
    this.measure();
    await this.list();
    return this.stream.getAudioTracks()[0];
  }

  close() {
    for (const t of this.stream?.getTracks() ?? []) t.stop();
    this.stream = null;
    void this.context?.close();
    this.context = null;
    for (const m of this.meters) m.value = 0;
  }

  /** Lists the microphones; browsers name them only after one was allowed. */
  private async list() {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === "audioinput" && d.deviceId && d.deviceId !== "default" && d.label);
    const chosen = this.choice.value;
    for (const o of [...this.choice.options]) if (o.value !== "" && o.value !== "default") o.remove();
    for (const d of all) this.choice.add(new Option(d.label, d.deviceId), this.choice.options[this.choice.options.length - 1]);
    this.choice.value = chosen;
    if (this.choice.selectedIndex < 0) this.choice.value = "default"; // it was unplugged
  }

  private measure() {
    const context = (this.context = new AudioContext());
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(this.stream!).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    let heard = false;
    const look = () => {
      if (this.context !== context) return;
      analyser.getFloatTimeDomainData(wave);
      const power = Math.sqrt(wave.reduce((sum, v) => sum + v * v, 0) / wave.length);
      const level = Math.max(0, Math.min(1, 1 + Math.log10(power + 1e-6) / 3)); // -60 dB is nothing, 0 dB all
      for (const m of this.meters) m.value = level;
      if (!heard && level > 0.35) {
        heard = true;
        this.words.textContent = "You are heard.";
      }
      setTimeout(look, 100);
    };
    look();
  }
}
