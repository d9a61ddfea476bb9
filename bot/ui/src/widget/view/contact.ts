/** Where the customer wants to be answered, asked for when nobody is there. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { problemOf } from "../problems";
import type { Actions } from "./actions";

const LONGEST = 254;

/** @param id of the message that asks */
export function contactForm(id: string, language: Language, actions: Actions): HTMLFormElement {
  const input = h("input", { id: `contact-${id}`, type: "text", maxlength: LONGEST, required: true, autocomplete: "email", dir: "auto", "data-testid": "contact" });
  const send = h("button", { class: "solid", type: "submit" }, language.say("submit"));
  const said = h("p", { role: "status" });
  const form = h("form", { class: "reason contact" }, h("label", { for: `contact-${id}` }, language.say("contact")), input, h("div", { class: "row" }, send), said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    actions.leaveContact(input.value.trim()).then(
      () => form.replaceChildren(h("p", { role: "status" }, language.say("contactKept"))),
      (error: unknown) => {
        send.disabled = false;
        said.textContent = problemOf(language, error);
      },
    );
  });
  return form;
}
