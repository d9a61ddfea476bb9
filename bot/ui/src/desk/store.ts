/** The state, and who shows it: once after all that changed together. */

import { reduce } from "./state";
import type { Action, State } from "./state";

export class Store {
  #state: State;
  #planned = false;

  constructor(
    state: State,
    private readonly show: (state: State) => void,
  ) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  dispatch(action: Action): void {
    const before = this.#state;
    this.#state = reduce(before, action);
    if (this.#state === before || this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.show(this.#state);
    });
  }
}
