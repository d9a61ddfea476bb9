/** What the desk's server sends, as checked values. Times are seconds since 1970 on the wire and milliseconds here. */

import { list, record, words } from "../shared/checked";
import type { Raw } from "../shared/checked";
import { plain } from "../shared/markdown";

export type Owner = "assistant" | "waiting" | "agent" | "closed";
export type Mood = "negative" | "neutral" | "positive" | "";
export type Rating = "up" | "down" | "";
export type Speaker = "customer" | "assistant" | "agent" | "note" | "system";

const OWNERS: Owner[] = ["assistant", "waiting", "agent", "closed"];
const MOODS: Mood[] = ["negative", "neutral", "positive"];
const RATINGS: Rating[] = ["up", "down"];
const SPEAKERS: Speaker[] = ["customer", "assistant", "agent", "note", "system"];

export interface Agent {
  id: string;
  name: string;
  role: string;
  /** whether the agent's desk is open */
  here: boolean;
}

export interface Session {
  agent: Agent;
  csrf: string;
  company: string;
}

/** By which ways agents may sign in. */
export interface Door {
  passwords: boolean;
  /** what the company's issuer is called, or "" where there is none */
  openid: string;
}

/** A conversation, as a line of the list. */
export interface Case {
  conversation: string;
  short: string;
  channel: string;
  language: string;
  owner: Owner;
  /** the id of the agent who has it, or "" */
  agent: string;
  agentName: string;
  why: string;
  asked: string;
  since: number;
  /** when the customer asked for a person; 0 if not */
  waitingSince: number;
  /** when the customer said what no person has answered; 0 if all is answered */
  unanswered: number;
  last: { from: Speaker; text: string; at: number };
  mood: Mood;
  rating: Rating;
  /** what the customer gave the whole conversation, 1 to 5; 0 for nothing */
  stars: number;
}

export interface FileOf {
  id: string;
  name: string;
  type: string;
  /** bytes */
  size: number;
  /** a path on the server; "" for one that is not sent yet */
  url: string;
}

export interface SourceOf {
  title: string;
  date: string;
  address: string;
}

export interface Message {
  id: string;
  from: Speaker;
  name: string;
  text: string;
  at: number;
  attachments: FileOf[];
  decision: string;
  rating: Rating;
  sources: SourceOf[];
  /** of a change of hands, who has the conversation from then on */
  owner: Owner | "";
}

export interface Viewer {
  id: string;
  name: string;
}

export interface Earlier {
  conversation: string;
  short: string;
  at: number;
  asked: string;
}

export interface Opened {
  case: Case;
  messages: Message[];
  contact: string;
  customer: string;
  earlier: Earlier[];
  viewers: Viewer[];
  /** the types of files that can be sent to this customer */
  files: string[];
}

export interface Suggestion {
  text: string;
  source: string;
  title: string;
}

export interface Canned {
  name: string;
  text: string;
}

export function parseSession(raw: unknown): Session | null {
  const body = record(raw);
  const agent = parseAgent(record(body.agent));
  const csrf = words(body.csrf);
  return agent.id && csrf ? { agent, csrf, company: words(body.company) } : null;
}

export function parseDoor(raw: unknown): Door {
  const body = record(raw);
  return { passwords: body.passwords !== false, openid: words(body.openid) };
}

export function parseAgent(raw: Raw): Agent {
  const id = words(raw.id);
  return { id, name: words(raw.name) || id, role: words(raw.role), here: raw.here === true };
}

export function parseCases(raw: unknown): Case[] {
  return list(record(raw).cases).map(parseCase).filter(({ conversation }) => conversation);
}

export function parseCase(raw: Raw): Case {
  const last = record(raw.last);
  const conversation = words(raw.conversation);
  const agent = words(raw.agent);
  return {
    conversation,
    short: words(raw.short) || conversation.slice(0, 8),
    channel: words(raw.channel),
    language: words(raw.language),
    owner: one(OWNERS, raw.owner) ?? "closed",
    agent,
    agentName: words(raw.agent_name) || agent,
    why: words(raw.why),
    asked: words(raw.asked),
    since: moment(raw.since),
    waitingSince: moment(raw.waiting_since),
    unanswered: moment(raw.unanswered),
    last: { from: one(SPEAKERS, last.from) ?? "system", text: words(last.text), at: moment(last.at) },
    mood: one(MOODS, raw.mood) ?? "",
    rating: one(RATINGS, raw.rating) ?? "",
    stars: typeof raw.stars === "number" ? Math.min(5, Math.max(0, Math.round(raw.stars))) : 0,
  };
}

export function parseOpened(raw: unknown): Opened | null {
  const body = record(raw);
  const found = parseCase(record(body.case));
  if (!found.conversation) return null;
  return {
    case: found,
    messages: parseMessages(body.messages),
    contact: words(body.contact),
    customer: words(body.customer),
    earlier: list(body.earlier).map(({ conversation, short, at, asked }) => ({
      conversation: words(conversation), short: words(short), at: moment(at), asked: words(asked),
    })),
    viewers: parseViewers(body.viewers),
    files: Array.isArray(body.files) ? body.files.map(words).filter(Boolean) : [],
  };
}

export function parseViewers(raw: unknown): Viewer[] {
  return list(raw).map(({ id, name }) => ({ id: words(id), name: words(name) || words(id) })).filter(({ id }) => id);
}

export function parseFile(raw: unknown): FileOf {
  const { id, name, type, size, url } = record(raw);
  return { id: words(id), name: words(name), type: words(type), size: typeof size === "number" ? size : 0, url: words(url) };
}

export function parseSuggestions(raw: unknown): Suggestion[] {
  const all = list(record(raw).suggestions).map(({ text, source, title }) => ({ text: plain(words(text)), source: words(source), title: words(title) }));
  return all.filter(({ text }) => text).slice(0, 3);
}

export function parseCanned(raw: unknown): Canned[] {
  return list(record(raw).canned).map(({ name, text }) => ({ name: words(name), text: words(text) })).filter(({ name, text }) => name && text);
}

/** Seconds since 1970 as milliseconds; 0 where there is none. */
export function moment(raw: unknown): number {
  return typeof raw === "number" && Number.isFinite(raw) ? raw * 1_000 : 0;
}

export function parseMessages(raw: unknown): Message[] {
  return list(raw).map(message).filter(({ id }) => id);
}

function message(raw: Raw): Message {
  return {
    id: words(raw.id),
    from: one(SPEAKERS, raw.from) ?? "system",
    name: words(raw.name),
    text: words(raw.text),
    at: moment(raw.at),
    attachments: list(raw.attachments).map(parseFile),
    decision: words(raw.decision),
    rating: one(RATINGS, raw.rating) ?? "",
    sources: (Array.isArray(raw.sources) ? raw.sources : []).map(source).filter(({ title }) => title),
    owner: one(OWNERS, raw.owner) ?? "",
  };
}

/** A source is a text, or what the widget's sources are. */
function source(raw: unknown): SourceOf {
  if (typeof raw === "string") return { title: raw, date: "", address: "" };
  const { title, page, dialogue, date, address, url } = record(raw);
  return { title: words(title) || words(page) || words(dialogue), date: words(date), address: words(address) || words(url) };
}

function one<T extends string>(known: T[], given: unknown): T | undefined {
  return known.find((each) => each === given);
}
