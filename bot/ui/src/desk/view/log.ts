/** What was said in the open conversation, scrolled to where the agent reads. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import type { Act } from "../outbox";
import { others } from "../state";
import type { State } from "../state";
import type { Message } from "../wire";
import { downIcon } from "./icons";
import { Keyed } from "./keyed";
import { messageView, shown } from "./message";
import type { Shown } from "./message";
import { nothing, skeleton } from "./parts";

const NEAR_PX = 60;

export class Log {
  readonly node: HTMLElement;
  readonly #scroll: HTMLElement;
  readonly #log: HTMLElement;
  readonly #state: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #newest: HTMLButtonElement;
  #messages: Keyed<Shown>;
  #conversation = "";
  /** what stood here when an act was done */
  #before = new Map<string, Set<string>>();
  #follows = true;

  constructor(
    private readonly language: DeskLanguage,
    private readonly retry: () => void,
  ) {
    const label = language.say("conversation");
    this.#log = h("div", { role: "log", "aria-live": "polite", "aria-label": label });
    this.#messages = this.#keyed();
    this.#state = h("div", { class: "log-state" });
    this.#typing = h("div", { class: "types", role: "status" });
    this.#scroll = h("div", { class: "log", tabindex: 0, role: "group", "aria-label": label, "data-testid": "log" }, this.#state, this.#log, this.#typing);
    this.#scroll.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.#newest = h("button", { class: "newest", type: "button", hidden: true, onclick: () => this.toEnd() }, downIcon(), h("span", {}, language.say("newest")));
    this.node = h("div", { class: "log-frame" }, this.#scroll, this.#newest);
    new ResizeObserver(() => this.#follows && this.toEnd()).observe(this.#scroll);
  }

  show(state: State): void {
    const { opened, opening, open, acts, connection } = state;
    if (open !== this.#conversation) {
      this.#conversation = open;
      this.#log.replaceChildren();
      this.#messages = this.#keyed();
      this.#before.clear();
      this.#follows = true;
    }
    this.#log.setAttribute("aria-busy", String(!opened));
    const messages = opened?.messages ?? [];
    const waiting = acts.filter((act) => act.conversation === open && (act.what === "say" || act.what === "note") && !this.#arrived(act, messages));
    const pending = new Map(waiting.map((act) => [act.operation, connection === "lost" ? "notSent" : "sending"] as const));
    const all = opened ? shown([...messages, ...waiting.map((act) => messageOf(act, state.me.agent.name))], pending) : [];
    this.#messages.show(all);
    this.#showState(opening, state.problem, all.length > 0);
    this.#showTyping(others(state).customerTypes);
    if (this.#follows) this.toEnd();
    else this.#onScroll();
  }

  toEnd(): void {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#onScroll();
  }

  /** Goes to what was said at a moment (milliseconds since 1970), or next after it. */
  toMoment(at: number): void {
    const all = [...this.#log.querySelectorAll<HTMLElement>("[data-at]")];
    (all.find(({ dataset }) => Number(dataset.at) >= at) ?? all.at(-1))?.scrollIntoView({ block: "start" });
  }

  /** The stream may tell of an act before its own request is answered. */
  #arrived(act: Act, messages: Message[]): boolean {
    if (!this.#before.has(act.operation)) this.#before.set(act.operation, new Set(messages.map(({ id }) => id)));
    const before = this.#before.get(act.operation)!;
    return messages.some(({ id, from, text }) => !before.has(id) && from === (act.what === "note" ? "note" : "agent") && text === act.text);
  }

  #showState(opening: State["opening"], problem: string, any: boolean): void {
    const { language } = this;
    const key = `${opening} ${any} ${problem}`;
    if (this.#state.dataset.key === key) return;
    this.#state.dataset.key = key;
    const retry = h("button", { class: "plain", type: "button", onclick: this.retry }, language.say("retry"));
    if (opening === "loading") this.#state.replaceChildren(skeleton(4, language.say("loading")));
    else if (opening === "failed") this.#state.replaceChildren(nothing(problem || language.say("openFailed"), retry));
    else this.#state.replaceChildren(...(any ? [] : [nothing(language.say("noMessages"))]));
  }

  #showTyping(types: boolean): void {
    if (types === this.#typing.hasChildNodes()) return;
    if (types) this.#typing.replaceChildren(h("span", { class: "unseen" }, this.language.say("customerTypes")), h("i"), h("i"), h("i"));
    else this.#typing.replaceChildren();
  }

  #onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    this.#follows = scrollHeight - clientHeight - scrollTop < NEAR_PX;
    this.#newest.hidden = this.#follows;
  }

  #keyed(): Keyed<Shown> {
    return new Keyed(this.#log, ({ message }) => message.id, (each) => JSON.stringify(each), (each) => messageView(each, this.language));
  }
}

/** What isn't sent yet, as the message that it becomes. */
function messageOf({ operation, what, text, files, at }: Act, name: string): Message {
  return { id: operation, from: what === "note" ? "note" : "agent", name, text, at, attachments: files, decision: "", rating: "", sources: [], owner: "" };
}
