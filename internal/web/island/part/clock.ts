// The clocks of a step: how long somebody has been at it, and how long they still have to wait.

/** Has a step's clocks run; over is called when its time is over. */
export function clocks(form: HTMLElement, over: () => void): void {
  const clock = form.querySelector<HTMLElement>("[data-clock]"), since = Date.now();
  if (clock) {
    const tick = () => {
      if (!clock.isConnected) return clearInterval(beat);
      const s = Math.floor((Date.now() - since) / 1000);
      clock.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
    };
    const beat = setInterval(tick, 1000);
    tick();
  }
  const until = form.querySelector<HTMLElement>("[data-until]");
  if (until) {
    const end = Date.parse(until.dataset.until!);
    const beat = setInterval(count, 1000);
    function count(): void {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0 || !until!.isConnected) clearInterval(beat);
      if (left <= 0 && until!.isConnected) over();
      until!.textContent = left > 0 ? `Wait ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} more.` : "The time is over.";
    }
    count();
  }
}
