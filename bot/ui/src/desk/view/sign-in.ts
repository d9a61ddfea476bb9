/** The way in. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import type { Door } from "../wire";
import { markIcon } from "./icons";

/**
 * @param notice why the agent must sign in again, or ""
 * @param door by which ways agents may sign in; passwords, until it is known
 * @param signIn fails with an Error whose message is for the agent
 */
export function signInView(language: DeskLanguage, notice: string, door: Promise<Door>, signIn: (agent: string, password: string) => Promise<void>): HTMLElement {
  const agent = h("input", { name: "agent", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, autofocus: true, "data-testid": "agent" });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true, "data-testid": "password" });
  const problem = h("p", { class: "problem", role: "alert", "data-testid": "sign-in-problem" });
  const button = h("button", { class: "solid", type: "submit", "data-testid": "sign-in" }, language.say("signIn"));
  const elsewhere = h("a", { class: "solid", href: "/desk/openid/start", hidden: true, "data-testid": "sign-in-elsewhere" });
  const form = h(
    "form",
    { class: "sign-in" },
    h("span", { class: "mark", "aria-hidden": "true" }, markIcon()),
    h("h1", {}, language.say("desk")),
    notice ? h("p", { class: "hint", role: "status" }, notice) : null,
    elsewhere,
    h("label", { class: "field" }, h("span", {}, language.say("agent")), agent),
    h("label", { class: "field" }, h("span", {}, language.say("password")), password),
    problem,
    button,
  );
  door.then(
    ({ openid, passwords }) => {
      elsewhere.hidden = !openid;
      elsewhere.textContent = language.say("signInWith", { name: openid });
      for (const part of form.querySelectorAll<HTMLElement>(".field, .solid[type=submit]")) part.hidden = !passwords && !!openid;
      if (openid && !passwords) elsewhere.focus();
    },
    () => {}, // who signs in hears that the server is away
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    problem.textContent = "";
    try {
      await signIn(agent.value.trim(), password.value);
    } catch (error) {
      problem.textContent = (error as Error).message;
      password.select();
    } finally {
      button.disabled = false;
    }
  });
  return h("main", { class: "door" }, form);
}
