// Runs before anything is painted: light or dark is the system's choice until the reader chooses, and that is remembered.
import { lettersOn, muted, setLetters } from "./part/letters";

const root = document.documentElement;
const key = "showhow-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be off
  }
}

const theme = remembered();
if (theme === "dark" || theme === "light") root.dataset.theme = theme;
root.classList.add("scripts");
root.dataset.letters = lettersOn() ? "on" : "off";

// before all others that listen: fields get their letters, nobody else does
addEventListener("keydown", (e) => muted(e) && !(e.target as HTMLElement).closest?.("input, textarea, select, [contenteditable]") && e.stopImmediatePropagation(), true);

const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-letters-box]")) {
    box.checked = lettersOn();
    box.closest("label")!.hidden = false;
    box.addEventListener("change", () => setLetters(box.checked));
  }
  const button = document.querySelector<HTMLButtonElement>("[data-theme-button]");
  if (!button) return;
  const name = () => (button.textContent = dark() ? "Light" : "Dark");
  button.hidden = false;
  name();
  system.addEventListener("change", name);
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem(key, root.dataset.theme);
    } catch {
      // it holds for this page, then
    }
    name();
  });
});

// "/" goes to the search field, or to the page that has it.
document.addEventListener("keydown", (e) => {
  const at = e.target as HTMLElement;
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || at.closest?.("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector<HTMLInputElement>("[data-search]");
  e.preventDefault();
  if (search) search.select();
  else location.assign((root.dataset.root ?? "") + "/#q");
});
