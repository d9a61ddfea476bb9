/** The rating of the whole conversation: one to five stars and a comment. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Texts } from "../../shared/texts/en";
import type { Actions } from "./actions";
import { starIcon } from "./icons";

const LONGEST_COMMENT = 1_000;
const STARS = [1, 2, 3, 4, 5] as const;

export class Rating {
  /** whether the conversation is over when the rating is */
  ends = false;
  readonly node: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #comment: HTMLTextAreaElement;
  readonly #problem: HTMLElement;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    private readonly onClose: () => void,
  ) {
    this.#comment = h("textarea", { id: "comment", rows: 3, maxlength: LONGEST_COMMENT, dir: "auto" });
    this.#problem = h("p", { class: "problem", role: "alert" });
    this.#form = h(
      "form",
      {},
      h("fieldset", {}, h("legend", {}, language.say("stars")), h("div", { class: "stars" }, ...STARS.map((star) => this.#star(star)))),
      h("label", { for: "comment" }, language.say("comment")),
      this.#comment,
      this.#problem,
      h(
        "div",
        { class: "row" },
        h("button", { class: "plain", type: "button", onclick: onClose }, language.say("cancel")),
        h("button", { class: "solid", type: "submit" }, language.say("submit")),
      ),
    );
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.node = h("section", { class: "rating", part: "rating", "data-testid": "rating", "aria-label": language.say("finish"), hidden: true }, this.#form);
  }

  /** @param ends whether the conversation is over when the rating is; if not, the customer may write on beside it, and keeps the focus */
  show(ends: boolean): void {
    this.ends = ends;
    this.node.classList.toggle("beside", !ends);
    this.#form.reset();
    this.#problem.textContent = "";
    this.node.replaceChildren(this.#form);
    this.node.hidden = false;
    if (ends) this.#form.querySelector<HTMLInputElement>("input")?.focus();
  }

  #star(star: (typeof STARS)[number]): HTMLElement {
    const label = this.language.say(`star${star}` satisfies keyof Texts);
    return h(
      "label",
      { title: label },
      h("input", { class: "unseen", type: "radio", name: "stars", value: star, required: true }),
      starIcon(),
      h("span", { class: "unseen" }, label),
    );
  }

  async #submit(): Promise<void> {
    const stars = Number(new FormData(this.#form).get("stars"));
    try {
      await this.actions.rateConversation(stars, this.#comment.value.trim());
    } catch {
      this.#problem.textContent = this.language.say("problem");
      return;
    }
    const on = h("button", { class: "solid", type: "button", onclick: this.onClose }, this.language.say(this.ends ? "fresh" : "back"));
    this.node.replaceChildren(h("p", { class: "thanks", role: "status" }, this.language.say("thanks")), h("div", { class: "row" }, on));
    on.focus();
  }
}
