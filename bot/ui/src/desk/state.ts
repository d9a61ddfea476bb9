/** What the desk shows: one value, changed by pure functions. */

import type { Search } from "./api";
import { byUrgency, inTab, isUnread } from "./order";
import type { Seen, Tab } from "./order";
import type { Act } from "./outbox";
import type { Agent, Canned, Case, Message, Opened, Session, Suggestion, Viewer } from "./wire";

/** Somebody who types is shown for so long after they were heard of. */
export const TYPING_MS = 6_000;

export type Place = "inbox" | "search" | "numbers";
/** How it is with something that was asked for. */
export type Loading = "loading" | "there" | "failed";

export interface Found {
  search: Search;
  cases: Case[];
  next: string;
  loading: Loading;
}

export interface Typing {
  conversation: string;
  who: string;
  until: number;
}

export interface State {
  me: Session;
  connection: "open" | "lost";
  place: Place;
  tab: Tab;
  cases: Case[];
  loading: Loading;
  /** the conversation that is open; "" for none */
  open: string;
  opened: Opened | null;
  opening: Loading;
  /** the server's sentence why it can't be opened, or "" */
  problem: string;
  suggestions: Suggestion[];
  suggesting: Loading;
  typing: Typing[];
  seen: Seen;
  acts: Act[];
  found: Found;
  agents: Agent[];
  canned: Canned[];
}

export type Action =
  | { type: "connection"; connection: State["connection"] }
  | { type: "place"; place: Place }
  | { type: "tab"; tab: Tab }
  | { type: "cases"; cases: Case[] }
  | { type: "cases-changed"; cases: Case[] }
  | { type: "cases-failed" }
  | { type: "open"; conversation: string }
  | { type: "opened"; opened: Opened }
  | { type: "told"; case: Case; messages: Message[] }
  | { type: "open-failed"; conversation: string; problem: string }
  | { type: "suggestions"; conversation: string; suggestions: Suggestion[] | null }
  | { type: "typing"; conversation: string; who: string; now: number }
  | { type: "viewing"; conversation: string; viewers: Viewer[] }
  | { type: "seen"; seen: Seen }
  | { type: "acts"; acts: Act[] }
  | { type: "found"; found: Partial<Found> }
  | { type: "agents"; agents: Agent[] }
  | { type: "canned"; canned: Canned[] }
  | { type: "tick"; now: number };

export const NO_SEARCH: Search = { q: "", handedOver: false, ratedDown: false, lowConfidence: false, channel: "", since: "", until: "" };

export function initial(me: Session): State {
  return {
    me, connection: "open", place: "inbox", tab: "waiting", cases: [], loading: "loading", open: "", opened: null, opening: "there", problem: "", suggestions: [],
    suggesting: "there", typing: [], seen: {}, acts: [], found: { search: NO_SEARCH, cases: [], next: "", loading: "there" }, agents: [], canned: [],
  };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "cases": {
      const first = state.loading !== "there" && inTab(action.cases, "mine", state.me.agent.id).length > 0;
      return { ...state, cases: [...action.cases].sort(byUrgency), loading: "there", tab: first ? "mine" : state.tab };
    }
    case "cases-changed": {
      const changed = new Set(action.cases.map(({ conversation }) => conversation));
      const here = action.cases.filter(({ owner }) => owner === "waiting" || owner === "agent");
      return { ...state, cases: [...state.cases.filter(({ conversation }) => !changed.has(conversation)), ...here].sort(byUrgency) };
    }
    case "cases-failed":
      return state.loading === "there" ? state : { ...state, loading: "failed" };
    case "open":
      if (state.open === action.conversation) return state;
      return { ...state, open: action.conversation, opened: null, opening: action.conversation ? "loading" : "there", problem: "", suggestions: [], suggesting: "loading" };
    case "opened":
      return action.opened.case.conversation === state.open ? { ...state, opened: action.opened, opening: "there", problem: "" } : state;
    case "told": {
      const { opened } = state;
      if (opened?.case.conversation !== action.case.conversation) return state;
      return { ...state, opened: { ...opened, case: action.case, messages: merged(opened.messages, action.messages) }, typing: stillTyping(state.typing, action) };
    }
    case "open-failed":
      if (action.conversation !== state.open || (state.opened && !action.problem)) return state; // what is shown may be old; the connection's notice says so
      return { ...state, opened: null, opening: "failed", problem: action.problem };
    case "suggestions":
      if (action.conversation !== state.open) return state;
      return { ...state, suggestions: action.suggestions ?? [], suggesting: action.suggestions ? "there" : "failed" };
    case "typing": {
      const others = state.typing.filter(({ conversation, who }) => conversation !== action.conversation || who !== action.who);
      return { ...state, typing: [...others, { conversation: action.conversation, who: action.who, until: action.now + TYPING_MS }] };
    }
    case "viewing":
      if (state.opened?.case.conversation !== action.conversation) return state;
      return { ...state, opened: { ...state.opened, viewers: action.viewers } };
    case "found":
      return { ...state, found: { ...state.found, ...action.found } };
    case "tick":
      return { ...state, typing: state.typing.filter(({ until }) => until > action.now) };
    default: {
      const { type: _, ...changed } = action;
      return { ...state, ...changed };
    }
  }
}

/** Messages with those that are new or changed, in the order of time. */
function merged(messages: Message[], news: Message[]): Message[] {
  const changed = new Map(news.map((message) => [message.id, message]));
  const known = new Set(messages.map(({ id }) => id));
  const all = [...messages.map((message) => changed.get(message.id) ?? message), ...news.filter(({ id }) => !known.has(id))];
  return all.sort((one, other) => one.at - other.at);
}

/** Who has just said something doesn't type any more. */
function stillTyping(typing: Typing[], { case: { conversation, agent }, messages }: { case: Case; messages: Message[] }): Typing[] {
  const spoke = new Set(messages.map(({ from }) => (from === "customer" ? "customer" : agent)));
  return typing.filter((each) => each.conversation !== conversation || !spoke.has(each.who));
}

/** The list beside the conversation. */
export function listed({ place, found, cases, tab, me }: State): Case[] {
  return place === "search" ? found.cases : inTab(cases, tab, me.agent.id);
}

export function counts({ cases, me }: State): Record<Tab, number> {
  return { mine: inTab(cases, "mine", me.agent.id).length, waiting: inTab(cases, "waiting", me.agent.id).length, all: cases.length };
}

/** How many conversations have something that this agent hasn't seen. */
export function unread({ cases, seen, me }: State): Case[] {
  return cases.filter((each) => isUnread(each, seen, me.agent.id));
}

/** What this agent may do with a conversation. */
export function rights(state: State, each: Case): { take: boolean; answer: boolean; leave: boolean; close: boolean } {
  const mine = each.owner === "agent" && each.agent === state.me.agent.id;
  const free = each.owner !== "agent";
  return { take: free, answer: mine || free, leave: mine, close: mine || each.owner === "waiting" };
}

/** Who else looks at the open conversation, and who of them types. */
export function others({ opened, typing, me }: State): { viewers: Viewer[]; typing: string[]; customerTypes: boolean } {
  const here = typing.filter(({ conversation }) => conversation === opened?.case.conversation);
  return {
    viewers: opened?.viewers.filter(({ id }) => id !== me.agent.id) ?? [],
    typing: here.map(({ who }) => who).filter((who) => who !== "customer" && who !== me.agent.id),
    customerTypes: here.some(({ who }) => who === "customer"),
  };
}

