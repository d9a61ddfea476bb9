/** The desk's dialogs: to whom to transfer, the keys, canned answers. */

import { h } from "../../shared/dom";
import { KEYS } from "../keys";
import type { DeskLanguage } from "../language";
import type { Agent, Canned } from "../wire";
import type { Actions } from "./actions";
import { dialog } from "./dialog";
import { closeIcon } from "./icons";
import { initials, tool } from "./parts";

/** @param agents without the one who asks */
export function transferDialog(agents: Agent[], language: DeskLanguage, act: (to: string) => void): void {
  const choice = (id: string, name: string, about: string, mark: HTMLElement) => {
    const choose = () => {
      node.close();
      act(id);
    };
    return h("li", {}, h("button", { class: "agent", type: "button", "data-testid": "to", "data-id": id, onclick: choose }, mark, h("bdi", {}, name), h("span", { class: "hint" }, about)));
  };
  const sorted = [...agents].sort((one, other) => Number(other.here) - Number(one.here) || one.name.localeCompare(other.name, language.locale));
  const node = dialog(
    "transfer-dialog",
    language.say("transferQuestion"),
    language,
    h(
      "ul",
      { role: "list" },
      choice("", language.say("whoever"), "", h("span", { class: "avatar", "aria-hidden": "true" }, "…")),
      ...sorted.map(({ id, name, here }) => choice(id, name, language.say(here ? "here" : "away"), h("span", { class: "avatar", "data-here": here, "aria-hidden": "true" }, initials(name)))),
    ),
  );
}

export function keysDialog(language: DeskLanguage): void {
  const line = (keys: string[], words: string) => h("tr", {}, h("td", {}, ...keys.flatMap((key, place) => [place > 0 && " ", h("kbd", {}, key)])), h("td", {}, words));
  const words = { keys: "keyboard", answer: "replyLabel", numbers: "dashboard", take: "take", note: "noteLabel" } as Partial<Record<string, keyof DeskLanguage["texts"]>>;
  const rows = KEYS.map(([command, ...keys]) => line(keys, language.say(words[command] ?? (command as keyof DeskLanguage["texts"]))));
  const more = [line(["Ctrl+1…3"], language.say("insert")), line(["/name"], language.say("cannedKey")), line(["Enter"], language.say("sendKey"))];
  dialog("keys-dialog", language.say("keyboard"), language, h("table", {}, h("tbody", {}, ...rows, ...more)));
}

/** All canned answers; who may change them sees fields. */
export function cannedDialog(canned: Canned[], mayChange: boolean, language: DeskLanguage, actions: Actions): void {
  const hint = h("p", { class: "hint", role: "status" }, language.say("cannedHint"));
  if (!mayChange) {
    const lines = canned.flatMap(({ name, text }) => [h("dt", {}, h("bdi", {}, `/${name}`)), h("dd", { dir: "auto" }, text)]);
    dialog("canned-dialog", language.say("canned"), language, hint, h("dl", {}, ...lines));
    return;
  }
  const list = h("ul", { role: "list" });
  const row = ({ name, text }: Canned) => {
    const remove = tool("remove", language.say("remove", { name }), closeIcon(), () => line.remove());
    const line: HTMLElement = h(
      "li",
      { class: "canned-row" },
      h("input", { value: name, "aria-label": language.say("cannedName"), placeholder: language.say("cannedName"), pattern: "[^\\s/]{1,40}", required: true, dir: "auto" }),
      h("textarea", { rows: 2, "aria-label": language.say("cannedText"), placeholder: language.say("cannedText"), required: true, dir: "auto" }, text),
      remove,
    );
    list.append(line);
    return line;
  };
  canned.forEach(row);
  const add = h("button", { class: "plain", type: "button", "data-testid": "add-canned", onclick: () => row({ name: "", text: "" }).querySelector("input")!.focus() }, language.say("add"));
  const form = h("form", { class: "canned-form" }, list, h("div", { class: "dialog-foot" }, add, h("button", { class: "solid", type: "submit", "data-testid": "save-canned" }, language.say("save"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const rows = [...list.children].map((line) => ({ name: line.querySelector("input")!.value.trim(), text: line.querySelector("textarea")!.value.trim() }));
    actions.saveCanned(rows).then(
      () => (hint.textContent = language.say("saved")),
      (error: Error) => (hint.textContent = error.message || language.say("problem")),
    );
  });
  dialog("canned-dialog", language.say("canned"), language, hint, form);
}
