import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Conversation } from "../src/widget/conversation";
import { Memory } from "../src/widget/memory";
import type { Theirs } from "../src/widget/state";
import { MapStore } from "../src/widget/storage";
import type { ChatError } from "../src/widget/transport";
import { FakeServer, reply } from "./fake";

let server: FakeServer;
let store: MapStore;
let answers: Theirs[];
let errors: ChatError[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MapStore();
  answers = [];
  errors = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** A tab: all of them share the browser's store. */
function tab(): Conversation {
  return new Conversation("http://bot", server, new Memory("http://bot", store), "en", {
    onState: () => {},
    onAnswer: (message) => answers.push(message),
    onError: (error) => errors.push(error),
  });
}

const settle = (ms = 50) => vi.advanceTimersByTimeAsync(ms);
const texts = (chat: Conversation) => chat.state.messages.map(({ text }) => text);
const waiting = () => new Memory("http://bot", store).waiting().map(({ text }) => text);

describe("sending", () => {
  test("nothing is asked of the server before the customer does something", async () => {
    tab();
    await settle();
    expect(server.requests).toEqual([]);
  });

  test("messages arrive once and in order", async () => {
    const chat = tab();
    for (const text of ["one", "two", "three"]) chat.say({ text });
    await settle();
    expect(texts(chat)).toEqual(["one", "re: one", "two", "re: two", "three", "re: three"]);
    expect(waiting()).toEqual([]);
  });

  test("what is said without a connection waits, and goes out in order when it is back", async () => {
    const chat = tab();
    chat.start();
    await settle();
    server.drop();
    for (const text of ["one", "two"]) chat.say({ text });
    await settle(5_000);
    expect(chat.state.connection).toBe("lost");
    expect(chat.state.messages.map((each) => each.from === "customer" && each.delivery)).toEqual(["waiting", "waiting"]);
    server.away = false;
    await settle(30_000);
    expect(texts(chat)).toEqual(["one", "re: one", "two", "re: two"]);
  });

  test("a server that takes nothing is asked less and less often, and the customer is told", async () => {
    const chat = tab();
    server.deaf = true;
    chat.say({ text: "one" });
    await settle(60_000);
    expect(chat.state.connection).toBe("lost");
    expect(server.heard).toBeLessThan(12);
    server.deaf = false;
    chat.hurry();
    await settle();
    expect(chat.state.connection).toBe("open");
    expect(texts(chat)).toEqual(["one", "re: one"]);
  });

  test("a lost acknowledgement doubles nothing", async () => {
    const chat = tab();
    server.lostAcknowledgements = 1;
    chat.say({ text: "one" });
    await settle(10_000);
    expect(texts(chat)).toEqual(["one", "re: one"]);
    expect(server.events).toHaveLength(2);
  });

  test("what the server refuses is kept, and is sent again when the customer asks", async () => {
    const chat = tab();
    server.refuse = "The message is too long.";
    const id = chat.say({ text: "one" });
    await settle();
    expect(chat.state.messages[0]).toMatchObject({ delivery: "failed", error: "The message is too long." });
    expect(errors.map(({ code }) => code)).toEqual(["refused"]);
    server.refuse = "";
    chat.say({ text: "two" });
    await settle();
    chat.retry(id);
    await settle();
    expect(texts(chat)).toEqual(["two", "re: two", "one", "re: one"]);
  });

  test("what waits outlives the page", async () => {
    server.away = true;
    const before = tab();
    before.say({ text: "one" });
    await settle();
    before.end();
    server.away = false;
    const chat = tab();
    chat.start();
    await settle();
    expect(texts(chat)).toEqual(["one", "re: one"]);
  });
});

describe("listening", () => {
  test("history is not news", async () => {
    server.push(reply("1-0", "hello"));
    const chat = tab();
    chat.start();
    await settle();
    expect(answers).toEqual([]);
    server.push(reply("2-0", "and now"));
    expect(answers.map(({ text }) => text)).toEqual(["and now"]);
    expect(chat.state.unread).toBe(2);
    chat.saw();
    expect(chat.state.unread).toBe(0);
  });

  test("an expired token is renewed, and the stream goes on after the last event", async () => {
    const chat = tab();
    chat.say({ text: "one" });
    await settle();
    server.expire();
    await settle();
    chat.say({ text: "two" });
    await settle();
    expect(texts(chat)).toEqual(["one", "re: one", "two", "re: two"]);
    expect(server.requests.map(({ refreshToken }) => refreshToken)).toEqual([undefined, "c1"]);
  });

  test("a request with a token that ran out is made again with a new one", async () => {
    const chat = tab();
    chat.start();
    await settle();
    server.forgetTokens();
    chat.say({ text: "one" });
    await settle(20_000);
    expect(texts(chat)).toEqual(["one", "re: one"]);
    expect(errors).toEqual([]);
  });

  test("a stream that died silently is noticed, because our own message is not told of", async () => {
    const chat = tab();
    chat.start();
    await settle();
    const push = server.push;
    server.push = (event) => void server.events.push(event); // nothing goes out
    chat.say({ text: "one" });
    await settle();
    expect(texts(chat)).toEqual(["one"]);
    server.push = push;
    await settle(20_000);
    expect(texts(chat)).toEqual(["one", "re: one"]);
  });
});

test("what was seen only moves forwards, whatever a slower tab says", async () => {
  const chat = tab();
  chat.say({ text: "one" });
  await settle();
  const memory = new Memory("http://bot", store);
  memory.seen = "99-0";
  chat.saw();
  expect(memory.seen).toBe("99-0");
});

describe("whose conversation it is", () => {
  test("a reload goes on with it", async () => {
    const before = tab();
    before.say({ text: "one" });
    await settle();
    before.end();
    const chat = tab();
    chat.start();
    await settle();
    expect(texts(chat)).toEqual(["one", "re: one"]);
    expect(server.opened).toBe(1);
  });

  test("one that is kept no longer gives way to a new one", async () => {
    new Memory("http://bot", store).token = "forgotten";
    const chat = tab();
    chat.say({ text: "one" });
    await settle();
    expect(texts(chat)).toEqual(["one", "re: one"]);
    expect(chat.state.conversation).toBe("c1");
  });

  test("an identity leads to the customer's own; a forged one changes nothing", async () => {
    const chat = tab();
    chat.start();
    await settle();
    await expect(chat.identify("forged")).rejects.toMatchObject({ kind: "token" });
    await settle();
    expect(chat.state.conversation).toBe("c1");
    await chat.identify("ada");
    await settle();
    expect(chat.state.conversation).toBe("ada");
  });

  test("a customer who signs in takes all tabs of this browser along; a token from before shows nothing of theirs", async () => {
    const chat = tab();
    const other = tab();
    const before = new MapStore();
    chat.say({ text: "one" });
    await settle();
    other.start();
    await settle();
    new Memory("http://bot", before).token = new Memory("http://bot", store).token; // somebody kept a copy
    await chat.identify("ada");
    server.worthless.add("c1");
    server.expire();
    await settle(5_000);
    expect([chat, other].map(({ state }) => state.conversation)).toEqual(["ada", "ada"]);
    expect(server.opened).toBe(1);
    store = before;
    const stranger = tab();
    stranger.start();
    await settle();
    expect(stranger.state.conversation).toBe("c2");
  });

  test("after a reset nothing of it is left, and the next message begins another", async () => {
    const chat = tab();
    chat.say({ text: "one" });
    await settle();
    chat.reset();
    expect(chat.state.messages).toEqual([]);
    expect(store.length).toBe(0);
    chat.say({ text: "two" });
    await settle();
    expect(chat.state.conversation).toBe("c2");
  });
});

test("a rating that does not arrive is taken back", async () => {
  const chat = tab();
  chat.say({ text: "one" });
  await settle();
  const answer = chat.state.messages[1] as Theirs;
  await chat.rate(answer, "up");
  expect(server.ratings).toEqual([{ event: answer.id, value: "up", reason: undefined }]);
  server.away = true;
  await expect(chat.rate(answer, "down")).rejects.toMatchObject({ kind: "away" });
  expect((chat.state.messages[1] as Theirs).rating).toBe("up");
});
