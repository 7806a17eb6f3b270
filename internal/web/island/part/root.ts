/** The path below which this workspace lies; empty for the server's first one. */
export const root = document.documentElement.dataset.root ?? "";
