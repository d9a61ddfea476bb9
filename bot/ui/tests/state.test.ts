import { describe, expect, test } from "vitest";
import { INITIAL, ownerOf, reduce } from "../src/widget/state";
import type { Action, State } from "../src/widget/state";
import { parseMessage } from "../src/widget/wire";
import type { Answered, Said, Session } from "../src/widget/wire";

const session = (conversation: string): Session => ({ accessToken: "a", expiresIn: 900, refreshToken: "r", conversation, suggestions: [], greeting: "", spoken: [], mails: false });
const said = (event: string, messageId: string): Said => ({ from: "customer", event, messageId, text: messageId, uploads: [], at: 0 });
const answer = (event: string): Answered => ({
  from: "assistant", event, agent: "", asksContact: false, text: event, image: "", buttons: [], cards: [], sources: [], suggestions: [], rate: false, uploads: [], decision: "", at: 0,
});
const after = (...actions: Action[]): State => actions.reduce(reduce, INITIAL);
const queued = (id: string): Action => ({ type: "queued", message: { id, text: id, at: 1 } });
const message = (it: Said | Answered): Action => ({ type: "message", message: it });
const ids = (state: State) => state.messages.map(({ id }) => id);

describe("owners", () => {
  test("the last hand-over says who has the conversation, and one without words is nothing to read", () => {
    const waits: Answered = { ...answer("2-0"), text: "", owner: "waiting" };
    const state = after(message(answer("1-0")), message(waits));
    expect([ownerOf(state), state.unread, state.lastEvent]).toEqual(["waiting", 1, "2-0"]);
    expect(ownerOf(after(message(waits), message({ ...waits, event: "3-0", owner: "agent", agent: "Mia" })))).toBe("agent");
    expect(ownerOf(INITIAL)).toBe("assistant");
  });

  test("what a person says has the person's name", () => {
    expect(parseMessage({ event: "1-0", from: "agent", name: "Mia", text: "Hello" })).toMatchObject({ from: "assistant", agent: "Mia", text: "Hello" });
    expect(parseMessage({ event: "1-0", owner: "agent", name: "Mia", text: "Mia has joined." })).toMatchObject({ owner: "agent", agent: "Mia" });
    expect(parseMessage({ event: "1-0", owner: "nobody we know" })).toBeNull();
  });
});

describe("messages", () => {
  test("a message of ours is the same one before and after the server has it", () => {
    const state = after(queued("m1"), { type: "delivery", id: "m1", delivery: "delivered" }, message(said("1-0", "m1")));
    expect(ids(state)).toEqual(["m1"]);
    expect(state.messages[0]).toMatchObject({ delivery: "delivered", event: "1-0" });
  });

  test("what the server has stands before what waits, in the server's order", () => {
    const state = after(queued("m2"), queued("m3"), message(said("1-0", "m1")), message(answer("2-0")), message(said("3-0", "m2")));
    expect(ids(state)).toEqual(["m1", "2-0", "m2", "m3"]);
  });

  test("an event that comes twice is shown once", () => {
    const state = after(message(answer("1-0")), message(said("2-0", "m1")), message(answer("1-0")), message(said("2-0", "m1")));
    expect(ids(state)).toEqual(["1-0", "m1"]);
  });

  test("a request that fails after its event came changes nothing", () => {
    const state = after(queued("m1"), message(said("1-0", "m1")), { type: "delivery", id: "m1", delivery: "waiting" });
    expect(state.messages[0]).toMatchObject({ delivery: "delivered" });
  });

  test("what is queued again, by another tab or a reload, is not shown twice", () => {
    expect(ids(after(queued("m1"), queued("m1")))).toEqual(["m1"]);
    expect(ids(after(message(said("1-0", "m1")), queued("m1")))).toEqual(["m1"]);
  });

  test("a refused message that is tried again comes after what was said meanwhile", () => {
    const state = after(queued("m1"), { type: "delivery", id: "m1", delivery: "failed", error: "too long" }, queued("m2"), queued("m1"));
    expect(ids(state)).toEqual(["m2", "m1"]);
    expect(state.messages[1]).toMatchObject({ delivery: "waiting", error: "" });
  });
});

describe("sessions", () => {
  test("another conversation takes the place of the one before, and what waits goes along", () => {
    const state = after({ type: "session", session: session("a") }, message(answer("1-0")), queued("m1"), { type: "session", session: session("b") });
    expect(state.conversation).toBe("b");
    expect(ids(state)).toEqual(["m1"]);
    expect(state.lastEvent).toBe("");
  });

  test("a renewed token keeps all", () => {
    const state = after({ type: "session", session: session("a") }, message(answer("1-0")), { type: "session", session: session("a") });
    expect(ids(state)).toEqual(["1-0"]);
    expect(state.lastEvent).toBe("1-0");
  });
});

test("unread are the assistant's messages after the last that was seen", () => {
  const state = after(message(answer("1-0")), message(said("2-0", "m1")), message(answer("3-0")), { type: "seen", event: "1-0" });
  expect(state.unread).toBe(1);
  expect(reduce(state, message(answer("4-0"))).unread).toBe(2);
});

test("what another tab saw before it came here is not unread here", () => {
  const state = after(message(answer("9-0")), { type: "seen", event: "10-0" });
  expect(state.unread).toBe(0);
});

test("nobody types while there is no connection, nor after the answer", () => {
  const typing: Action = { type: "typing", typing: true, typist: "" };
  expect(after({ type: "connection", connection: "open" }, typing, { type: "connection", connection: "lost" }).typing).toBe(false);
  expect(after({ type: "connection", connection: "open" }, typing, message(answer("1-0"))).typing).toBe(false);
});

test("a rating is shown, and taken back", () => {
  const rated = after(message(answer("1-0")), { type: "rated", event: "1-0", value: "up" });
  expect(rated.messages[0]).toMatchObject({ rating: "up" });
  expect(reduce(rated, { type: "rated", event: "1-0", value: undefined }).messages[0]).toMatchObject({ rating: undefined });
});
