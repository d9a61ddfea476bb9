/** Who the customer talks to, and the panel's buttons. */

import { imageAddress } from "../../shared/addresses";
import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { State } from "../state";
import { ownerOf, personOf } from "../state";
import { closeIcon } from "./icons";
import type { Look } from "./look";

export class Header {
  readonly node: HTMLElement;
  readonly #who: HTMLElement;

  constructor(
    private readonly language: Language,
    { name, embedded, logo, server }: Look,
    menu: HTMLElement,
    onClose: () => void,
  ) {
    const label = language.say("close");
    const close = h(
      "button",
      { class: "tool", type: "button", part: "close", "aria-label": label, title: label, "data-testid": "close", onclick: onClose },
      closeIcon(),
    );
    const initial = [...name][0] ?? "";
    this.#who = h("p", { "data-testid": "who" }, language.say("subtitle"));
    this.node = h(
      "header",
      { class: "top", part: "header" },
      h("span", { class: "avatar", part: "avatar", "aria-hidden": "true" }, portrait(logo, server, initial) ?? initial),
      h("div", { class: "names" }, h("h2", { id: "name" }, h("bdi", {}, name)), this.#who),
      menu,
      !embedded && close,
    );
  }

  show(state: State): void {
    const { language } = this;
    const person = personOf(state);
    const who = person ? language.say("withPerson", { name: person }) : language.say(ownerOf(state) === "waiting" ? "awaitsPerson" : "subtitle");
    if (this.#who.textContent !== who) this.#who.textContent = who;
  }
}

/**
 * A site's own picture; nothing where its address may not stand in the page.
 * @param instead stands there if it doesn't load
 */
export function portrait(address: string, server: string, instead = ""): HTMLElement | null {
  const src = imageAddress(address && new URL(address, document.baseURI).href, server);
  if (!src) return null;
  const image = h("img", { src, alt: "", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(instead), { once: true });
  return image;
}
