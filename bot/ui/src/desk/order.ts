/** Which conversations stand in which list, in which order, and which of them have something new. */

import type { Case } from "./wire";

export type Tab = "mine" | "waiting" | "all";
export const TABS: Tab[] = ["mine", "waiting", "all"];

/** When each conversation was last looked at, in milliseconds since 1970. */
export type Seen = Record<string, number>;

/** Since when the customer has waited for an answer; 0 if nobody is waited for. */
export function waitsSince({ owner, waitingSince, unanswered }: Case): number {
  if (owner === "waiting") return waitingSince || unanswered;
  return owner === "agent" ? unanswered : 0;
}

/** Whose customer waits comes first, among them the angry ones, then who has waited longest; then what was said last. */
export function byUrgency(one: Case, other: Case): number {
  const [first, second] = [rank(one), rank(other)];
  if (first !== second) return first - second;
  const [since, otherSince] = [waitsSince(one), waitsSince(other)];
  return since && otherSince ? since - otherSince : other.last.at - one.last.at;
}

export function inTab(cases: Case[], tab: Tab, me: string): Case[] {
  return cases.filter((each) => tab === "all" || (tab === "waiting" ? each.owner === "waiting" : each.owner === "agent" && each.agent === me));
}

/** The customer said something, to the agent or to nobody yet, that this agent hasn't seen. */
export function isUnread({ conversation, owner, agent, last, waitingSince }: Case, seen: Seen, me: string): boolean {
  if (owner !== "waiting" && !(owner === "agent" && agent === me)) return false;
  const at = last.from === "customer" ? last.at : owner === "waiting" ? waitingSince : 0;
  return at > (seen[conversation] ?? 0);
}

/** The conversation after (or before) one of a list; the first where that one isn't in it. */
export function neighbour(cases: Case[], conversation: string, step: 1 | -1): Case | undefined {
  const place = cases.findIndex((each) => each.conversation === conversation);
  if (place < 0) return cases[0];
  return cases[Math.min(cases.length - 1, Math.max(0, place + step))];
}

function rank(each: Case): number {
  if (!waitsSince(each)) return 3;
  if (each.mood === "negative") return 0;
  return each.owner === "waiting" ? 1 : 2;
}
