/** Questions and explanations over the page, as the browser's own dialogs: Escape closes them, the focus returns. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { closeIcon } from "./icons";
import { tool } from "./parts";

/** Shows a dialog, until it is closed; then it is gone. */
export function dialog(name: string, title: string, language: DeskLanguage, ...children: (Node | null)[]): HTMLDialogElement {
  const heading = h("h2", { id: "dialog-title" }, title);
  const close = tool("close-dialog", language.say("cancel"), closeIcon(), () => node.close());
  const node = h("dialog", { "aria-labelledby": "dialog-title", "data-testid": name, class: name }, h("div", { class: "dialog-head" }, heading, close), ...children);
  node.addEventListener("close", () => node.remove());
  node.addEventListener("click", ({ target }) => target === node && node.close()); // beside it
  document.body.append(node);
  node.showModal();
  return node;
}

/** Asks before something is done that a customer is told of. */
export function confirm(question: string, explained: string, yes: string, language: DeskLanguage, act: () => void): void {
  const button = h("button", { class: "solid", type: "button", "data-testid": "yes", autofocus: true }, yes);
  const no = h("button", { class: "plain", type: "button" }, language.say("cancel"));
  const node = dialog("confirm", question, language, h("p", {}, explained), h("div", { class: "dialog-foot" }, no, button));
  no.addEventListener("click", () => node.close());
  button.addEventListener("click", () => {
    node.close();
    act();
  });
}
