/** The messages, in order. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { answersIn } from "../language";
import { personOf } from "../state";
import type { State } from "../state";
import type { Actions } from "./actions";
import type { Look } from "./look";
import { MessageView } from "./message";
import { choices } from "./parts";
import { Scrolling } from "./scrolling";

export class Log {
  readonly node: HTMLElement;
  readonly #box: HTMLElement;
  readonly #log: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #welcome: HTMLElement;
  readonly #greeting: HTMLElement;
  readonly #spoken: HTMLElement;
  readonly #scrolling: Scrolling;
  #suggestions: HTMLElement | null = null;
  #suggested = "";
  #views = new Map<string, MessageView>();

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    private readonly look: Look,
  ) {
    this.#greeting = h("p", { dir: "auto" });
    this.#spoken = h("p", { class: "spoken", dir: "auto", "data-testid": "spoken" });
    this.#welcome = h("section", { class: "welcome", "data-testid": "welcome" }, h("h3", {}, language.say("hello")), this.#greeting, this.#spoken);
    this.#log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": language.say("conversation") });
    this.#typing = h("div", { role: "status" });
    this.#box = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": language.say("conversation") }, this.#welcome, this.#log, this.#typing);
    this.#scrolling = new Scrolling(this.#box, this.#log, language);
    this.node = h("div", { class: "messages" }, this.#box, this.#scrolling.sign);
    const resized = new ResizeObserver(() => this.#scrolling.follow());
    for (const node of [this.#box, this.#log, this.#typing]) resized.observe(node);
  }

  show(state: State): void {
    const sawAll = this.#scrolling.before();
    this.#log.setAttribute("aria-busy", String(!state.live && state.messages.length > 0)); // history was heard before
    this.#showWelcome(state);
    this.#showMessages(state, sawAll);
    const who = state.typist || personOf(state);
    if (!state.typing) this.#typing.replaceChildren();
    else if (this.#typing.dataset.who !== who || !this.#typing.hasChildNodes()) this.#typing.replaceChildren(this.#dots(who));
    this.#typing.dataset.who = who;
    this.#scrolling.follow();
  }

  /** Goes to the newest message. */
  toEnd(): void {
    this.#scrolling.toEnd();
  }

  /** Goes to the first of so many unread messages; to the end where there is none. */
  toUnread(count: number): void {
    const theirs = [...this.#views.values()].map(({ node }) => node).filter((node) => node.dataset.from === "assistant" && !node.hidden);
    const first = count > 0 && theirs.at(-count);
    if (first) this.#scrolling.toStart(first);
    else this.toEnd();
  }

  #showWelcome({ greeting, suggestions, messages, spoken, live, connection, trouble }: State): void {
    const suggested = JSON.stringify(suggestions);
    const waits = !live && connection !== "lost" && !trouble; // for the assistant's own words, or for what was said before
    this.#welcome.classList.toggle("waits", waits && !messages.length);
    this.#greeting.textContent = this.look.greeting || greeting || (waits ? "" : this.language.say("welcome"));
    this.#spoken.textContent = answersIn(this.language, spoken);
    if (suggested !== this.#suggested) {
      this.#suggested = suggested;
      this.#suggestions?.remove();
      this.#suggestions = choices(suggestions, "suggestions", this.language.say("suggestions"), this.actions.choose);
      if (suggestions.length) this.#welcome.append(this.#suggestions);
    }
    this.#welcome.classList.toggle("over", messages.length > 0);
  }

  #showMessages({ messages, live }: State, sawAll: boolean): void {
    const wanted = new Set(messages.map(({ id }) => id));
    for (const [id, { node }] of this.#views) {
      if (wanted.has(id)) continue;
      node.remove();
      this.#views.delete(id);
    }
    const lastSaid = messages.findLastIndex(({ from }) => from === "customer");
    messages.forEach((message, place) => {
      const known = this.#views.get(message.id);
      const view = known ?? new MessageView(message, this.language, this.actions, this.look);
      this.#views.set(message.id, view);
      view.update(message, place > lastSaid);
      if (this.#log.children[place] !== view.node) this.#log.insertBefore(view.node, this.#log.children[place] ?? null);
      if (known || message.from === "customer" || !live || view.node.hidden) return;
      this.#scrolling.came(view.node, sawAll);
      sawAll = false;
    });
  }

  #dots(who: string): HTMLElement {
    const words = h("span", { class: "unseen" }, who ? this.language.say("typingName", { name: who }) : this.language.say("typing"));
    return h("div", { class: "typing", "data-testid": "typing" }, words, h("i"), h("i"), h("i"));
  }
}
