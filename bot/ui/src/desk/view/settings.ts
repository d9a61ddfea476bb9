/** What an agent sets for this browser, and the way out. */

import { h } from "../../shared/dom";
import { LANGUAGES } from "../language";
import type { DeskLanguage } from "../language";
import type { Settings, Theme } from "../memory";
import type { Agent } from "../wire";
import type { Actions } from "./actions";
import { dialog } from "./dialog";
import { initials } from "./parts";

const THEMES = { auto: "themeAuto", light: "themeLight", dark: "themeDark" } as const;

export function settingsDialog(agent: Agent, language: DeskLanguage, actions: Actions): void {
  const settings = actions.settings();
  const change = (changed: Partial<Settings>) => actions.changeSettings({ ...actions.settings(), ...changed });
  const select = (name: string, options: [string, string][], chosen: string, act: (value: string) => void) => {
    const node = h("select", { name, onchange: () => act(node.value) }, ...options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
    return node;
  };
  const check = (name: "sound" | "notices" | "singleKeys", act: (on: boolean) => void) => {
    const input = h("input", { type: "checkbox", name, checked: settings[name], onchange: () => act(input.checked) });
    return h("label", { class: "check" }, input, h("span", {}, language.say(name)));
  };
  const hint = h("p", { class: "hint", role: "status" });
  const askForNotices = async (on: boolean) => {
    const allowed = on && "Notification" in globalThis && (await Notification.requestPermission()) === "granted";
    hint.textContent = on && !allowed ? language.say("noticesBlocked") : "";
    change({ notices: allowed });
  };
  const own = (code: string) => new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code;
  const languages: [string, string][] = [["", language.say("languageAuto")], ...Object.keys(LANGUAGES).map((code): [string, string] => [code, own(code)])];
  const themes = Object.entries(THEMES).map(([theme, words]): [string, string] => [theme, language.say(words)]);
  const node = dialog(
    "settings-dialog",
    language.say("settings"),
    language,
    h("div", { class: "me" }, h("span", { class: "avatar", "aria-hidden": "true" }, initials(agent.name)), h("bdi", {}, agent.name), h("bdi", { class: "hint" }, agent.id)),
    h("label", { class: "field" }, h("span", {}, language.say("language")), select("locale", languages, settings.locale, (locale) => {
      node.close();
      change({ locale });
    })),
    h("label", { class: "field" }, h("span", {}, language.say("theme")), select("theme", themes, settings.theme, (theme) => change({ theme: theme as Theme }))),
    check("sound", (sound) => change({ sound })),
    check("notices", (on) => void askForNotices(on)),
    check("singleKeys", (singleKeys) => change({ singleKeys })),
    hint,
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { class: "plain", type: "button", "data-testid": "change-password", onclick: () => {
        node.close();
        passwordDialog(language, actions);
      } }, language.say("changePassword")),
      h("button", { class: "plain", type: "button", "data-testid": "show-canned", onclick: () => {
        node.close();
        actions.showCanned();
      } }, language.say("canned")),
      h("button", { class: "plain", type: "button", "data-testid": "sign-out", onclick: () => {
        node.close();
        actions.signOut();
      } }, language.say("signOut")),
    ),
  );
}

function passwordDialog(language: DeskLanguage, actions: Actions): void {
  const old = h("input", { type: "password", autocomplete: "current-password", required: true });
  const fresh = h("input", { type: "password", autocomplete: "new-password", required: true });
  const problem = h("p", { class: "hint", role: "status" });
  const form = h(
    "form",
    { class: "password-form" },
    h("label", { class: "field" }, h("span", {}, language.say("oldPassword")), old),
    h("label", { class: "field" }, h("span", {}, language.say("newPassword")), fresh),
    problem,
    h("div", { class: "dialog-foot" }, h("button", { class: "solid", type: "submit" }, language.say("save"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    actions.changePassword(old.value, fresh.value).then(
      () => {
        form.reset();
        problem.textContent = language.say("passwordChanged");
      },
      (error: Error) => (problem.textContent = error.message || language.say("problem")),
    );
  });
  dialog("password-dialog", language.say("changePassword"), language, form);
}
