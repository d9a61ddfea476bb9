/** One message of a conversation, for the agent's eyes: what a customer wrote stays text, letter by letter. */

import { linkAddress } from "../../shared/addresses";
import { h } from "../../shared/dom";
import { linked, markdown } from "../../shared/markdown";
import type { DeskLanguage } from "../language";
import type { FileOf, Message, SourceOf } from "../wire";
import { decisionWords } from "./naming";
import { fileIcon, noteIcon, thumbDownIcon, upIcon } from "./icons";

/** Messages of the same speaker so close together have one heading. */
const TOGETHER_MS = 3 * 60_000;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;

/** A message with what stands before it. */
export interface Shown {
  message: Message;
  /** a new day begins */
  day: boolean;
  /** it goes on from the message before */
  goesOn: boolean;
  /** not sent yet */
  pending: "" | "sending" | "notSent";
}

export function shown(messages: Message[], pending: Map<string, Shown["pending"]>): Shown[] {
  return messages.map((message, place) => {
    const before = messages[place - 1];
    const day = new Date(before?.at ?? 0).toDateString() !== new Date(message.at).toDateString();
    const same = before?.from === message.from && before.name === message.name && message.at - before.at < TOGETHER_MS;
    return { message, day, goesOn: same && !day && message.from !== "system", pending: pending.get(message.id) ?? "" };
  });
}

export function messageView({ message, day, goesOn, pending }: Shown, language: DeskLanguage): HTMLElement {
  const { from, text, at, attachments, decision, rating, sources } = message;
  const parts: (Node | false)[] = [];
  if (day) parts.push(h("p", { class: "day" }, h("span", {}, language.heading(at))));
  if (from === "system") {
    parts.push(h("p", { class: "system" }, ...told(message, language), " ", h("time", {}, language.clock(at))));
  } else {
    const said = from === "customer" || from === "note" ? h("p", { class: "typed" }, linked(text)) : markdown(text);
    parts.push(
      by(message, language, goesOn),
      text !== "" && h("div", { class: "bubble", dir: "auto", "data-testid": "text" }, said),
      ...attachments.map(attachment),
      h(
        "div",
        { class: "foot" },
        pending && h("span", { class: "pending" }, language.say(pending)),
        rating === "up" && h("span", { class: "tag pleased" }, upIcon(), language.say("thumbsUp")),
        rating === "down" && h("span", { class: "tag upset" }, thumbDownIcon(), language.say("thumbsDown")),
        decision !== "" && h("span", { class: "tag" }, language.say("decision", { decision: decisionWords(decision, language) })),
        sources.length > 0 && sourcesOf(sources, language),
      ),
    );
  }
  const attributes = { class: "message", "data-testid": "message", "data-from": from, "data-id": message.id, "data-at": at, "data-goes-on": goesOn, "data-pending": pending || false };
  return h("article", attributes, ...parts);
}

/** A change of hands, in the agent's language, and what the customer was told of it. */
function told(message: Message, language: DeskLanguage): (Node | string)[] {
  const { text, owner } = message;
  if (owner === "") return [text === "" ? handover(message, language) : h("bdi", {}, text)];
  return [handover(message, language), ...(text === "" ? [] : [" · ", h("q", { dir: "auto" }, text)])];
}

function handover({ owner, name }: Message, language: DeskLanguage): string {
  if (owner === "agent") return language.say("ownerAgent", { name: name || "…" });
  return language.say(owner === "waiting" ? "ownerWaiting" : owner === "assistant" ? "ownerAssistant" : owner === "closed" ? "ownerClosed" : "system");
}

function by({ from, name, at }: Message, language: DeskLanguage, goesOn: boolean): HTMLElement {
  const who = from === "note" ? [noteIcon(), h("bdi", {}, name), ` · ${language.say("note")}`] : [h("bdi", {}, (from !== "customer" && name) || language.say(from))];
  return h("p", { class: goesOn ? "by unseen" : "by" }, ...who, " ", h("time", { datetime: new Date(at).toISOString(), title: language.time(at) }, language.clock(at)));
}

/** A file on our own server; anything else is only named. */
export function attachment({ name, type, url }: FileOf): HTMLElement {
  const label = h("bdi", {}, name || "?");
  if (!/^\/(desk|chat)\//.test(url)) return h("span", { class: "file" }, fileIcon(), label);
  const anchor = h("a", { class: "file", href: url, target: "_blank", rel: "noopener noreferrer", "data-testid": "file" });
  if (!PICTURES.test(type)) anchor.append(fileIcon(), label);
  else {
    const image = h("img", { src: url, alt: name || "?", loading: "lazy" });
    image.addEventListener("error", () => image.replaceWith(fileIcon(), label), { once: true });
    anchor.append(image);
  }
  return anchor;
}

function sourcesOf(sources: SourceOf[], language: DeskLanguage): HTMLElement {
  const items = sources.map(({ title, date, address }) => {
    const href = linkAddress(address);
    const words = [title, language.day(date)].filter(Boolean).join(" · ");
    return h("li", { dir: "auto" }, href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words) : words);
  });
  return h("details", { class: "sources" }, h("summary", {}, language.say("sources", { count: sources.length })), h("ul", {}, ...items));
}
