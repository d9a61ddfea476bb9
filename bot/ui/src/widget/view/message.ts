/** One message. Its element is made once and then touched only where something changed, so that a screen reader says it once. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { markdown } from "../../shared/markdown";
import type { Message, Mine, Theirs } from "../state";
import type { Actions } from "./actions";
import { contactForm } from "./contact";
import { sentence } from "../problems";
import { fileNote, uploaded } from "./files";
import { portrait } from "./header";
import { copyIcon } from "./icons";
import type { Look } from "./look";
import { cards, choices, picture, sources } from "./parts";
import { Thumbs } from "./thumbs";

export class MessageView {
  readonly node: HTMLElement;
  readonly #foot: HTMLElement;
  readonly #files = h("div", { class: "files" });
  #shown: Message | null = null;
  #thumbs: Thumbs | null = null;

  constructor(
    message: Message,
    private readonly language: Language,
    private readonly actions: Actions,
    look: Look,
  ) {
    const { from } = message;
    this.#foot = h("div", { class: "foot" });
    this.node = h("article", { class: "message", part: `message message-${from}`, "data-testid": "message", "data-from": from, "data-id": message.id });
    const person = from === "assistant" && !message.owner ? message.agent : "";
    if (from === "assistant" && message.owner) this.node.classList.add("event"); // nobody said it
    else if (person) this.node.append(h("span", { class: "name" }, h("bdi", {}, person)));
    else this.node.append(h("span", { class: "unseen" }, language.say(from === "customer" ? "you" : "assistant")));
    if (from === "customer") this.#addMine(message);
    else this.#addTheirs(message, look);
  }

  /** @param current whether the customer has said nothing since: only then its buttons and suggestions do */
  update(message: Message, current: boolean): void {
    for (const button of this.node.querySelectorAll<HTMLButtonElement>("button.choice")) button.disabled = !current;
    if (message === this.#shown) return;
    this.#shown = message;
    if (message.from === "assistant") this.#thumbs?.update(message);
    else {
      this.#showFiles(message);
      this.#showDelivery(message);
    }
  }

  /** What goes with a message: of our own until it is sent, the server's from then on. */
  #showFiles({ uploads, files }: Mine): void {
    const shown = uploads.length ? uploads.map((upload) => uploaded(upload, this.language, this.actions)) : files.map(fileNote);
    const key = uploads.map(({ upload }) => upload).join() || `${files.length}`;
    if (key === this.#files.dataset.of) return;
    this.#files.dataset.of = key;
    this.#files.replaceChildren(...shown);
  }

  #copier(text: string): HTMLElement | null {
    if (!text || !navigator.clipboard) return null; // a page without TLS has none
    const label = this.language.say("copy");
    const copy = h("button", { class: "thumb", type: "button", "aria-label": label, title: label, "data-testid": "copy" }, copyIcon());
    const said = h("span", { class: "said", role: "status" });
    copy.addEventListener("click", () => {
      navigator.clipboard.writeText(text).then(
        () => (said.textContent = this.language.say("copied")),
        () => (said.textContent = this.language.say("problem")),
      );
    });
    return h("div", { class: "thumbs" }, copy, said);
  }

  #addMine({ text }: Mine): void {
    const bubble = h("div", { class: "bubble", part: "bubble", dir: "auto", "data-testid": "text" }, this.#files, text && h("p", { class: "typed" }, text));
    this.node.append(bubble, this.#foot);
  }

  #addTheirs(message: Theirs, { server, avatar }: Look): void {
    const { language, actions } = this;
    const face = !message.agent && !message.owner && portrait(avatar, server);
    if (face) this.node.append(h("span", { class: "avatar face", part: "face", "aria-hidden": "true" }, face));
    const image = picture(message.image, language.say("image"), server);
    const files = message.uploads.map((upload) => uploaded(upload, language, actions));
    if (files.length) this.#files.append(...files);
    if (message.text || image || files.length) {
      const bubble = h("div", { class: "bubble", part: "bubble", dir: "auto", "data-testid": "text" }, files.length > 0 && this.#files, markdown(message.text), image);
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
    const about = h("div", { class: "about" }, message.sources.length > 0 && sources(message.sources, message.text, language), this.#foot, this.#thumbs?.buttons, !message.owner && this.#copier(message.text));
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
    const why = h("p", { dir: "auto", "data-testid": "error" }, [language.say("failed"), sentence(language, error)].join(" ").trim());
    const retry = h("button", { class: "retry", type: "button", "data-testid": "retry", onclick: () => actions.retry(id) }, language.say("retry"));
    this.node.append(h("div", { class: "failure", role: "alert" }, why, retry));
  }

  #time(at: number): HTMLElement {
    return h("time", { datetime: new Date(at).toISOString() }, this.language.time(at));
  }
}
