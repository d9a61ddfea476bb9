// @vitest-environment node
import { expect, test } from "vitest";
import { byUrgency, inTab, isUnread, neighbour } from "../../src/desk/order";
import { given } from "./given";

const ids = (cases: ReturnType<typeof given>[]) => cases.map(({ conversation }) => conversation);

test("angry ones come first, then who has waited longest; who isn't waited for comes last", () => {
  const cases = [
    given("answered", { owner: "agent", agent: "mia", unanswered: null }),
    given("late", { waiting_since: 10 }),
    given("later", { waiting_since: 50 }),
    given("angry", { waiting_since: 90, mood: "negative" }),
    given("angry of Mia's", { owner: "agent", agent: "mia", unanswered: 80, mood: "negative" }),
    given("Mia's", { owner: "agent", agent: "mia", unanswered: 5 }),
  ];
  expect(ids([...cases].sort(byUrgency))).toEqual(["angry of Mia's", "angry", "late", "later", "Mia's", "answered"]);
});

test("mine are those that I have, waiting those that nobody has", () => {
  const cases = [given("w"), given("m", { owner: "agent", agent: "mia" }), given("n", { owner: "agent", agent: "noah" })];
  expect(ids(inTab(cases, "mine", "mia"))).toEqual(["m"]);
  expect(ids(inTab(cases, "waiting", "mia"))).toEqual(["w"]);
  expect(ids(inTab(cases, "all", "mia"))).toEqual(["w", "m", "n"]);
});

test("new is what a customer said to me or to nobody since I looked", () => {
  const mine = given("m", { owner: "agent", agent: "mia" });
  expect(isUnread(mine, {}, "mia")).toBe(true);
  expect(isUnread(mine, { m: 100_000 }, "mia")).toBe(false);
  expect(isUnread(mine, {}, "noah")).toBe(false);
  expect(isUnread(given("m", { owner: "agent", agent: "mia", last: { from: "agent", text: "Hello", at: 200 } }), {}, "mia")).toBe(false);
  expect(isUnread(given("w", { last: null }), {}, "mia")).toBe(true);
});

test("the next and the previous one stop at the ends; without one it is the first", () => {
  const cases = [given("a"), given("b")];
  expect(neighbour(cases, "", 1)?.conversation).toBe("a");
  expect(neighbour(cases, "a", 1)?.conversation).toBe("b");
  expect(neighbour(cases, "b", 1)?.conversation).toBe("b");
  expect(neighbour(cases, "a", -1)?.conversation).toBe("a");
  expect(neighbour([], "a", 1)).toBeUndefined();
});
