// @ts-check
/**
 * The conversation as the browser keeps it: its id and its last messages, in localStorage, so that a reload
 * shows them again. Each change reads first, so that two tabs do not undo each other's.
 */

/**
 * A customer's message is `waiting` until it is `sent`, or `refused` (the server answered with an error),
 * or `unreached` (no server was there: what was said after it waits, so that the order holds).
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {"customer" | "assistant"} from
 * @property {string} text
 * @property {number} at milliseconds since 1970
 * @property {"waiting" | "sent" | "refused" | "unreached"} [status] the customer's
 * @property {string} [button] the payload of the button that was clicked
 * @property {string} [error] why it was not sent, in words for the customer
 * @property {boolean} [unanswered] sent, and the answer had no replies
 * @property {string} [to] the assistant's: the id of the message that it answers
 * @property {string} [image]
 * @property {Button[]} [buttons]
 * @property {Source[]} [sources]
 * @property {string} [decision]
 *
 * @typedef {{ title: string, payload: string }} Button
 * @typedef {{ dialogue: string, date?: string, score?: number }} Source
 * @typedef {{ conversation: string, messages: Message[] }} Chat
 */

const KEY = "heed.chat";
const MOST = 200;

/** The chat where the browser keeps nothing for us (storage blocked or full). @type {Chat | null} */
let unstored = null;

/** @returns {Chat} */
export function read() {
  return unstored ?? stored() ?? write({ conversation: hex(), messages: [] });
}

/** @param {(chat: Chat) => void} change */
export function update(change) {
  const chat = read();
  change(chat);
  write(chat);
}

/** Forgets the messages and takes a new conversation id. */
export function startAfresh() {
  write({ conversation: hex(), messages: [] });
}

/** Tells when another tab has changed the chat. @param {() => void} listener */
export function onOtherTab(listener) {
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) listener();
  });
}

/** A new message's id, shaped as a UUID. crypto.randomUUID is missing on pages that came over plain http. */
export function messageId() {
  const digits = hex();
  const variant = "89ab"[parseInt(digits[16], 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    "4" + digits.slice(13, 16),
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join("-");
}

/** @returns {Chat | null} null where there is none yet, or none that we can read */
function stored() {
  try {
    const chat = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const sound = /^[0-9a-f]{32}$/.test(chat?.conversation) && Array.isArray(chat.messages);
    return sound ? chat : null;
  } catch {
    return null;
  }
}

/** @param {Chat} chat */
function write(chat) {
  chat.messages.splice(0, chat.messages.length - MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(chat));
    unstored = null;
  } catch {
    unstored = chat;
  }
  return chat;
}

/** 32 random hex digits. */
function hex() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
