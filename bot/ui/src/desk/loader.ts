/** Asks the server for what the desk shows, and puts it into the state. */

import { DeskError } from "./api";
import type { Api, Search } from "./api";
import { Refresh } from "./refresh";
import { rights } from "./state";
import type { Store } from "./store";

export class Loader {
  readonly cases: Refresh;
  readonly #opened: Refresh;
  #search = 0;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly locale: () => string,
  ) {
    this.cases = new Refresh(() => this.#cases());
    this.#opened = new Refresh(() => this.#conversation());
  }

  /** What seldom changes. */
  async desk(): Promise<void> {
    await Promise.all([
      this.#ask(async () => this.store.dispatch({ type: "agents", agents: await this.api.agents() })),
      this.#ask(async () => this.store.dispatch({ type: "canned", canned: await this.api.canned() })),
    ]);
  }

  /** The conversation that is open, anew. */
  conversation(): Promise<void> {
    return this.store.state.open ? this.#opened.now() : Promise.resolve();
  }

  /** The open conversation changed: an answer that is on its way may be from before. */
  conversationChanged(): void {
    this.#opened.outdated();
  }

  async suggestions(): Promise<void> {
    const { open, opened, me } = this.store.state;
    if (!opened || !rights(this.store.state, opened.case).answer) return;
    if (opened.case.owner === "agent" && opened.case.agent !== me.agent.id) return;
    const failed = () => this.store.dispatch({ type: "suggestions", conversation: open, suggestions: null });
    await this.#ask(async () => this.store.dispatch({ type: "suggestions", conversation: open, suggestions: await this.api.suggestions(open, this.locale()) }), failed);
  }

  /** @param more goes on after what was found before */
  async search(search: Search, more = false): Promise<void> {
    const mine = ++this.#search;
    const before = this.store.state.found;
    this.store.dispatch({ type: "found", found: more ? { loading: "loading" } : { search, cases: [], next: "", loading: "loading" } });
    const failed = () => mine === this.#search && this.store.dispatch({ type: "found", found: { loading: "failed" } });
    await this.#ask(async () => {
      const { cases, next } = await this.api.search(search, more ? before.next : "");
      if (mine === this.#search) this.store.dispatch({ type: "found", found: { cases: more ? [...before.cases, ...cases] : cases, next, loading: "there" } });
    }, failed);
  }

  async #cases(): Promise<void> {
    const failed = () => this.store.dispatch({ type: "cases-failed" });
    await this.#ask(async () => this.store.dispatch({ type: "cases", cases: await this.api.cases() }), failed);
  }

  async #conversation(): Promise<void> {
    const { open } = this.store.state;
    if (!open) return;
    const failed = (problem: string) => this.store.dispatch({ type: "open-failed", conversation: open, problem });
    await this.#ask(async () => this.store.dispatch({ type: "opened", opened: await this.api.conversation(open) }), failed);
  }

  async #ask(act: () => Promise<void>, failed: (problem: string) => void = () => {}): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      if (error.kind === "away") this.store.dispatch({ type: "connection", connection: "lost" });
      failed(error.kind === "refused" ? error.message : "");
    }
  }
}
