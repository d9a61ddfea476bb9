/** The conversation as it is shown: a pure reducer over what happened. */

import type { FileNote } from "./files";
import type { Waiting } from "./memory";
import type { Answered, Choice, OwnerKind, Said, Session, Upload, Value } from "./wire";

/**
 * `waiting` for a connection, or for the messages before it; `sending`; `delivered`: the server has it; `failed`: the
 * server refused it.
 */
export type Delivery = "waiting" | "sending" | "delivered" | "failed";

/** What the customer said. Its id is the customer's own, before and after the server has it. */
export interface Mine {
  from: "customer";
  id: string;
  text: string;
  at: number;
  delivery: Delivery;
  error: string;
  uploads: Upload[];
  /** what goes with it and isn't uploaded yet */
  files: FileNote[];
  /** "" until the server's event came */
  event: string;
}

/** What the assistant said. Its id is the event's. */
export interface Theirs extends Answered {
  id: string;
  rating?: Value;
}

export type Message = Mine | Theirs;

export interface State {
  conversation: string;
  /** `lost`: there was a connection, and there is none; what is said waits */
  connection: "idle" | "open" | "lost";
  /** what the server has, in its order, then what waits, in the order in which it was said */
  messages: Message[];
  /** the last event that came */
  lastEvent: string;
  /** history is over: what comes now is new */
  live: boolean;
  typing: boolean;
  /** the name of the person who types; "" for the assistant */
  typist: string;
  /** what keeps the chat from working here, or from knowing its customer; nothing where all is well */
  trouble: Trouble;
  /** the languages that the assistant answers in; none where that isn't known */
  spoken: string[];
  /** whether the server can mail the conversation */
  mails: boolean;
  greeting: string;
  suggestions: Choice[];
  person?: Choice;
  /** assistant's messages after the last that was seen */
  unread: number;
}

/** `blocked`: the server doesn't serve this page; `unknown`: it doesn't take who the site says the customer is. */
export type Trouble = "" | "blocked" | "unknown";

export type Action =
  | { type: "session"; session: Session }
  | { type: "queued"; message: Waiting }
  | { type: "delivery"; id: string; delivery: Delivery; error?: string }
  | { type: "message"; message: Said | Answered }
  | { type: "rated"; event: string; value?: Value }
  | { type: "typing"; typing: boolean; typist: string }
  | { type: "trouble"; trouble: Trouble }
  | { type: "connection"; connection: State["connection"] }
  | { type: "live" }
  | { type: "seen"; event: string }
  | { type: "reset" };

export const INITIAL: State = {
  conversation: "",
  connection: "idle",
  messages: [],
  lastEvent: "",
  live: false,
  typing: false,
  typist: "",
  trouble: "",
  spoken: [],
  mails: false,
  greeting: "",
  suggestions: [],
  unread: 0,
};

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "session":
      return withSession(state, action.session);
    case "queued":
      return withQueued(state, action.message);
    case "delivery":
      return withDelivery(state, action.id, action.delivery, action.error ?? "");
    case "message":
      return withMessage(state, action.message);
    case "rated":
      return change(state, action.event, { rating: action.value });
    case "typing":
      return { ...state, typing: action.typing, typist: action.typist };
    case "trouble":
      return state.trouble === action.trouble ? state : { ...state, trouble: action.trouble };
    case "connection":
      if (state.connection === action.connection) return state;
      return { ...state, connection: action.connection, typing: state.typing && action.connection === "open" };
    case "live":
      return { ...state, live: true };
    case "seen":
      return { ...state, unread: unread(state.messages, action.event) };
    case "reset":
      return INITIAL;
  }
}

/** Who has the conversation. */
export function ownerOf({ messages }: State): OwnerKind {
  return messages.findLast((message): message is Theirs => message.from === "assistant" && message.owner !== undefined)?.owner ?? "assistant";
}

/** The name of the person who has the conversation; "" where nobody has it. */
export function personOf(state: State): string {
  if (ownerOf(state) !== "agent") return "";
  return state.messages.findLast((message): message is Theirs => message.from === "assistant" && message.owner === "agent")?.agent ?? "";
}

/** What the customer said first, cut short; "" where that was no text. */
export function firstWords(messages: Message[]): string {
  return messages.find(({ from, text }) => from === "customer" && text)?.text.slice(0, 80) ?? "";
}

/** Whether the server has a message: it has an event, or was acknowledged. */
export function isKept(message: Message): boolean {
  return message.from === "assistant" || message.delivery === "delivered";
}

function withSession(state: State, { conversation, greeting, suggestions, person, spoken, mails }: Session): State {
  const same = state.conversation === conversation;
  const before = same ? state : { ...INITIAL, messages: state.messages.filter((message) => !isKept(message)) };
  return { ...before, conversation, greeting, suggestions, person, spoken, mails, trouble: state.trouble === "blocked" ? "" : state.trouble };
}

function withQueued(state: State, { id, text, at, error, files = [] }: Waiting): State {
  const old = state.messages.find((message) => message.id === id);
  if (old && isKept(old)) return state;
  const message: Mine = { from: "customer", id, text, at, delivery: error ? "failed" : "waiting", error: error ?? "", uploads: [], files, event: "" };
  return { ...state, messages: [...state.messages.filter((each) => each !== old), message] };
}

/** The server's own event is the last word: a request that failed after it changes nothing. */
function withDelivery(state: State, id: string, delivery: Delivery, error: string): State {
  return state.messages.some((message) => message.id === id && message.event) ? state : change(state, id, { delivery, error });
}

/** An event, once, even where it comes again. A message of ours becomes what it always was, at its place among the others. */
function withMessage(state: State, said: Said | Answered): State {
  const id = said.from === "customer" ? said.messageId || said.event : said.event;
  const others = state.messages.filter((message) => message.id !== id || message.event);
  if (others.some((message) => message.id === id)) return state;
  const message: Message =
    said.from === "customer"
      ? { from: "customer", id, text: said.text, at: said.at, delivery: "delivered", error: "", uploads: said.uploads, files: [], event: said.event }
      : { ...said, id };
  const place = others.findLastIndex((each) => each.event) + 1;
  const messages = others.toSpliced(place, 0, message);
  return {
    ...state,
    messages,
    lastEvent: said.event,
    typing: state.typing && said.from === "customer",
    unread: state.unread + (said.from === "assistant" && isRead(said) ? 1 : 0),
  };
}

function change(state: State, id: string, fields: Partial<Mine> & Partial<Theirs>): State {
  const messages = state.messages.map((message) => (message.id === id ? ({ ...message, ...fields } as Message) : message));
  return { ...state, messages };
}

function unread(messages: Message[], seen: string): number {
  return messages.filter((message) => message.from === "assistant" && isRead(message) && isLater(message.event, seen)).length;
}

/** Whether there is anything to be read in it. */
function isRead({ text, uploads }: Answered): boolean {
  return text !== "" || uploads.length > 0;
}

/** Whether an event came after another. Their ids are "milliseconds-number", as Redis makes them; "" came before all. */
export function isLater(event: string, than: string): boolean {
  const [ms = 0, number = 0] = event.split("-").map(Number);
  const [thanMs = 0, thanNumber = 0] = than.split("-").map(Number);
  return ms > thanMs || (ms === thanMs && number > thanNumber);
}
