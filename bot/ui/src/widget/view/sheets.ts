/** What lies over the field for a moment: a question before something is thrown away, and the list of earlier conversations. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Actions } from "./actions";

export class Confirmation {
  readonly node: HTMLElement;

  constructor(
    private readonly language: Language,
    private readonly onClose: () => void,
  ) {
    this.node = h("section", { class: "rating", role: "alertdialog", "aria-labelledby": "question", "data-testid": "confirmation", hidden: true });
  }

  /** @param label what the button says that does it */
  show(question: string, label: string, act: () => Promise<void> | void): void {
    const { language, onClose, node } = this;
    const problem = h("p", { class: "problem", role: "alert" });
    const cancel = h("button", { class: "plain", type: "button", onclick: onClose }, language.say("cancel"));
    const go = async () => {
      try {
        node.hidden = true;
        await act();
      } catch {
        node.hidden = false;
        problem.textContent = language.say("problem");
      }
    };
    const confirm = h("button", { class: "solid", type: "button", "data-testid": "confirm", onclick: () => void go() }, label);
    node.replaceChildren(h("p", { class: "thanks", id: "question" }, question), problem, h("div", { class: "row" }, cancel, confirm));
    node.hidden = false;
    cancel.focus(); // what Enter does by mistake is undone by nobody
  }
}

export class PastList {
  readonly node: HTMLElement;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    private readonly onClose: () => void,
  ) {
    this.node = h("section", { class: "rating", "aria-label": language.say("past"), "data-testid": "past-list", hidden: true });
  }

  show(): void {
    const { language, actions } = this;
    const items = actions.past().map((past) => {
      const said = h("bdi", {}, past.about || "…");
      return h("li", {}, h("button", { class: "past", type: "button", onclick: () => actions.goTo(past) }, said, h("time", {}, language.time(past.at))));
    });
    const back = h("button", { class: "plain", type: "button", onclick: this.onClose }, language.say("back"));
    this.node.replaceChildren(h("h3", {}, language.say("past")), h("ul", { class: "pasts", role: "list" }, ...items), h("div", { class: "row" }, back));
    this.node.hidden = false;
    this.node.querySelector("button")?.focus();
  }
}
