/** The messages, in order, scrolled to where the customer reads. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { State } from "../state";
import type { Actions } from "./actions";
import { MessageView } from "./message";
import { choices } from "./parts";

export class Log {
  readonly node: HTMLElement;
  readonly #log: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #welcome: HTMLElement;
  readonly #greeting: HTMLElement;
  #suggestions: HTMLElement | null = null;
  #suggested = "";
  #views = new Map<string, MessageView>();
  /** where we last scrolled to: who is above it reads something older, and is left in peace */
  #followed = 0;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    private readonly server: string,
  ) {
    this.#greeting = h("p", { dir: "auto" });
    this.#welcome = h("section", { class: "welcome", "data-testid": "welcome" }, h("h3", {}, language.say("hello")), this.#greeting);
    this.#log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": language.say("conversation") });
    this.#typing = h("div", { role: "status" });
    this.node = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": language.say("conversation") }, this.#welcome, this.#log, this.#typing);
    const resized = new ResizeObserver(() => this.#follow());
    for (const node of [this.node, this.#log, this.#typing]) resized.observe(node);
  }

  show(state: State): void {
    if (this.#following()) this.#followed = 0; // asked before the change: the browser moves the scroll when messages leave
    this.#log.setAttribute("aria-busy", String(!state.live && state.messages.length > 0)); // history was heard before
    this.#showWelcome(state);
    this.#showMessages(state);
    if (!state.typing) this.#typing.replaceChildren();
    else if (!this.#typing.hasChildNodes()) this.#typing.append(this.#dots());
    this.#follow();
  }

  /** Goes to the newest message. */
  toEnd(): void {
    this.#followed = 0;
    this.#follow();
  }

  #showWelcome({ greeting, suggestions, messages }: State): void {
    const suggested = JSON.stringify(suggestions);
    this.#greeting.textContent = greeting || this.language.say("welcome");
    if (suggested !== this.#suggested) {
      this.#suggested = suggested;
      this.#suggestions?.remove();
      this.#suggestions = choices(suggestions, "suggestions", this.language.say("suggestions"), this.actions.choose);
      if (suggestions.length) this.#welcome.append(this.#suggestions);
    }
    this.#welcome.classList.toggle("over", messages.length > 0);
  }

  #showMessages({ messages }: State): void {
    const wanted = new Set(messages.map(({ id }) => id));
    for (const [id, { node }] of this.#views) {
      if (wanted.has(id)) continue;
      node.remove();
      this.#views.delete(id);
    }
    const lastSaid = messages.findLastIndex(({ from }) => from === "customer");
    messages.forEach((message, place) => {
      const view = this.#views.get(message.id) ?? new MessageView(message, this.language, this.actions, this.server);
      this.#views.set(message.id, view);
      view.update(message, place > lastSaid);
      if (this.#log.children[place] !== view.node) this.#log.insertBefore(view.node, this.#log.children[place] ?? null);
    });
  }

  #dots(): HTMLElement {
    const words = h("span", { class: "unseen" }, this.language.say("typing"));
    return h("div", { class: "typing", "data-testid": "typing" }, words, h("i"), h("i"), h("i"));
  }

  #following(): boolean {
    return this.node.scrollTop >= this.#followed - 40;
  }

  /** Scrolls to the end, but never past the customer's last message: a long answer is read from its start. */
  #follow(): void {
    if (!this.#following()) return;
    const { scrollHeight, clientHeight } = this.node;
    const said = [...this.#log.querySelectorAll<HTMLElement>("[data-from=customer]")].at(-1);
    this.#followed = Math.min(scrollHeight - clientHeight, said ? said.offsetTop - 16 : 0);
    this.node.scrollTop = Math.max(this.node.scrollTop, this.#followed);
  }
}
