/** The figures of the dashboard, as checked values. */

import { list, record, words } from "../shared/checked";
import type { Raw } from "../shared/checked";

const DAY_MS = 86_400_000;

export interface Figures {
  conversations: number;
  /** a person had it */
  withPerson: number;
  unanswered: number;
  up: number;
  down: number;
  /** how often, by why */
  handedOver: Record<string, number>;
}

/** Seconds. */
export interface Spread {
  median: number;
  p95: number;
}

export interface Topic {
  name: string;
  /** as the company calls it; "" where it has no title */
  title: string;
  asked: number;
  unanswered: number;
  negative: number;
}

export interface Numbers {
  total: Figures & { response: Spread | null; wait: Spread | null };
  /** a name is a day ("2026-11-27"), a channel, a language; "" for an unknown one */
  days: (Figures & { name: string })[];
  channels: (Figures & { name: string })[];
  languages: (Figures & { name: string })[];
  topics: Topic[];
  /** what is unusual now, in words */
  surges: string[];
}

export function parseNumbers(raw: unknown): Numbers {
  const body = record(raw);
  const total = record(body.total);
  const named = (of: unknown, key: string) => list(of).map((each) => ({ ...figures(each), name: words(each[key]) }));
  return {
    total: { ...figures(total), response: spread(total.response_s), wait: spread(total.wait_s) },
    days: named(body.days, "day"),
    channels: named(body.channels, "channel"),
    languages: named(body.languages, "language"),
    topics: list(body.topics)
      .map(({ topic, title, asked, unanswered, negative }) => ({ name: words(topic), title: words(title), asked: number(asked), unanswered: number(unanswered), negative: number(negative) }))
      .filter(({ name }) => name),
    surges: list(body.surges).map(({ topic, text }) => words(text) || words(topic)).filter(Boolean),
  };
}

/** So many days up to today (UTC): one on which nothing happened isn't among those that the server sends. */
export function everyDay(days: Numbers["days"], count: number): Numbers["days"] {
  const last = days.map(({ name }) => name).sort().at(-1);
  if (!last) return [];
  const end = Math.max(Date.parse(last), Math.floor(Date.now() / DAY_MS) * DAY_MS);
  const known = new Map(days.map((day) => [day.name, day]));
  return Array.from({ length: count }, (_, place) => new Date(end - (count - 1 - place) * DAY_MS).toISOString().slice(0, 10)).map(
    (name) => known.get(name) ?? { ...figures({}), name },
  );
}

function figures(raw: Raw): Figures {
  const ratings = record(raw.ratings);
  const handedOver = Object.entries(record(raw.handed_over)).map(([why, count]): [string, number] => [why, number(count)]);
  return {
    conversations: number(raw.conversations),
    withPerson: number(raw.with_person),
    unanswered: number(raw.unanswered),
    up: number(ratings.up),
    down: number(ratings.down),
    handedOver: Object.fromEntries(handedOver.sort((one, other) => other[1] - one[1])),
  };
}

function spread(raw: unknown): Spread | null {
  const { median, p95 } = record(raw);
  return typeof median === "number" ? { median, p95: number(p95) } : null;
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
