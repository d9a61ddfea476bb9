/** Gives the customer a file, without an address that would open it for others. */

import { h } from "../shared/dom";

const KEPT_MS = 60_000;

export function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
}
