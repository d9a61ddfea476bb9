/** The round button that opens and closes the panel, with the number of unread messages. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { chatIcon, downIcon } from "./icons";

export class Launcher {
  readonly node: HTMLButtonElement;
  readonly #badge: HTMLElement;

  constructor(
    private readonly language: Language,
    onClick: () => void,
  ) {
    this.#badge = h("span", { class: "badge", part: "badge", "aria-hidden": "true", "data-testid": "badge", hidden: true });
    this.node = h(
      "button",
      { class: "launcher", part: "launcher", type: "button", "aria-controls": "panel", "data-testid": "launcher", onclick: onClick },
      chatIcon(),
      downIcon(),
      this.#badge,
    );
    this.show(0, false);
  }

  show(unread: number, open: boolean): void {
    const { language } = this;
    const label = language.say(open ? "close" : "open");
    const news = unread && !open ? ` (${language.say("unread", { count: unread })})` : "";
    this.node.setAttribute("aria-label", label + news);
    this.node.setAttribute("aria-expanded", String(open));
    this.#badge.hidden = !news;
    if (news) this.#badge.textContent = unread > 99 ? "99+" : unread.toLocaleString(language.locale); // the first number takes 10 to 60 ms
  }

  focus(): void {
    this.node.focus({ preventScroll: true });
  }
}
