import { beforeEach, expect, test, vi } from "vitest";
import { searchQuery } from "../../src/desk/api";
import { DeskLanguage } from "../../src/desk/language";
import { Memory } from "../../src/desk/memory";
import { Notices } from "../../src/desk/notices";
import { everyDay, parseNumbers } from "../../src/desk/numbers";
import { NO_SEARCH, initial, listed, reduce } from "../../src/desk/state";
import type { State } from "../../src/desk/state";
import type { Actions } from "../../src/desk/view/actions";
import { Head } from "../../src/desk/view/head";
import { List } from "../../src/desk/view/list";
import { SearchForm } from "../../src/desk/view/search";
import { MIA, given, opened } from "./given";

const language = new DeskLanguage("en");
const texts = (node: Element, what: string) => [...node.querySelectorAll(what)].map(({ textContent }) => textContent);

beforeEach(() => localStorage.clear());

test("the list says honestly that it loads, failed, or is empty", () => {
  const list = new List(language, {} as Actions);
  const show = (state: State) => list.show(state);
  show(initial(MIA));
  expect(list.node.querySelector(".skeleton")).not.toBeNull();
  show(reduce(initial(MIA), { type: "cases-failed" }));
  expect(list.node.textContent).toContain("could not be loaded");
  show(reduce(initial(MIA), { type: "cases", cases: [] }));
  expect(list.node.textContent).toContain("Nobody is waiting");
});

test("a line that didn't change is left in peace", () => {
  const list = new List(language, {} as Actions);
  let state = reduce(initial(MIA), { type: "cases", cases: [given("a", { asked: "<b>Where?</b>" }), given("b")] });
  list.show(state);
  const [first, second] = list.node.querySelectorAll("[data-testid=case]");
  expect(first?.querySelector("b")).toBeNull();
  state = reduce(state, { type: "cases-changed", cases: [given("b", { asked: "When?" })] });
  list.show(state);
  const now = list.node.querySelectorAll("[data-testid=case]");
  expect([now[0] === first, now[1] === second]).toEqual([true, false]);
  expect(texts(list.node, ".count")).toEqual(["0", "2", "2"]);
  expect(listed(state)).toHaveLength(2);
});

test("what isn't searched for isn't in the query; days are the agent's", () => {
  expect(searchQuery(NO_SEARCH, "").toString()).toBe("");
  const query = searchQuery({ ...NO_SEARCH, q: " pot ", ratedDown: true, since: "2026-11-27", until: "2026-11-27" }, "c1");
  expect([query.get("q"), query.get("rated"), query.get("before")]).toEqual(["pot", "down", "c1"]);
  expect(Number(query.get("until")) - Number(query.get("since"))).toBeCloseTo(86_399.999, 3);
});

test("drafts are an agent's own, and gone when they sign out", () => {
  const memory = new Memory("mia");
  memory.keepDraft("a", "say", "Hello");
  expect(new Memory("mia").draft("a", "say")).toBe("Hello");
  expect(new Memory("noah").draft("a", "say")).toBe("");
  memory.keepDraft("a", "note", " ");
  memory.forget();
  expect(new Memory("mia").draft("a", "say")).toBe("");
  expect(localStorage.length).toBe(0);
});

test("acts that an earlier page left are sent again for ten minutes", () => {
  const act = { operation: "o", conversation: "a", what: "say" as const, text: "Hi", files: [], suggestion: 0, to: "", at: Date.now() };
  const memory = new Memory("mia");
  memory.keepActs([act, { ...act, operation: "old", at: Date.now() - 11 * 60_000 }]);
  expect(new Memory("mia").acts().map(({ operation }) => operation)).toEqual(["o"]);
});

test("the figures are what the server sends, and days without any are there", () => {
  const numbers = parseNumbers({
    total: { conversations: 40, with_person: 6, ratings: { up: 9 }, handed_over: { few: 1, many: 4 }, response_s: { median: 0.1, p95: 0.5 }, wait_s: null },
    days: [{ day: "2026-11-25", conversations: 40, with_person: 6 }], topics: [{ topic: "order", asked: 12, unanswered: 3 }, {}], surges: [{ topic: "x" }],
  });
  expect(numbers.total).toMatchObject({ conversations: 40, up: 9, down: 0, response: { median: 0.1 }, wait: null });
  expect(Object.keys(numbers.total.handedOver)).toEqual(["many", "few"]);
  expect([numbers.topics.length, numbers.surges]).toEqual([1, ["x"]]);
  expect(everyDay(numbers.days, 7)).toHaveLength(7);
  expect(everyDay([], 7)).toEqual([]);
});

test("the title counts what is new; only what comes later is told", () => {
  const notes: string[] = [];
  vi.stubGlobal("Notification", class {
    static permission = "granted";
    constructor(title: string, { body }: { body: string }) {
      notes.push(`${title}: ${body}`);
    }
  });
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  const notices = new Notices({ locale: "", theme: "auto", sound: false, notices: true, singleKeys: true }, language, () => {});
  let state = reduce(initial(MIA), { type: "cases", cases: [given("a")] });
  notices.show(state);
  expect([document.title, notes]).toEqual(["(1) Desk · Juniper Lane", []]);
  state = reduce(state, { type: "cases-changed", cases: [given("b", { asked: "When?", last: null })] });
  notices.show(state);
  notices.show(state);
  expect(notes).toEqual(["A customer is waiting: When?"]);
  notices.show(reduce(state, { type: "seen", seen: { a: 100_000, b: 100_000 } }));
  expect(document.title).toBe("Desk · Juniper Lane");
  vi.unstubAllGlobals();
});

test("who leaves the search before it has begun isn't taken back to it later", () => {
  vi.useFakeTimers();
  const asked: string[] = [];
  const form = new SearchForm(language, { search: ({ q }: { q: string }) => asked.push(q) } as unknown as Actions);
  document.body.replaceChildren(form.node);
  const field = form.node.querySelector<HTMLInputElement>("[data-testid=search]")!;
  field.focus();
  field.value = "rec";
  field.dispatchEvent(new Event("input"));
  field.blur();
  expect(asked).toEqual(["rec"]);
  vi.runAllTimers();
  expect(asked).toEqual(["rec"]);
  vi.useRealTimers();
});

test("where a customer can be reached stands above the conversation, as text", () => {
  const head = new Head(language, {} as Actions, () => {});
  let state = reduce(initial(MIA), { type: "open", conversation: "a" });
  state = reduce(state, { type: "opened", opened: { ...opened("a", { channel: "wecom_kf", language: "en" }), contact: "<b>kim@customer.example</b>" } });
  head.show(state);
  expect(texts(head.node, "[data-testid=owner] bdi").slice(1)).toEqual(["<b>kim@customer.example</b>", "微信客服", "English"]);
});
