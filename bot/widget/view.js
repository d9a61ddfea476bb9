// @ts-check
/** Messages as elements. An element is made once and then only touched where it changed, so that a screen
 * reader says each message once. */

import { markdown } from "./markdown.js";
import { texts, writtenDate, writtenTime } from "./texts.js";

/** @import { Button, Message, Source } from "./store.js" */

/**
 * @typedef {object} Handlers
 * @property {(button: Button) => void} onButton
 * @property {(id: string) => void} onRetry
 */

/**
 * Makes the log show these messages, in this order.
 * @param {HTMLElement} log
 * @param {Message[]} messages
 * @param {string | null} inFlight the id of the message that the server has now
 * @param {Handlers} handlers
 */
export function showMessages(log, messages, inFlight, handlers) {
  const wanted = new Set(messages.map(({ id }) => id));
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map();
  for (const node of /** @type {HTMLElement[]} */ ([...log.children])) {
    if (wanted.has(node.dataset.id ?? "")) shown.set(node.dataset.id ?? "", node);
    else node.remove();
  }
  const latest = messages.findLast(({ from }) => from === "customer")?.id;
  messages.forEach((message, place) => {
    const node = shown.get(message.id) ?? messageNode(message, handlers);
    if (message.from === "customer") showStatus(node, message, inFlight, handlers);
    for (const button of node.querySelectorAll("button.choice")) {
      /** @type {HTMLButtonElement} */ (button).disabled = message.to !== latest;
    }
    if (log.children[place] !== node) log.insertBefore(node, log.children[place] ?? null);
  });
}

/**
 * @param {Message} message
 * @param {Handlers} handlers
 */
function messageNode(message, handlers) {
  const node = element("article", "message");
  node.dataset.testid = "message";
  node.dataset.from = message.from;
  node.dataset.id = message.id;
  if (message.decision) node.dataset.decision = message.decision;

  node.append(element("span", "unseen", texts[message.from === "customer" ? "you" : "assistant"]));
  if (message.text || message.image) node.append(bubble(message));
  if (message.sources?.length) node.append(sourcesNode(message.sources));
  if (message.buttons?.length) node.append(buttonsNode(message.buttons, handlers.onButton));
  const foot = element("div", "foot");
  foot.append(time(message.at));
  node.append(foot);
  return node;
}

/** @param {Message} message */
function bubble({ from, text, image }) {
  const node = element("div", "bubble");
  node.dir = "auto";
  node.dataset.testid = "text";
  node.append(from === "customer" ? element("p", "typed", text) : markdown(text));
  const address = image && imageAddress(image);
  if (address) {
    const img = element("img", "");
    img.alt = texts.image;
    img.src = address;
    node.append(img);
  }
  return node;
}

/**
 * One source as a line; several as a line that opens.
 * @param {Source[]} sources best first
 */
function sourcesNode(sources) {
  const date = sources.map(({ date }) => writtenDate(date)).find(Boolean) ?? "";
  const line = texts.source(date, sources.length - 1);
  const node = element(sources.length > 1 ? "details" : "p", "sources", sources.length > 1 ? "" : line);
  node.dataset.testid = "sources";
  if (sources.length > 1) {
    const items = sources.map(({ dialogue, date }) =>
      element("li", "", [writtenDate(date), dialogue].filter(Boolean).join(" · ")),
    );
    const all = element("ul", "");
    all.append(...items);
    node.append(element("summary", "", line), all);
  } else {
    node.title = sources[0].dialogue;
  }
  return node;
}

/**
 * @param {Button[]} buttons
 * @param {(button: Button) => void} onButton
 */
export function buttonsNode(buttons, onButton) {
  const node = element("div", "buttons");
  node.dataset.testid = "buttons";
  for (const button of buttons) {
    const choice = element("button", "choice", button.title);
    choice.type = "button";
    choice.dir = "auto";
    choice.addEventListener("click", () => onButton(button));
    node.append(choice);
  }
  return node;
}

/**
 * The line under a customer's bubble, and its error, rewritten only if something changed.
 * @param {HTMLElement} node
 * @param {Message} message
 * @param {string | null} inFlight
 * @param {Handlers} handlers
 */
function showStatus(node, { id, at, status, error, unanswered }, inFlight, { onRetry }) {
  const note = status === "waiting" && id !== inFlight ? texts.waiting : unanswered ? texts.delivered : "";
  const failed = status === "refused" || status === "unreached";
  const state = JSON.stringify([at, note, failed && error]);
  if (node.dataset.state === state) return;
  node.dataset.state = state;

  const foot = /** @type {HTMLElement} */ (node.querySelector(".foot"));
  foot.replaceChildren(time(at), note && ` · ${note}`);
  node.querySelector(".failure")?.remove();
  if (!failed) return;
  const failure = element("div", "failure");
  const why = element("p", "", error);
  why.dataset.testid = "error";
  why.dir = "auto";
  const retry = element("button", "retry", texts.retry);
  retry.type = "button";
  retry.dataset.testid = "retry";
  retry.addEventListener("click", () => onRetry(id));
  failure.append(why, retry);
  node.append(failure);
}

/** The dots of an answer that is being written. */
export function typingNode() {
  const node = element("div", "typing");
  node.dataset.testid = "typing";
  node.append(element("span", "unseen", texts.typing), element("i", ""), element("i", ""), element("i", ""));
  return node;
}

/** @param {number} at */
function time(at) {
  const node = element("time", "", writtenTime(at));
  node.dateTime = new Date(at).toISOString();
  return node;
}

/**
 * The address of a picture that the page may load: https, our own server's, or data of an image.
 * @param {string} image
 */
function imageAddress(image) {
  try {
    const url = new URL(image, location.origin);
    const allowed = url.protocol === "https:" || url.origin === location.origin || /^data:image\//.test(url.href);
    return allowed ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} name its class
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
function element(tag, name, text = "") {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  return node;
}
