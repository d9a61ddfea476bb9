// @ts-check
/** The request to the server, and what may come back. */

import { texts } from "./texts.js";

/** @import { Button, Message, Source } from "./store.js" */

/** @typedef {Pick<Message, "text" | "image" | "buttons" | "sources" | "decision">} Reply */

const ADDRESS = "/chat/messages";
const PATIENCE = 60_000; // milliseconds

/** Why a message got no answer, in words for the customer. */
export class ChatError extends Error {
  /**
   * @param {string} message
   * @param {boolean} reached whether a server was there
   */
  constructor(message, reached) {
    super(message);
    this.reached = reached;
  }
}

/**
 * Sends one message and waits for its answer.
 * @param {string} conversation
 * @param {Message} message
 * @param {AbortController} abort aborted by the caller to give up
 * @returns {Promise<Reply[]>}
 * @throws {ChatError}
 */
export async function post(conversation, message, abort) {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    abort.abort();
  }, PATIENCE);
  try {
    const body = JSON.stringify(request(conversation, message));
    let response;
    do {
      // Accepted, but not answered yet (202): sent again, it is not said again, only waited for.
      response = await fetch(ADDRESS, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: abort.signal });
    } while (response.status === 202);
    const answer = await response.json().catch((error) => {
      if (error instanceof SyntaxError) return null; // a proxy's page, not our server's JSON
      throw error;
    });
    if (!response.ok) throw new ChatError(words(answer?.error?.message) || texts.failed, true);
    return replies(answer);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw late ? new ChatError(texts.late, true) : new ChatError(texts.unreached, false);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} conversation
 * @param {Message} message
 */
export function request(conversation, { id, text, button }) {
  const said = button === undefined ? { text } : { button };
  return { conversation, message_id: id, ...said };
}

/**
 * The replies of an answer's body, with nothing in them but what the page knows.
 * @param {any} body
 * @returns {Reply[]}
 * @throws {ChatError} where the body is not an answer
 */
export function replies(body) {
  if (!Array.isArray(body?.replies)) throw new ChatError(texts.failed, true);
  return body.replies.map(reply).filter((/** @type {Reply} */ { text, image, buttons }) => text || image || buttons?.length);
}

/**
 * @param {any} raw
 * @returns {Reply}
 */
function reply(raw) {
  return {
    text: words(raw?.text),
    image: words(raw?.image) || undefined,
    buttons: list(raw?.buttons).filter((/** @type {any} */ each) => words(each?.title) && words(each?.payload)),
    sources: list(raw?.sources).filter((/** @type {any} */ each) => words(each?.dialogue)),
    decision: words(raw?.decision) || undefined,
  };
}

/** @param {unknown} value */
const words = (value) => (typeof value === "string" ? value : "");

/** @param {unknown} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : []);
