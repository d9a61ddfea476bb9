/** Above the conversation: whose it is, what can be done with it, and who else looks at it. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { others, rights } from "../state";
import type { State } from "../state";
import type { Actions } from "./actions";
import { backIcon, doneIcon, infoIcon, returnIcon, takeIcon, transferIcon } from "./icons";
import { channelName } from "./naming";
import { face, ownerWords, tool } from "./parts";

type Act = "take" | "back" | "transfer" | "close";

export class Head {
  readonly node: HTMLElement;
  readonly #who: HTMLElement;
  readonly #buttons: Record<Act, HTMLButtonElement>;
  readonly #warning: HTMLElement;
  #shown = "";

  constructor(
    private readonly language: DeskLanguage,
    actions: Actions,
    toggleDetails: () => void,
  ) {
    const button = (what: Act, picture: SVGElement, key: string) => {
      const words = language.say(what);
      const attributes = { class: what === "take" ? "solid" : "plain", type: "button", "data-testid": what, title: `${words} (${key})`, "aria-keyshortcuts": key, onclick: () => actions.act(what) };
      return h("button", attributes, picture, h("span", {}, words));
    };
    this.#buttons = { take: button("take", takeIcon(), "T"), back: button("back", returnIcon(), "B"), transfer: button("transfer", transferIcon(), "A"), close: button("close", doneIcon(), "C") };
    this.#who = h("div", { class: "who" });
    this.#warning = h("p", { class: "warning", role: "status", "data-testid": "warning" });
    const { take, back, transfer, close } = this.#buttons;
    this.node = h(
      "header",
      { class: "head" },
      h(
        "div",
        { class: "head-line" },
        tool("to-list", language.say("toList"), backIcon(), () => actions.open(""), { class: "tool to-list" }),
        this.#who,
        h("div", { class: "deeds" }, back, transfer, close, take),
        tool("details", language.say("details"), infoIcon(), toggleDetails, { "aria-keyshortcuts": "I" }),
      ),
      this.#warning,
    );
  }

  show(state: State): void {
    const { opened, acts, open, me } = state;
    this.#showWarning(state);
    const may = opened ? rights(state, opened.case) : { take: false, leave: false, close: false };
    this.#buttons.take.hidden = !may.take;
    this.#buttons.back.hidden = this.#buttons.transfer.hidden = !may.leave;
    this.#buttons.close.hidden = !may.close;
    const busy = acts.some(({ conversation, what }) => conversation === open && what !== "say" && what !== "note");
    for (const button of Object.values(this.#buttons)) button.disabled = busy;
    const shown = JSON.stringify([opened?.case, opened?.customer, opened?.contact, open]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (!opened) return this.#who.replaceChildren();
    const { language } = this;
    const { case: each, customer, contact } = opened;
    const about = [ownerWords(each, language, me.agent.id), contact, channelName(each.channel), each.language && language.tongue(each.language)].filter(Boolean);
    this.#who.replaceChildren(
      face(each),
      h(
        "div",
        { class: "who-words" },
        h("h2", {}, h("bdi", {}, customer || language.say("customer")), h("bdi", { class: "short" }, each.short)),
        h("p", { "data-owner": each.owner, "data-testid": "owner" }, ...about.flatMap((words, place) => [place > 0 && " · ", h("bdi", {}, words)])),
      ),
    );
  }

  #showWarning(state: State): void {
    const { viewers, typing } = others(state);
    const nameOf = (id: string) => viewers.find((viewer) => viewer.id === id)?.name ?? state.agents.find((agent) => agent.id === id)?.name ?? id;
    const names = (typing.length ? typing.map(nameOf) : viewers.map(({ name }) => name)).join(", ");
    const words = names ? this.language.say(typing.length ? "writing" : "looking", { names }) : "";
    if (this.#warning.textContent !== words) this.#warning.textContent = words;
  }
}
