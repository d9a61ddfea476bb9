/** Asks the server again when something changed: one request at a time, and once more if something changed meanwhile. */

export class Refresh {
  #running: Promise<void> | null = null;
  #again = false;

  constructor(private readonly ask: () => Promise<void>) {}

  /** Ends when what the server had at the call is there. `ask` must not fail. */
  now(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run();
    return this.#running;
  }

  /** Something changed: an answer that is on its way may be from before. */
  outdated(): void {
    if (this.#running) this.#again = true;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.ask();
    } while (this.#again);
    this.#running = null;
  }
}
