/** The whole page: the views side by side, and the keys. */

import { h } from "../../shared/dom";
import { commandOf, suggestionOf } from "../keys";
import type { Command } from "../keys";
import type { DeskLanguage } from "../language";
import { neighbour } from "../order";
import type { State } from "../state";
import type { Actions } from "./actions";
import { Composer } from "./composer";
import { Details } from "./details";
import { Head } from "./head";
import { List } from "./list";
import { Log } from "./log";
import { NumbersView } from "./numbers";
import { nothing } from "./parts";
import { Rail } from "./rail";
import { Toasts } from "./toasts";

export class Page {
  readonly node: HTMLElement;
  readonly composer: Composer;
  readonly toasts: Toasts;
  readonly #rail: Rail;
  readonly #list: List;
  readonly #head: Head;
  readonly #log: Log;
  readonly #details: Details;
  readonly #numbers: NumbersView;
  readonly #inbox: HTMLElement;
  readonly #conversation: HTMLElement;
  readonly #choose: HTMLElement;
  readonly #offline: HTMLElement;
  readonly #offlineWords: string;
  readonly #ends = new AbortController();
  #state: State;

  constructor(
    state: State,
    language: DeskLanguage,
    private readonly actions: Actions,
  ) {
    this.#state = state;
    this.toasts = new Toasts(language);
    this.composer = new Composer(language, actions);
    this.#rail = new Rail(state.me, language, actions);
    this.#list = new List(language, actions);
    this.#head = new Head(language, actions, () => this.#toggleDetails());
    this.#log = new Log(language, () => actions.reload());
    this.#details = new Details(language, actions, () => this.#toggleDetails(false));
    this.#numbers = new NumbersView(language, actions);
    this.#choose = h("div", { class: "choose" }, nothing(language.say("choose")), h("p", { class: "hint" }, language.say("chooseHint")));
    this.#conversation = h("section", { class: "conversation", "aria-label": language.say("conversation"), "data-testid": "conversation" }, this.#choose, this.#head.node, this.#log.node, this.composer.node);
    const heading = h("h1", { class: "unseen" }, [language.say("desk"), state.me.company].filter(Boolean).join(" · "));
    this.#inbox = h("main", { class: "inbox" }, heading, this.#list.node, this.#conversation);
    this.#offline = h("p", { class: "offline", role: "status", "data-testid": "offline" });
    this.node = h(
      "div",
      { class: "desk", lang: language.locale, dir: language.direction },
      this.#rail.node, this.#offline, this.#inbox, this.#details.node, this.#numbers.node, this.toasts.node,
    );
    this.#offlineWords = language.say("offline");
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal: this.#ends.signal });
  }

  show(state: State): void {
    const before = this.#state;
    this.#state = state;
    const { place, open, connection } = state;
    this.node.dataset.place = place;
    this.node.toggleAttribute("data-open", open !== "");
    this.#inbox.hidden = place === "numbers";
    this.#details.node.hidden = place === "numbers" || !open;
    this.#numbers.node.hidden = place !== "numbers";
    if (place === "numbers" && before.place !== "numbers") void this.#numbers.load();
    this.#choose.hidden = open !== "";
    this.#head.node.hidden = this.#log.node.hidden = open === "";
    const words = connection === "lost" ? this.#offlineWords : "";
    if (this.#offline.textContent !== words) this.#offline.textContent = words;
    for (const view of [this.#rail, this.#list, this.#head, this.#log, this.composer, this.#details]) view.show(state);
    if (!open) this.composer.node.hidden = true;
    if (before.open && !open) this.node.querySelector<HTMLElement>(`[data-id="${CSS.escape(before.open)}"]`)?.focus({ preventScroll: true });
  }

  showMoment(at: number): void {
    this.#log.toMoment(at);
  }

  end(): void {
    this.#ends.abort();
    this.node.remove();
  }

  #toggleDetails(shown = !this.node.hasAttribute("data-details")): void {
    this.node.toggleAttribute("data-details", shown);
  }

  #onKey(event: KeyboardEvent): void {
    if (document.querySelector("dialog[open]")) return;
    const { singleKeys } = this.actions.settings();
    const inField = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
    const number = inField ? 0 : suggestionOf(event, this.composer.isEmpty, singleKeys);
    if (number && this.#state.open && this.composer.takeNumber(number)) return event.preventDefault();
    if (event.key === "Escape" && inField) return (event.target as HTMLElement).blur();
    const command = commandOf(event, singleKeys);
    if (!command) return;
    event.preventDefault();
    this.#run(command);
  }

  #run(command: Command): void {
    const { actions, composer } = this;
    switch (command) {
      case "next":
      case "previous": {
        const to = neighbour(actions.listed(), this.#state.open, command === "next" ? 1 : -1);
        return to && actions.open(to.conversation);
      }
      case "answer": {
        const first = this.#state.open ? undefined : actions.listed()[0];
        return first ? actions.open(first.conversation) : composer.write("say");
      }
      case "note":
        return composer.write("note");
      case "take":
      case "back":
      case "transfer":
      case "close":
        return actions.act(command);
      case "mine":
      case "waiting":
      case "all":
        return actions.tab(command);
      case "search":
        actions.place("inbox");
        return queueMicrotask(() => this.#list.search.focus()); // once it is shown: what is typed next would be commands else
      case "details":
        return this.#toggleDetails();
      case "numbers":
        return actions.place(this.#state.place === "numbers" ? "inbox" : "numbers");
      case "keys":
        return actions.showKeys();
      case "leave":
        if (this.#state.place === "numbers") return actions.place("inbox");
        return this.#state.place === "search" ? this.#list.search.clear() : actions.open("");
    }
  }
}
