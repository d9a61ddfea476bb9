// @vitest-environment node
import { expect, test } from "vitest";
import { TYPING_MS, counts, initial, listed, others, reduce, rights, unread } from "../../src/desk/state";
import type { Action, State } from "../../src/desk/state";
import { parseMessages } from "../../src/desk/wire";
import { MIA, given, opened } from "./given";

const after = (...actions: Action[]): State => actions.reduce(reduce, initial(MIA));
const said = (id: string, at: number, from = "customer", text = id) => ({ id, from, text, at });

test("cases that changed take the place of those that were there; who went back or was closed leaves the list", () => {
  const state = after(
    { type: "cases", cases: [given("a"), given("b"), given("c")] },
    { type: "cases-changed", cases: [given("a", { owner: "closed" }), given("b", { owner: "agent", agent: "mia" }), given("d", { mood: "negative" })] },
  );
  expect(state.cases.map(({ conversation, owner }) => [conversation, owner])).toEqual([["d", "waiting"], ["c", "waiting"], ["b", "agent"]]);
  expect(counts(state)).toEqual({ mine: 1, waiting: 2, all: 3 });
  expect(listed(state).map(({ conversation }) => conversation)).toEqual(["d", "c"]);
});

test("who has conversations sees theirs first, who has none those that wait", () => {
  const mine = given("b", { owner: "agent", agent: "mia" });
  expect(after({ type: "cases", cases: [given("a")] }).tab).toBe("waiting");
  const begun = after({ type: "cases", cases: [given("a"), mine] });
  expect(begun.tab).toBe("mine");
  expect(reduce(reduce(begun, { type: "tab", tab: "all" }), { type: "cases", cases: [mine] }).tab).toBe("all");
});

test("a list that fails to come again stays as it is", () => {
  expect(after({ type: "cases-failed" }).loading).toBe("failed");
  expect(after({ type: "cases", cases: [given("a")] }, { type: "cases-failed" }).loading).toBe("there");
});

test("news of the open conversation are put in by their ids, in the order of time", () => {
  const open = opened("a", {}, [said("1", 10), said("3", 30)]);
  const told: Action = { type: "told", case: given("a", { owner: "agent", agent: "mia" }), messages: parseMessages([said("2", 20), said("3", 30, "customer", "better")]) };
  const state = after({ type: "open", conversation: "a" }, { type: "opened", opened: open }, told);
  expect(state.opened?.messages.map(({ text }) => text)).toEqual(["1", "2", "better"]);
  expect(state.opened?.case.owner).toBe("agent");
});

test("what comes late of a conversation that isn't open any more changes nothing", () => {
  const state = after({ type: "open", conversation: "b" }, { type: "opened", opened: opened("a") }, { type: "told", case: given("a"), messages: [] });
  expect(state.opened).toBeNull();
  expect(reduce(state, { type: "suggestions", conversation: "a", suggestions: [] })).toBe(state);
  expect(reduce(state, { type: "open-failed", conversation: "a", problem: "gone" })).toBe(state);
});

test("a conversation that is there stays while the server is away, and goes when the server says that it is gone", () => {
  const there = after({ type: "open", conversation: "a" }, { type: "opened", opened: opened("a") });
  expect(reduce(there, { type: "open-failed", conversation: "a", problem: "" }).opened).not.toBeNull();
  expect(reduce(there, { type: "open-failed", conversation: "a", problem: "It was deleted." })).toMatchObject({ opened: null, opening: "failed" });
});

test("who types is shown for a while, and no more once it was said", () => {
  const typing = (who: string): Action => ({ type: "typing", conversation: "a", who, now: 0 });
  const state = after({ type: "open", conversation: "a" }, { type: "opened", opened: opened("a", { owner: "agent", agent: "mia" }) }, typing("customer"), typing("noah"), typing("mia"));
  expect(others(state)).toMatchObject({ customerTypes: true, typing: ["noah"] });
  expect(others(reduce(state, { type: "tick", now: TYPING_MS + 1 }))).toMatchObject({ customerTypes: false, typing: [] });
  const said1: Action = { type: "told", case: given("a", { owner: "agent", agent: "mia" }), messages: parseMessages([said("1", 10)]) };
  expect(others(reduce(state, said1)).customerTypes).toBe(false);
});

test("other agents who look at it are told apart from oneself", () => {
  const viewing: Action = { type: "viewing", conversation: "a", viewers: [{ id: "mia", name: "Mia" }, { id: "noah", name: "Noah" }] };
  const state = after({ type: "open", conversation: "a" }, { type: "opened", opened: opened("a") }, viewing);
  expect(others(state).viewers).toEqual([{ id: "noah", name: "Noah" }]);
});

test("one may answer what one has and what nobody has, and leave only what one has", () => {
  const state = after();
  expect(rights(state, given("a"))).toEqual({ take: true, answer: true, leave: false, close: true });
  expect(rights(state, given("a", { owner: "agent", agent: "mia" }))).toEqual({ take: false, answer: true, leave: true, close: true });
  expect(rights(state, given("a", { owner: "agent", agent: "noah" }))).toEqual({ take: false, answer: false, leave: false, close: false });
  expect(rights(state, given("a", { owner: "closed" }))).toEqual({ take: true, answer: true, leave: false, close: false });
});

test("what was seen is not new", () => {
  const state = after({ type: "cases", cases: [given("a"), given("b")] }, { type: "seen", seen: { a: 100_000 } });
  expect(unread(state).map(({ conversation }) => conversation)).toEqual(["b"]);
});
