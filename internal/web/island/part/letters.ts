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

const told = "showhow-letters-told";

/** Tells, once in a browser, that a letter did something which nobody may have meant: nothing had the focus that it could have been typed into. */
export function tellLetters(e: KeyboardEvent, say: (text: string) => void) {
  if (e.target !== document.body || e.key.length !== 1) return;
  try {
    if (localStorage.getItem(told)) return;
    localStorage.setItem(told, "yes");
  } catch {
    return; // it would be told each time
  }
  say(`${e.key.toUpperCase()} is a key here, for nothing was being written. Ctrl+Z takes back what it did; under Keys single letters are turned off.`);
}
