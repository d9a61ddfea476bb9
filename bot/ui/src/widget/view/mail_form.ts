/** Has the conversation mailed: asks for an address, then for the code that was sent there. Loaded when it is opened first: it imports
 * nothing, so that nothing is loaded twice. */

import type { h as make } from "../../shared/dom";
import type { Language } from "../../shared/language";

/** The server takes six digits, as its e-mail shows them. */
const CODE = "[0-9]{6}";
const LONGEST = 254;

/**
 * @param h makes elements
 * @param mail has a code sent to the address; with the code, the conversation
 * @param problem what went wrong, in the customer's language
 */
export function mailForm(
  h: typeof make,
  language: Language,
  mail: (address: string, code?: string) => Promise<void>,
  problem: (error: unknown) => string,
  onClose: () => void,
): HTMLFormElement {
  const address = h("input", { id: "mail-address", type: "email", maxlength: LONGEST, required: true, autocomplete: "email", dir: "ltr", "aria-describedby": "mail-why", "data-testid": "mail-address" });
  const code = h("input", { id: "mail-code", inputmode: "numeric", pattern: CODE, maxlength: 6, required: true, autocomplete: "one-time-code", dir: "ltr", "data-testid": "mail-code" });
  const wrong = h("p", { class: "problem", role: "alert" });
  const cancel = h("button", { class: "plain", type: "button", onclick: onClose }, language.say("cancel"));
  const send = h("button", { class: "solid", type: "submit", "data-testid": "mail-send" }, language.say("submit"));
  const first = [h("label", { for: "mail-address" }, language.say("mailAddress")), address, h("p", { id: "mail-why" }, language.say("mailWhy"))];
  const second = [h("label", { for: "mail-code" }, language.say("mailCode")), code];
  const form = h("form", {}, ...first, wrong, h("div", { class: "row" }, cancel, send));
  let asked = ""; // the address that a code was sent to
  const act = async () => {
    if (!asked) {
      await mail(address.value.trim());
      asked = address.value.trim();
      form.replaceChildren(h("p", {}, h("bdi", {}, asked)), ...second, wrong, h("div", { class: "row" }, cancel, send));
      code.focus();
      return;
    }
    await mail(asked, code.value);
    const back = h("button", { class: "solid", type: "button", onclick: onClose }, language.say("back"));
    form.replaceChildren(h("p", { class: "thanks", role: "status" }, language.say("mailed", { address: asked })), h("div", { class: "row" }, back));
    back.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    wrong.textContent = "";
    act()
      .catch((error: unknown) => (wrong.textContent = problem(error)))
      .finally(() => (send.disabled = false));
  });
  return form;
}
