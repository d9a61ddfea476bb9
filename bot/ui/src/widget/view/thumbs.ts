/** Thumbs up or down for an answer, and a form for the reason of a thumb down. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Theirs } from "../state";
import type { Value } from "../wire";
import type { Actions } from "./actions";
import { thumbDownIcon, upIcon } from "./icons";

const LONGEST_REASON = 500;

export class Thumbs {
  readonly buttons: HTMLElement;
  readonly form: HTMLFormElement;
  readonly #reason: HTMLTextAreaElement;
  readonly #said: HTMLElement;
  readonly #up: HTMLButtonElement;
  readonly #down: HTMLButtonElement;

  constructor(
    private message: Theirs,
    private readonly language: Language,
    private readonly actions: Actions,
  ) {
    this.#up = this.#thumb("up", upIcon());
    this.#down = this.#thumb("down", thumbDownIcon());
    this.#said = h("span", { class: "said", role: "status" });
    this.buttons = h("div", { class: "thumbs" }, this.#up, this.#down, this.#said);

    const id = `reason-${message.id}`;
    this.#reason = h("textarea", { id, rows: 2, maxlength: LONGEST_REASON, dir: "auto", placeholder: language.say("reasonHint") });
    this.form = h(
      "form",
      { class: "reason", "data-testid": "reason", hidden: true },
      h("label", { for: id }, language.say("reason")),
      this.#reason,
      h(
        "div",
        { class: "row" },
        h("button", { class: "plain", type: "button", onclick: () => this.#closeForm() }, language.say("cancel")),
        h("button", { class: "solid", type: "submit" }, language.say("submit")),
      ),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#rate("down", this.#reason.value.trim());
      this.#closeForm();
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // it closes this form, not the chat
      this.#closeForm();
    });
  }

  update(message: Theirs): void {
    this.message = message;
    this.#up.setAttribute("aria-pressed", String(message.rating === "up"));
    this.#down.setAttribute("aria-pressed", String(message.rating === "down"));
    this.buttons.classList.toggle("given", message.rating !== undefined);
  }

  #thumb(value: Value, picture: SVGElement): HTMLButtonElement {
    const label = this.language.say(value);
    const onclick = () => {
      this.#rate(value);
      this.form.hidden = value === "up";
      if (value === "down") this.#reason.focus();
    };
    return h("button", { class: "thumb", type: "button", "aria-label": label, title: label, "data-testid": value, onclick }, picture);
  }

  async #rate(value: Value, reason?: string): Promise<void> {
    try {
      await this.actions.rate(this.message, value, reason);
      this.#said.textContent = this.language.say("rated");
    } catch {
      this.#said.textContent = this.language.say("problem");
    }
  }

  #closeForm(): void {
    this.form.hidden = true;
    this.#reason.value = "";
    this.#down.focus();
  }
}
