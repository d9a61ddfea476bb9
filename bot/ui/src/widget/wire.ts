/** What the channel sends, as checked values: nothing that the widget doesn't know gets past here. */

import { list, record, words } from "../shared/checked";
import type { Raw } from "../shared/checked";

export interface Choice {
  title: string;
  payload: string;
}

export interface Card {
  title: string;
  text: string;
  image: string;
  link: string;
}

export interface Source {
  /** "2025-03-14", or "" where the log had none */
  date: string;
  /** what was said there, where an answer has several sources; else "" */
  text: string;
  /** the title of a document's page, or "" for a dialogue */
  page: string;
  /** which heading of the page it stands under; 0 before the first one */
  section: number;
  address: string;
}

export interface Upload {
  upload: string;
  name: string;
  type: string;
  /** bytes */
  size: number;
  /** a path on the server */
  url: string;
}

/** What the customer said, as the server has it. */
export interface Said {
  from: "customer";
  event: string;
  messageId: string;
  text: string;
  uploads: Upload[];
  /** milliseconds since 1970 */
  at: number;
}

export type OwnerKind = "assistant" | "waiting" | "agent" | "closed";

/** What the assistant or a person said, or that the conversation went to somebody else. */
export interface Answered {
  from: "assistant";
  /** the name of the person who said it; "" for the assistant */
  agent: string;
  /** who has the conversation from here on; nothing where that didn't change */
  owner?: OwnerKind;
  /** nobody is there: the customer may leave an address */
  asksContact: boolean;
  /** a person had the conversation until now: how that was is asked once */
  rate: boolean;
  /** files of a person's */
  uploads: Upload[];
  event: string;
  text: string;
  image: string;
  buttons: Choice[];
  cards: Card[];
  sources: Source[];
  suggestions: Choice[];
  decision: string;
  at: number;
}

export interface Session {
  accessToken: string;
  /** seconds */
  expiresIn: number;
  refreshToken: string;
  conversation: string;
  suggestions: Choice[];
  greeting: string;
  /** says "I want to talk to a person" */
  person?: Choice;
  /** the languages that the assistant answers in, as "de"; none where the server doesn't say */
  spoken: string[];
  /** whether the server can mail a conversation */
  mails: boolean;
}

export type Value = "up" | "down";

const OWNERS: OwnerKind[] = ["assistant", "waiting", "agent", "closed"];

/** A conversation, as opened. Throws a TypeError where the answer isn't one. */
export function parseSession(raw: unknown): Session {
  const body = record(raw);
  const accessToken = words(body.access_token);
  const refreshToken = words(body.refresh_token);
  const conversation = words(body.conversation);
  if (!accessToken || !refreshToken || !conversation) throw new TypeError("the server's answer is no session");
  return {
    accessToken,
    expiresIn: typeof body.expires_in === "number" ? body.expires_in : 60,
    refreshToken,
    conversation,
    suggestions: choices(body.suggestions),
    greeting: words(body.greeting),
    person: choices([body.person])[0],
    spoken: Array.isArray(body.languages) ? body.languages.map(words).filter(Boolean) : [],
    mails: body.transcript_by_mail === true,
  };
}

/** A message event's data; null where it is none, as from a newer server. */
export function parseMessage(raw: unknown): Said | Answered | null {
  const body = record(raw);
  const event = words(body.event);
  const at = Date.parse(words(body.at)) || Date.now();
  if (!event) return null;
  if (body.from === "customer") {
    return { from: "customer", event, messageId: words(body.message_id), text: words(body.text) || words(body.button), uploads: uploadsOf(body), at };
  }
  const owner = OWNERS.find((each) => each === body.owner);
  if (body.from !== "assistant" && body.from !== "agent" && !owner) return null;
  return {
    from: "assistant",
    event,
    agent: body.from === "agent" || owner === "agent" ? words(body.name) || "…" : "",
    owner,
    asksContact: body.asks_contact === true,
    rate: body.rate === true,
    uploads: uploadsOf(body),
    text: words(body.text),
    image: words(body.image),
    buttons: choices(body.buttons),
    cards: list(body.cards).map(card).filter(({ title, text, image }) => title || text || image),
    sources: list(body.sources).map(source),
    suggestions: choices(body.suggestions),
    decision: words(body.decision),
    at,
  };
}

function uploadsOf({ upload, uploads }: Raw): Upload[] {
  return (Array.isArray(uploads) ? uploads : [upload]).map(parseUpload).filter((each) => each !== undefined);
}

export function parseUpload(raw: unknown): Upload | undefined {
  const body = record(raw);
  const upload = words(body.upload);
  if (!upload) return undefined;
  const size = typeof body.size === "number" ? body.size : 0;
  return { upload, name: words(body.name), type: words(body.type), size, url: words(body.url) };
}

function choices(value: unknown): Choice[] {
  return list(value)
    .map(({ title, payload }) => ({ title: words(title), payload: words(payload) }))
    .filter(({ title, payload }) => title && payload);
}

function card({ title, text, image, link }: Raw): Card {
  return { title: words(title), text: words(text), image: words(image), link: words(link) };
}

function source({ date, text, page, section, address }: Raw): Source {
  const number = typeof section === "number" ? section : 0;
  return { date: words(date), text: words(text), page: words(page), section: number, address: words(address) };
}
