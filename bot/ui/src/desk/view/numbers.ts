/** The dashboard: how much is asked, how much of it the assistant answers alone, and why people were asked. */

import { h } from "../../shared/dom";
import { DeskError } from "../api";
import type { DeskLanguage } from "../language";
import { everyDay } from "../numbers";
import type { Figures, Numbers, Spread } from "../numbers";
import type { Actions } from "./actions";
import { barTable, daysChart, daysTable } from "./chart";
import { channelName, topicWords, whyWords } from "./naming";
import { nothing, skeleton } from "./parts";

const DAYS = 30;
const MOST_TOPICS = 12;

export class NumbersView {
  readonly node: HTMLElement;
  readonly #inner: HTMLElement;

  constructor(
    private readonly language: DeskLanguage,
    private readonly actions: Actions,
  ) {
    this.#inner = h("div", { class: "numbers-inner" });
    const heading = [
      h("h1", {}, language.say("dashboard")),
      h("p", { class: "hint" }, language.say("days", { count: DAYS }), " · ", h("a", { href: `/desk/api/numbers.csv?days=${DAYS}`, download: "", "data-testid": "csv" }, "CSV")),
    ];
    this.node = h("main", { class: "numbers", "data-testid": "numbers", tabindex: 0 }, ...heading, this.#inner);
  }

  async load(): Promise<void> {
    const { language } = this;
    this.#inner.replaceChildren(skeleton(4, language.say("loading")));
    try {
      this.#show(await this.actions.numbers(DAYS));
    } catch (error) {
      const none = error instanceof DeskError && error.kind === "refused"; // this server doesn't count
      const retry = h("button", { class: "plain", type: "button", onclick: () => void this.load() }, language.say("retry"));
      this.#inner.replaceChildren(none ? nothing(language.say("noNumbers")) : nothing(language.say("numbersFailed"), retry));
    }
  }

  #show({ total, days, channels, languages, topics, surges }: Numbers): void {
    const { language } = this;
    if (!days.length) return this.#inner.replaceChildren(nothing(language.say("noNumbers")));
    const all = everyDay(days, DAYS);
    this.#inner.replaceChildren(
      ...surges.map((text) => h("p", { class: "alarm", dir: "auto" }, text)),
      this.#tiles(total),
      card(
        language.say("perDay"),
        h("p", { class: "legend" }, h("span", { class: "dot contained" }), language.say("contained"), h("span", { class: "dot rest" }), language.say("handedOver")),
        daysChart(all, language),
        daysTable(all, language),
      ),
      h("div", { class: "pair" }, this.#handOvers(total), this.#topics(topics)),
      h("div", { class: "pair" }, this.#shares("perChannel", channels, channelName), this.#shares("perLanguage", languages, (name) => language.tongue(name))),
    );
  }

  #tiles({ conversations, withPerson, up, down, response, wait }: Numbers["total"]): HTMLElement {
    const { language } = this;
    const tile = (name: string, value: string, more = "") => h("div", { class: "tile" }, h("h2", {}, name), h("p", { class: "value" }, value), more ? h("p", { class: "hint" }, more) : null);
    const time = (name: string, spread: Spread | null) => spread && tile(name, language.duration(spread.median), language.say("median", { most: language.duration(spread.p95) }));
    return h(
      "div",
      { class: "tiles" },
      tile(language.say("conversations"), this.#number(conversations)),
      tile(language.say("contained"), language.percent(conversations - withPerson, conversations), this.#number(conversations - withPerson)),
      tile(language.say("handedOver"), this.#number(withPerson), language.percent(withPerson, conversations)),
      tile(language.say("satisfied"), language.percent(up, up + down), language.say("ratings", { up, down })),
      time(language.say("answerTime"), response),
      time(language.say("waitTime"), wait),
    );
  }

  #handOvers({ handedOver }: Figures): HTMLElement {
    const rows = Object.entries(handedOver).map(([name, count]) => ({ name: whyWords(name, this.language), bar: count, figures: [this.#number(count)] }));
    return card(this.language.say("whyHandedOver"), barTable(rows, [], this.language.say("why")));
  }

  #topics(topics: Numbers["topics"]): HTMLElement {
    const { language } = this;
    const rows = topics.slice(0, MOST_TOPICS).map(({ name, title, asked, unanswered, negative }) => ({ name: title || topicWords(name, language), bar: unanswered, figures: [asked, unanswered, negative].map((value) => this.#number(value)) }));
    return card(language.say("topics"), barTable(rows, [language.say("asked"), language.say("unanswered"), language.say("unhappy")], language.say("topics")));
  }

  #shares(title: "perChannel" | "perLanguage", parts: Numbers["channels"], nameOf: (name: string) => string): HTMLElement {
    const { language } = this;
    const rows = parts.map(({ name, conversations, withPerson }) => ({
      name: name ? nameOf(name) : language.say("unknown"),
      bar: conversations,
      figures: [this.#number(conversations), language.percent(conversations - withPerson, conversations)],
    }));
    return card(language.say(title), barTable(rows, [language.say("conversations"), language.say("contained")], language.say(title)));
  }

  #number(value: number): string {
    return value.toLocaleString(this.language.locale);
  }
}

function card(title: string, ...children: Node[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}
