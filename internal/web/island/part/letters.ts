// Keys that are one letter or sign can be turned off: who speaks to the machine, or strikes keys by chance, would set them off (WCAG 2.1.4).
const key = "showhow-letters";

/** Whether single letters do something. */
export function lettersOn(): boolean {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true; // storage may be off
  }
}

export function setLetters(on: boolean) {
  document.documentElement.dataset.letters = on ? "on" : "off";
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    // it holds for this page, then
  }
}

/** Whether an event is a letter that is turned off. */
export function muted(e: KeyboardEvent): boolean {
  return e.key.length === 1 && e.key !== " " && !e.ctrlKey && !e.metaKey && !e.altKey && (document.documentElement.dataset.letters === "off" || !lettersOn());
}
