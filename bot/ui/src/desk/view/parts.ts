/** Small pieces that several views show. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { waitsSince } from "../order";
import type { Case } from "../wire";
import { channelName } from "./naming";
import { mailIcon, phoneIcon, pleasedIcon, thumbDownIcon, upIcon, upsetIcon, webIcon } from "./icons";

/** A customer who waits longer is shown as late, and as very late. */
const LATE_MS = 5 * 60_000;
const VERY_LATE_MS = 15 * 60_000;

/** A button with a picture alone; its words are its name and its tooltip. */
export function tool(name: string, label: string, picture: SVGElement, act: () => void, more: Record<string, unknown> = {}): HTMLButtonElement {
  return h("button", { class: "tool", type: "button", "data-testid": name, "aria-label": label, title: label, onclick: act, ...more }, picture);
}

/** Where a customer writes from, as a picture; the same customer has the same colour. */
export function face({ conversation, channel, mood }: Case): HTMLElement {
  const hue = [...conversation].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 6, 0);
  const picture = channel === "web" || !channel ? webIcon() : /mail/.test(channel) ? mailIcon() : phoneIcon();
  return h("span", { class: "face", "data-hue": hue, "data-mood": mood || false, "aria-hidden": "true" }, picture);
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ([...(words[0] ?? "?")][0] ?? "?").toUpperCase() + (words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "").toUpperCase() : "");
}

/** How long the customer has waited, or when something was said last. */
export function age(each: Case, language: DeskLanguage, now: number): HTMLElement {
  const since = waitsSince(each);
  const at = since || each.last.at || each.since;
  const late = since && now - since >= VERY_LATE_MS ? "very" : since && now - since >= LATE_MS ? "yes" : "";
  const words = language.age(now - at);
  const attributes = { class: "age", datetime: at ? new Date(at).toISOString() : false, "data-late": late || false, "data-waits": since > 0, title: at ? language.time(at) : "" };
  return h("time", attributes, since ? h("span", { class: "unseen" }, language.say("waits", { age: "" })) : null, at ? words : "");
}

/** What of a conversation is worth a word: mood, rating, language, channel, who has it. */
export function tags(each: Case, language: DeskLanguage, me: string): HTMLElement {
  const { mood, rating, channel, owner, agent, agentName } = each;
  const holder = owner === "agent" ? (agent === me ? language.say("you") : agentName) : owner === "closed" ? language.say("ownerClosed") : owner === "assistant" ? language.say("assistant") : "";
  return h(
    "span",
    { class: "tags" },
    mood === "negative" && h("span", { class: "tag upset" }, upsetIcon(), language.say("upset")),
    mood === "positive" && h("span", { class: "tag pleased" }, pleasedIcon(), language.say("pleased")),
    rating === "down" && h("span", { class: "tag upset" }, thumbDownIcon(), h("span", { class: "unseen" }, language.say("thumbsDown"))),
    rating === "up" && h("span", { class: "tag pleased" }, upIcon(), h("span", { class: "unseen" }, language.say("thumbsUp"))),
    each.stars > 0 && h("span", { class: "tag", role: "img", "aria-label": language.say("stars", { count: each.stars }) }, `${each.stars}★`),
    each.language && h("span", { class: "tag" }, language.tongue(each.language)),
    channel && h("span", { class: "tag" }, channelName(channel)),
    holder && h("bdi", { class: "tag holder" }, holder),
  );
}

/** Who has a conversation, in words. */
export function ownerWords({ owner, agent, agentName }: Case, language: DeskLanguage, me: string): string {
  if (owner === "agent") return agent === me ? language.say("ownerYou") : language.say("ownerAgent", { name: agentName });
  return language.say(owner === "waiting" ? "ownerWaiting" : owner === "assistant" ? "ownerAssistant" : "ownerClosed");
}

/** A list or a page with nothing to show: why, and what to do. */
export function nothing(words: string, button?: HTMLElement): HTMLElement {
  return h("div", { class: "nothing" }, h("p", {}, words), button);
}

/** Grey lines where something will be. */
export function skeleton(lines: number, label: string): HTMLElement {
  return h("div", { class: "skeleton", role: "status" }, h("span", { class: "unseen" }, label), ...Array.from({ length: lines }, () => h("i")));
}
