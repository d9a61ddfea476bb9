/** The strip at the edge: the desk's places, and the agent. On a phone it lies at the bottom. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { unread } from "../state";
import type { Place, State } from "../state";
import type { Actions } from "./actions";
import { chartIcon, gearIcon, inboxIcon, keyboardIcon, markIcon } from "./icons";
import { initials, tool } from "./parts";

export class Rail {
  readonly node: HTMLElement;
  readonly #places: [Place, HTMLButtonElement][];
  readonly #status: HTMLElement;

  constructor({ agent, company }: State["me"], language: DeskLanguage, actions: Actions) {
    this.#places = [
      ["inbox", tool("place-inbox", language.say("conversations"), inboxIcon(), () => actions.place("inbox"))],
      ["numbers", tool("place-numbers", language.say("dashboard"), chartIcon(), () => actions.place("numbers"))],
    ];
    this.#status = h("span", { class: "avatar", title: agent.name, "aria-hidden": "true" }, initials(agent.name));
    this.node = h(
      "nav",
      { class: "rail", "aria-label": company || language.say("desk") },
      h("span", { class: "mark", title: company, "aria-hidden": "true" }, markIcon()),
      ...this.#places.map(([, button]) => button),
      h("span", { class: "space" }),
      tool("show-keys", language.say("keyboard"), keyboardIcon(), () => actions.showKeys(), { "aria-keyshortcuts": "?" }),
      tool("show-settings", language.say("settings"), gearIcon(), () => actions.showSettings()),
      this.#status,
    );
  }

  show(state: State): void {
    const many = unread(state).length;
    const label = this.#places[0]![1].title;
    this.#places[0]![1].setAttribute("aria-label", many ? `${label} (${many})` : label);
    this.#places[0]![1].dataset.badge = many ? String(many) : "";
    this.#status.dataset.here = String(state.connection === "open");
    for (const [place, button] of this.#places) {
      if (place === "numbers" ? state.place === "numbers" : state.place !== "numbers") button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
  }
}
