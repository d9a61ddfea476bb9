// @ts-check
/** The chat page: what the customer does, what is sent, what is shown. */

import { ChatError, post } from "./client.js";
import { messageId, onOtherTab, read, startAfresh, update } from "./store.js";
import { language, texts } from "./texts.js";
import { buttonsNode, showMessages, typingNode } from "./view.js";

/** @import { Button, Message } from "./store.js" */
/** @import { Reply } from "./client.js" */

const LONGEST = 4000; // characters of a text, as the server counts them: code points

const page = {
  scroll: byId("scroll", HTMLElement),
  welcome: byId("welcome", HTMLElement),
  log: byId("log", HTMLElement),
  status: byId("status", HTMLElement),
  composer: byId("composer", HTMLFormElement),
  input: byId("input", HTMLTextAreaElement),
  send: byId("send", HTMLButtonElement),
  count: byId("count", HTMLElement),
};

/** The request that the server has now: at most one. @type {{ id: string, abort: AbortController } | null} */
let inFlight = null;

/** Where we last scrolled to: who is above it reads something older, and is left in peace. */
let followed = 0;

writeTexts();
listen();
page.log.setAttribute("aria-busy", "true"); // what is restored was heard before
deliver();
show();
page.log.setAttribute("aria-busy", "false");

// What the customer does

/**
 * @param {string} text
 * @param {string} [button] the payload of the button that says it
 */
function say(text, button) {
  update(({ messages }) => {
    resume(messages);
    messages.push({ id: messageId(), from: "customer", text, button, at: Date.now(), status: "waiting" });
  });
  followed = 0;
  deliver();
  show();
}

/** @param {string} id */
function retry(id) {
  update(({ messages }) => {
    const place = messages.findIndex((message) => message.id === id);
    if (messages[place]?.status === "refused") {
      const [message] = messages.splice(place, 1); // said again, now: after what was answered meanwhile
      messages.push({ ...message, status: "waiting", at: Date.now() });
    }
    resume(messages);
  });
  followed = 0;
  deliver();
  show();
  keepFocus();
}

/** Lets go what waited for the server to be there again. @param {Message[]} messages */
function resume(messages) {
  for (const message of messages) {
    if (message.status === "unreached") message.status = "waiting";
  }
}

function forget() {
  inFlight?.abort.abort();
  inFlight = null;
  startAfresh();
  show();
  page.input.focus();
}

// What is sent: one message after another, in order

async function deliver() {
  if (inFlight) return;
  const { conversation, messages } = read();
  const next = messages.find(({ status }) => status === "waiting" || status === "unreached");
  if (next?.status !== "waiting") return;

  const mine = { id: next.id, abort: new AbortController() };
  inFlight = mine;
  const outcome = await post(conversation, next, mine.abort).catch((error) => error);
  if (inFlight !== mine) return; // a new conversation was begun
  inFlight = null;
  update(({ messages }) => settle(messages, next.id, outcome));
  deliver();
  show();
}

/**
 * @param {Message[]} messages
 * @param {string} id
 * @param {Reply[] | Error} outcome
 */
function settle(messages, id, outcome) {
  const message = messages.find((each) => each.id === id);
  if (!message || message.status === "sent") return; // forgotten, or answered in another tab
  if (outcome instanceof Error) {
    const unreached = outcome instanceof ChatError && !outcome.reached;
    message.status = unreached ? "unreached" : "refused";
    message.error = outcome instanceof ChatError ? outcome.message : texts.failed;
    return;
  }
  message.status = "sent";
  message.unanswered = outcome.length === 0;
  outcome.forEach((reply, place) => {
    messages.push({ id: `${id}/${place}`, from: "assistant", to: id, at: Date.now(), ...reply });
  });
}

// What is shown

function show() {
  const { messages } = read();
  if (following()) followed = 0; // asked before the change: the browser moves the scroll when old messages leave
  page.welcome.hidden = messages.length > 0;
  showMessages(page.log, messages, inFlight?.id ?? null, { onButton: choose, onRetry: retry });
  if (!inFlight) page.status.replaceChildren();
  else if (!page.status.hasChildNodes()) page.status.append(typingNode());
  follow();
}

function following() {
  return page.scroll.scrollTop >= followed - 40;
}

/** Scrolls to the end, but never past the customer's last message: a long answer is read from its start. */
function follow() {
  const { scroll, log } = page;
  if (!following()) return;
  const end = scroll.scrollHeight - scroll.clientHeight;
  const said = /** @type {HTMLElement | undefined} */ ([...log.querySelectorAll("[data-from=customer]")].at(-1));
  followed = Math.min(end, said ? said.offsetTop - 16 : 0);
  scroll.scrollTop = Math.max(scroll.scrollTop, followed);
}

function showDraft() {
  const { input, send, count } = page;
  const used = [...input.value.trim()].length;
  send.disabled = used === 0 || used > LONGEST;
  count.textContent = used > LONGEST * 0.9 ? texts.count(used, LONGEST) : "";
  count.classList.toggle("over", used > LONGEST);
  input.setAttribute("aria-invalid", String(used > LONGEST));
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`; // the style sheet sets the most
}

/** A button that was used is disabled and loses the focus. On a touch screen, the field would open the keyboard. */
function keepFocus() {
  (matchMedia("(pointer: coarse)").matches ? page.scroll : page.input).focus({ preventScroll: true });
}

// The page itself

/** @param {Button} button */
function choose({ title, payload }) {
  say(title, payload);
  keepFocus();
}

function submit() {
  if (page.send.disabled) return;
  const text = page.input.value.trim();
  page.input.value = "";
  showDraft();
  say(text);
  page.input.focus();
}

function listen() {
  page.composer.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  page.input.addEventListener("input", showDraft);
  page.input.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229; // Enter takes a word of an input method
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    submit();
  });
  byId("new", HTMLElement).addEventListener("click", forget);
  addEventListener("online", () => {
    update(({ messages }) => resume(messages));
    deliver();
    show();
  });
  onOtherTab(show);

  const resized = new ResizeObserver(follow);
  for (const node of [page.scroll, page.log, page.status]) resized.observe(node);
}

function writeTexts() {
  document.documentElement.lang = language;
  const shop = document.body.dataset.shop || document.title;
  byId("shop", HTMLElement).textContent = shop;
  byId("initial", HTMLElement).textContent = [...shop][0] ?? "";
  for (const node of document.querySelectorAll("[data-text], [data-label]")) {
    const { text, label } = /** @type {HTMLElement} */ (node).dataset;
    if (text) node.textContent = word(text);
    if (label) node.setAttribute("aria-label", word(label));
  }
  page.input.placeholder = texts.placeholder;
  const suggestions = texts.suggestions.map((title) => ({ title, payload: "" }));
  const node = buttonsNode(suggestions, ({ title }) => {
    say(title);
    keepFocus();
  });
  byId("suggestions", HTMLElement).append(...node.children);
  showDraft();
}

/** @param {string} key named in index.html */
function word(key) {
  return String(/** @type {Record<string, unknown>} */ (texts)[key]);
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function byId(id, type) {
  const node = document.getElementById(id);
  if (!(node instanceof type)) throw new Error(`index.html must have a ${type.name} with the id "${id}". It has: ${node}`);
  return node;
}
