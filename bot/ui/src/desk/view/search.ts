/** Search with filters; it begins as soon as something is typed or chosen, and ends when all is cleared. */

import { h } from "../../shared/dom";
import type { Search } from "../api";
import type { DeskLanguage } from "../language";
import { NO_SEARCH } from "../state";
import type { State } from "../state";
import type { Texts } from "../texts/en";
import type { Actions } from "./actions";
import { closeIcon, filterIcon, searchIcon } from "./icons";
import { CHANNELS, channelName } from "./naming";
import { tool } from "./parts";

const PAUSE_MS = 300;
const FLAGS = ["handedOver", "ratedDown", "lowConfidence"] as const satisfies (keyof Texts & keyof Search)[];

export class SearchForm {
  readonly node: HTMLFormElement;
  readonly #field: HTMLInputElement;
  readonly #filters: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #channel: HTMLSelectElement;
  readonly #days: Record<"since" | "until", HTMLInputElement>;
  readonly #flags: [(typeof FLAGS)[number], HTMLInputElement][];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    language: DeskLanguage,
    private readonly actions: Actions,
  ) {
    const changed = () => this.#search();
    const label = language.say("search");
    this.#field = h("input", {
      type: "search", "data-testid": "search", "aria-label": label, placeholder: label, dir: "auto", autocomplete: "off", enterkeyhint: "search",
      oninput: () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(changed, PAUSE_MS);
      },
      onblur: () => this.#timer !== undefined && changed(), // later, it would take the agent away from where they have gone
    });
    this.#toggle = tool("filters", language.say("filters"), filterIcon(), () => this.#showFilters(this.#filters.hasAttribute("hidden")), { "aria-expanded": "false", "aria-controls": "filters" });
    this.#clear = tool("clear", language.say("clear"), closeIcon(), () => this.clear(), { hidden: true });
    this.#flags = FLAGS.map((flag) => [flag, h("input", { type: "checkbox", name: flag, onchange: changed })]);
    this.#channel = h("select", { name: "channel", onchange: changed }, h("option", { value: "" }, language.say("anyChannel")), ...CHANNELS.map((each) => h("option", { value: each }, channelName(each))));
    this.#days = { since: h("input", { type: "date", name: "since", onchange: changed }), until: h("input", { type: "date", name: "until", onchange: changed }) };
    this.#filters = h(
      "div",
      { class: "filters", id: "filters", hidden: true },
      h("div", { class: "flags" }, ...this.#flags.map(([flag, input]) => h("label", { class: "flag" }, input, h("span", {}, language.say(flag))))),
      h("label", {}, h("span", {}, language.say("channel")), this.#channel),
      h("div", { class: "dates" }, h("label", {}, h("span", {}, language.say("from")), this.#days.since), h("label", {}, h("span", {}, language.say("until")), this.#days.until)),
    );
    this.node = h("form", { class: "search", role: "search" }, h("div", { class: "search-field" }, searchIcon(), this.#field, this.#clear, this.#toggle), this.#filters);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
  }

  show({ place }: State): void {
    this.#clear.hidden = place !== "search";
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  clear(): void {
    this.#field.value = this.#channel.value = this.#days.since.value = this.#days.until.value = "";
    for (const [, input] of this.#flags) input.checked = false;
    this.#showFilters(false);
    this.#search();
  }

  #showFilters(shown: boolean): void {
    this.#filters.hidden = !shown;
    this.#toggle.setAttribute("aria-expanded", String(shown));
  }

  #search(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const flags = Object.fromEntries(this.#flags.map(([flag, input]) => [flag, input.checked]));
    const { since, until } = this.#days;
    this.actions.search({ ...NO_SEARCH, ...flags, q: this.#field.value.trim(), channel: this.#channel.value, since: since.value, until: until.value });
  }
}
