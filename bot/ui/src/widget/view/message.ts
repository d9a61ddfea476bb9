/** One message. Its element is made once and then touched only where something changed, so that a screen reader says it once. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { markdown } from "../../shared/markdown";
import type { Message, Mine, Theirs } from "../state";
import type { Actions } from "./actions";
import { contactForm } from "./contact";
import { attachment, cards, choices, picture, sources } from "./parts";
import { Thumbs } from "./thumbs";

export class MessageView {
  readonly node: HTMLElement;
  readonly #foot: HTMLElement;
  #shown: Message | null = null;
  #thumbs: Thumbs | null = null;

  constructor(
    message: Message,
    private readonly language: Language,
    private readonly actions: Actions,
    server: string,
  ) {
    const { from } = message;
    this.#foot = h("div", { class: "foot" });
    this.node = h("article", { class: "message", part: `message message-${from}`, "data-testid": "message", "data-from": from, "data-id": message.id });
    this.node.append(h("span", { class: "unseen" }, from === "customer" ? language.say("you") : message.agent ? `${message.agent}:` : language.say("assistant")));
    if (from === "customer") this.#addMine(message);
    else this.#addTheirs(message, server);
  }

  /** @param current whether the customer has said nothing since: only then its buttons and suggestions do */
  update(message: Message, current: boolean): void {
    for (const button of this.node.querySelectorAll<HTMLButtonElement>("button.choice")) button.disabled = !current;
    if (message === this.#shown) return;
    this.#shown = message;
    if (message.from === "assistant") this.#thumbs?.update(message);
    else this.#showDelivery(message);
  }

  #addMine({ text, upload }: Mine): void {
    const bubble = h("div", { class: "bubble", part: "bubble", dir: "auto", "data-testid": "text" });
    if (upload) bubble.append(attachment(upload, () => this.actions.uploadAddress(upload)));
    if (text) bubble.append(h("p", { class: "typed" }, text));
    this.node.append(bubble, this.#foot);
  }

  #addTheirs(message: Theirs, server: string): void {
    const { language, actions } = this;
    const image = picture(message.image, language.say("image"), server);
    if (message.text || image) {
      const bubble = h("div", { class: "bubble", part: "bubble", dir: "auto", "data-testid": "text" }, markdown(message.text), image);
      this.node.append(bubble);
    }
    if (message.decision) this.node.dataset.decision = message.decision;
    if (message.cards.length) this.node.append(cards(message.cards, server));
    if (message.buttons.length) this.node.append(choices(message.buttons, "buttons", language.say("suggestions"), actions.choose));
    if (message.agent || message.owner) this.node.dataset.agent = message.agent;
    if (message.owner && !message.text) this.node.hidden = true;
    if (message.asksContact) this.node.append(contactForm(message.id, language, actions));
    if (message.text && !message.agent && !message.owner) this.#thumbs = new Thumbs(message, language, actions);
    this.#foot.append(this.#time(message.at));
    const about = h("div", { class: "about" }, message.sources.length > 0 && sources(message.sources, language), this.#foot, this.#thumbs?.buttons);
    this.node.append(about, ...(this.#thumbs ? [this.#thumbs.form] : []));
    if (message.suggestions.length) {
      const also = h("p", { class: "also" }, language.say("also"));
      this.node.append(h("div", { class: "asked" }, also, choices(message.suggestions, "suggestions", language.say("also"), actions.choose)));
    }
  }

  #showDelivery({ id, at, delivery, error }: Mine): void {
    const { language, actions } = this;
    this.node.dataset.delivery = delivery;
    this.#foot.replaceChildren(this.#time(at), h("span", { class: "delivery", "data-testid": "delivery" }, language.say(delivery)));
    this.node.querySelector(".failure")?.remove();
    if (delivery !== "failed") return;
    const why = h("p", { dir: "auto", "data-testid": "error" }, [language.say("failed"), error.includes(" ") ? error : ""].join(" ").trim());
    const retry = h("button", { class: "retry", type: "button", "data-testid": "retry", onclick: () => actions.retry(id) }, language.say("retry"));
    this.node.append(h("div", { class: "failure", role: "alert" }, why, retry));
  }

  #time(at: number): HTMLElement {
    return h("time", { datetime: new Date(at).toISOString() }, this.language.time(at));
  }
}
