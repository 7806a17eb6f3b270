// Runs before anything is painted: light or dark is the system's choice until the reader chooses, and that is remembered.
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

const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

document.addEventListener("DOMContentLoaded", () => {
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
  else location.assign("/#q");
});
