/** The way in. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { markIcon } from "./icons";

/**
 * @param notice why the agent must sign in again, or ""
 * @param signIn fails with an Error whose message is for the agent
 */
export function signInView(language: DeskLanguage, notice: string, signIn: (agent: string, password: string) => Promise<void>): HTMLElement {
  const agent = h("input", { name: "agent", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, autofocus: true, "data-testid": "agent" });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true, "data-testid": "password" });
  const problem = h("p", { class: "problem", role: "alert", "data-testid": "sign-in-problem" });
  const button = h("button", { class: "solid", type: "submit", "data-testid": "sign-in" }, language.say("signIn"));
  const form = h(
    "form",
    { class: "sign-in" },
    h("span", { class: "mark", "aria-hidden": "true" }, markIcon()),
    h("h1", {}, language.say("desk")),
    notice ? h("p", { class: "hint", role: "status" }, notice) : null,
    h("label", { class: "field" }, h("span", {}, language.say("agent")), agent),
    h("label", { class: "field" }, h("span", {}, language.say("password")), password),
    problem,
    button,
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
