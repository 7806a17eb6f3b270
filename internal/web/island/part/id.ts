/** A new id of something that this device makes: it counts once however often it is sent. */
export function id(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
