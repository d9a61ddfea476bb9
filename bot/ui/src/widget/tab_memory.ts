/** What this tab remembers from page to page: whether the panel is open, what was being written, and which teaser was waved away. */

import { Values, browserStore } from "./storage";
import type { Store } from "./storage";

export class TabMemory {
  readonly #values: Values;

  constructor(server: string, store: Store = browserStore("session")) {
    this.#values = new Values(`heed:${server}:tab:`, store);
  }

  get open(): boolean {
    return this.#values.read("open") !== "";
  }

  set open(open: boolean) {
    this.#values.write("open", open ? "yes" : "");
  }

  get draft(): string {
    return this.#values.read("draft");
  }

  set draft(text: string) {
    this.#values.write("draft", text);
  }

  /** The teaser that the customer has read or waved away. */
  get teased(): string {
    return this.#values.read("teased");
  }

  set teased(text: string) {
    this.#values.write("teased", text);
  }

  /** A customer logged out: what was being written is theirs. */
  forget(): void {
    this.draft = "";
  }
}
