/** What keeps the chat from working, above the messages. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { State } from "../state";
import type { Actions } from "./actions";

/** A connection that is back so soon is not worth a word. */
const PATIENCE_MS = 2_500;

export class Notice {
  readonly node: HTMLElement;
  #shown = "";
  #losing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
  ) {
    this.node = h("div", { class: "notice", role: "status", "data-testid": "notice" });
  }

  show({ trouble, connection }: State): void {
    const what = trouble || (connection === "lost" ? "offline" : "");
    if (what === this.#shown) return;
    this.#shown = what;
    clearTimeout(this.#losing);
    this.node.replaceChildren();
    if (what === "offline") this.#losing = setTimeout(() => this.node.append(...this.#offline()), PATIENCE_MS);
    else if (what) this.node.append(h("p", {}, this.language.say(what)));
  }

  #offline(): Node[] {
    const now = h("button", { class: "plain", type: "button", onclick: () => this.actions.hurry() }, this.language.say("now"));
    return [h("p", {}, this.language.say("offline")), now];
  }
}
