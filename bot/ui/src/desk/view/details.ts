/** Beside the conversation: where the customer can be reached, why they are here, and what they asked before. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { waitsSince } from "../order";
import type { State } from "../state";
import type { Opened } from "../wire";
import type { Actions } from "./actions";
import { closeIcon } from "./icons";
import { channelName, whyWords } from "./naming";
import { tool } from "./parts";

export class Details {
  readonly node: HTMLElement;
  readonly #inner: HTMLElement;
  #shown = "";

  constructor(
    private readonly language: DeskLanguage,
    private readonly actions: Actions,
    hide: () => void,
  ) {
    this.#inner = h("div", {});
    const label = language.say("details");
    this.node = h(
      "aside",
      { class: "details", "aria-label": label, "data-testid": "details-pane" },
      h("div", { class: "details-head" }, h("h2", {}, label), tool("hide-details", language.say("close"), closeIcon(), hide)),
      this.#inner,
    );
  }

  show({ opened }: State): void {
    this.node.classList.toggle("empty", !opened);
    const shown = JSON.stringify([opened?.case, opened?.contact, opened?.customer, opened?.earlier]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (opened) this.#inner.replaceChildren(this.#contact(opened), this.#about(opened), this.#earlier(opened));
    else this.#inner.replaceChildren();
  }

  #contact({ contact, customer }: Opened): HTMLElement {
    const { language } = this;
    const href = /^[^\s@]+@[^\s@]+$/.test(contact) ? `mailto:${encodeURIComponent(contact).replace("%40", "@")}` : /^[+\d][\d\s()/-]+$/.test(contact) ? `tel:${contact.replace(/[^+\d]/g, "")}` : "";
    const address = href ? h("a", { href, dir: "ltr" }, contact) : h("bdi", {}, contact);
    return h("section", {}, h("h3", {}, language.say("contact")), customer ? h("p", {}, h("bdi", {}, customer)) : null, contact ? h("p", { "data-testid": "contact" }, address) : h("p", { class: "hint" }, language.say("noContact")));
  }

  #about({ case: each }: Opened): HTMLElement {
    const { language } = this;
    const since = waitsSince(each);
    const mood = { negative: language.say("upset"), positive: language.say("pleased"), neutral: "", "": "" }[each.mood];
    const rating = { up: language.say("thumbsUp"), down: language.say("thumbsDown"), "": "" }[each.rating];
    const rows: [string, string][] = [
      [language.say("asked"), each.asked],
      [language.say("why"), whyWords(each.why, language)],
      [language.say("waitingSince"), since ? language.time(since) : ""],
      [language.say("channel"), channelName(each.channel)],
      [language.say("language"), each.language && language.tongue(each.language)],
      [language.say("mood"), mood],
      [language.say("rating"), rating],
      [language.say("id"), each.short],
    ];
    const known = rows.filter(([, value]) => value);
    return h("section", {}, h("h3", {}, language.say("about")), h("dl", {}, ...known.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("bdi", {}, value))])));
  }

  /** An identified customer has one conversation for good; then an earlier visit stands above in it. */
  #earlier({ earlier, case: { conversation: open } }: Opened): HTMLElement {
    const { language, actions } = this;
    const lines = earlier.map(({ conversation, at, asked, short }) => {
      const button = h("button", { class: "earlier", type: "button", "data-testid": "earlier", onclick: () => (conversation === open ? actions.showVisit(at) : actions.open(conversation)) }, h("bdi", {}, asked || short), h("time", {}, language.time(at)));
      return h("li", {}, button);
    });
    return h("section", {}, h("h3", {}, language.say("earlier")), lines.length ? h("ul", { role: "list" }, ...lines) : h("p", { class: "hint" }, language.say("noEarlier")));
  }
}
