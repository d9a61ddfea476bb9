/** The conversations: tabs with counts, search, and a line for each. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { TABS, isUnread } from "../order";
import { counts, listed } from "../state";
import type { State } from "../state";
import type { Case } from "../wire";
import type { Actions } from "./actions";
import { Keyed } from "./keyed";
import { age, face, nothing, skeleton, tags } from "./parts";
import { SearchForm } from "./search";

const EMPTY = { mine: "emptyMine", waiting: "emptyWaiting", all: "emptyAll" } as const;

export class List {
  readonly node: HTMLElement;
  readonly search: SearchForm;
  readonly #tabs: HTMLElement;
  readonly #list: HTMLElement;
  readonly #foot: HTMLElement;
  readonly #lines: Keyed<Case>;
  #state: State | null = null;
  #shownOpen = "";

  constructor(
    private readonly language: DeskLanguage,
    private readonly actions: Actions,
  ) {
    this.search = new SearchForm(language, actions);
    this.#tabs = h("div", { class: "tabs", role: "group", "aria-label": language.say("conversations") });
    this.#list = h("ul", { class: "cases", role: "list", "data-testid": "cases" });
    this.#foot = h("div", { class: "list-foot" });
    this.#lines = new Keyed(this.#list, ({ conversation }) => conversation, (each) => this.#signature(each), (each) => this.#line(each));
    this.node = h(
      "section",
      { class: "list", "aria-label": language.say("conversations") },
      h("div", { class: "list-head" }, h("h2", {}, language.say("conversations")), this.search.node, this.#tabs),
      h("div", { class: "list-scroll" }, this.#list, this.#foot),
    );
  }

  show(state: State): void {
    const cases = listed(state);
    this.#state = state;
    this.search.show(state);
    this.#showTabs(state);
    this.#lines.show(cases);
    this.#showFoot(state, cases.length);
    if (state.open !== this.#shownOpen) {
      this.#shownOpen = state.open;
      this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    }
  }

  #showTabs(state: State): void {
    this.#tabs.hidden = state.place === "search";
    const many = counts(state);
    TABS.forEach((tab, place) => {
      const button = (this.#tabs.children[place] ?? this.#tabs.appendChild(this.#tab(tab))) as HTMLElement;
      button.setAttribute("aria-pressed", String(state.tab === tab));
      button.lastElementChild!.textContent = state.loading === "there" ? many[tab].toLocaleString(this.language.locale) : "";
    });
  }

  #tab(tab: (typeof TABS)[number]): HTMLElement {
    const attributes = { type: "button", "data-testid": `tab-${tab}`, onclick: () => this.actions.tab(tab) };
    return h("button", attributes, h("span", {}, this.language.say(tab)), h("span", { class: "count" }));
  }

  #showFoot(state: State, many: number): void {
    const { language, actions } = this;
    const searching = state.place === "search";
    const loading = searching ? state.found.loading : state.loading;
    const key = `${loading} ${searching} ${many > 0} ${state.tab} ${state.found.next}`;
    if (this.#foot.dataset.key === key) return;
    this.#foot.dataset.key = key;
    const button = (words: string, act: () => void) => h("button", { class: "plain", type: "button", "data-testid": "more", onclick: act }, words);
    if (loading === "failed") this.#foot.replaceChildren(nothing(language.say("listFailed"), button(language.say("retry"), () => actions.reload())));
    else if (loading === "loading" && !many) this.#foot.replaceChildren(skeleton(5, language.say("loading")));
    else if (!many) this.#foot.replaceChildren(nothing(language.say(searching ? "nothingFound" : EMPTY[state.tab])));
    else if (searching && state.found.next) this.#foot.replaceChildren(button(language.say("more"), () => actions.moreFound()));
    else this.#foot.replaceChildren();
  }

  #signature(each: Case): string {
    const state = this.#state!;
    return JSON.stringify([each, each.conversation === state.open, isUnread(each, state.seen, state.me.agent.id), Math.floor(Date.now() / 60_000)]);
  }

  #line(each: Case): HTMLElement {
    const { language, actions } = this;
    const { open, seen, me } = this.#state!;
    const { conversation, last, asked, short } = each;
    const isNew = isUnread(each, seen, me.agent.id);
    const who = last.from === "customer" ? "" : `${language.say(last.from === "agent" && each.agent === me.agent.id ? "you" : last.from === "agent" ? "agent" : last.from)}: `;
    const preview = last.text && last.text !== asked ? who + last.text : "";
    const attributes = {
      class: "case", type: "button", "data-testid": "case", "data-id": conversation, "data-unread": isNew, "aria-current": conversation === open ? "true" : false,
      onclick: () => actions.open(conversation),
    };
    const button = h(
      "button",
      attributes,
      face(each),
      h(
        "span",
        { class: "lines" },
        h("span", { class: "line" }, h("bdi", { class: "asked" }, asked || last.text || short), age(each, language, Date.now())),
        preview && h("span", { class: "preview" }, h("bdi", {}, preview)),
        h("span", { class: "line" }, tags(each, language, me.agent.id), isNew && h("span", { class: "new" }, h("span", { class: "unseen" }, language.say("unread")))),
      ),
    );
    return h("li", {}, button);
  }
}
