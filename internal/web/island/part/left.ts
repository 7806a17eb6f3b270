// Recorded values that are left in a command, though others were given: nothing is copied before somebody has said which of them belongs there.

/** Puts what is chosen into the command. Gives what asks for the first choice that isn't made yet, if there is any. */
export function lefts(cmd: HTMLElement, code: HTMLElement): () => HTMLElement | undefined {
  const sets = [...cmd.querySelectorAll<HTMLFieldSetElement>("fieldset[data-left]")];
  for (const set of sets) {
    const places = [...code.querySelectorAll<HTMLElement>("mark[data-left]")].filter((el) => el.dataset.left === set.dataset.left);
    const recorded = places.map((el) => el.textContent!);
    const show = () => {
      const chosen = set.querySelector<HTMLInputElement>("input:checked");
      places.forEach((el, i) => {
        el.textContent = (chosen?.value && el.getAttribute("data-given-" + chosen.value.toLowerCase())) || recorded[i]; // each place is quoted by itself
        el.classList.toggle("chosen", !!chosen);
      });
      set.classList.remove("asked");
    };
    set.addEventListener("change", show);
    show();
  }
  return () => {
    const open = sets.find((set) => !set.querySelector("input:checked"));
    open?.classList.add("asked");
    return open?.querySelector<HTMLElement>("input") ?? undefined;
  };
}
