/** Three suggested answers above the field, under the keys 1 to 3. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import type { State } from "../state";
import type { Texts } from "../texts/en";
import type { Suggestion } from "../wire";

const SOURCES: (keyof Texts & string)[] = ["template", "passage", "document"];

export class Suggestions {
  readonly node: HTMLElement;
  #shown: unknown[] = [];

  /** @param take puts a suggestion into the field */
  constructor(
    private readonly language: DeskLanguage,
    private readonly take: (number: number, suggestion: Suggestion) => void,
  ) {
    this.node = h("div", { class: "suggestions", role: "group", "aria-label": language.say("suggestions"), "data-testid": "suggestions" });
  }

  show({ suggestions, suggesting }: State, wanted: boolean): void {
    const { language } = this;
    const now = [suggestions, suggesting, wanted];
    if (now.every((value, place) => value === this.#shown[place])) return;
    this.#shown = now;
    this.node.hidden = !wanted;
    const words = suggesting === "loading" ? "suggesting" : suggesting === "failed" ? "suggestionsFailed" : "noSuggestions";
    const cards = suggestions.map((suggestion, place) => this.#card(suggestion, place + 1));
    this.node.replaceChildren(...(cards.length ? cards : [h("p", { class: "hint", role: "status" }, language.say(words))]));
  }

  #card(suggestion: Suggestion, number: number): HTMLElement {
    const { text, source, title } = suggestion;
    const known = SOURCES.find((each) => each === source);
    const attributes = {
      class: "suggestion", type: "button", dir: "auto", title: text, "data-testid": "suggestion", "aria-keyshortcuts": `Control+${number}`,
      onclick: () => this.take(number, suggestion),
    };
    const from = [known && this.language.say(known), title].filter(Boolean).join(" · ");
    return h("button", attributes, h("span", { class: "suggestion-head" }, h("kbd", {}, String(number)), h("bdi", {}, from)), h("span", { class: "suggestion-text" }, text));
  }
}
