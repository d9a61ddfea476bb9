// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeskError } from "../../src/desk/api";
import { Outbox, bodyOf } from "../../src/desk/outbox";
import type { Act } from "../../src/desk/outbox";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** An outbox with a server that fails as it is told, and what it was sent. */
function desk() {
  const sent: [string, string, Record<string, unknown>][] = [];
  const failures: DeskError[] = [];
  const heard: string[] = [];
  const outbox = new Outbox(
    async (conversation, what, body) => {
      sent.push([conversation, what, body as Record<string, unknown>]);
      const failure = failures.shift();
      if (failure) throw failure;
    },
    {
      onChange: () => {},
      onDone: ({ what }) => heard.push(`done ${what}`),
      onRefused: (acts, { code }) => heard.push(`${code} ${acts.map(({ what }) => what).join("+")}`),
      onConnection: (connection) => heard.push(connection),
    },
  );
  const put = (what: Act["what"], text = "", conversation = "a") => outbox.put({ conversation, what, text, files: [], suggestion: 0, to: "" });
  return { outbox, put, sent, failures, heard };
}

test("acts of a conversation go out one after the other", async () => {
  const { put, sent, heard } = desk();
  put("take");
  put("say", "Hello");
  await vi.runAllTimersAsync();
  expect(sent.map(([, what]) => what)).toEqual(["take", "say"]);
  expect(heard).toEqual(["open", "done take", "open", "done say"]);
});

test("what fails on the way is sent again with the same operation", async () => {
  const { put, sent, failures, heard } = desk();
  failures.push(new DeskError("away"), new DeskError("away", "unavailable", "", 3));
  put("say", "Hello");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toHaveLength(2);
  await vi.runAllTimersAsync();
  expect(new Set(sent.map(([, , { operation }]) => operation)).size).toBe(1);
  expect(sent).toHaveLength(3);
  expect(heard.at(-1)).toBe("done say");
});

test("when the connection is back nothing waits any longer", async () => {
  const { outbox, put, sent, failures } = desk();
  failures.push(new DeskError("away", "", "", 600));
  put("say", "Hello");
  await vi.advanceTimersByTimeAsync(10);
  outbox.hurry();
  await vi.advanceTimersByTimeAsync(10);
  expect(sent).toHaveLength(2);
});

test("where taking over is refused, the answer after it isn't sent; other conversations go on", async () => {
  const { outbox, put, sent, failures, heard } = desk();
  failures.push(new DeskError("refused", "not_yours", "It is Noah's."));
  put("take");
  put("say", "Hello");
  put("note", "Called.", "b");
  await vi.runAllTimersAsync();
  expect(sent.map(([conversation, what]) => `${conversation} ${what}`)).toEqual(["a take", "b note"]);
  expect(heard).toContain("not_yours take+say");
  expect(outbox.acts).toEqual([]);
});

test("after the session's end it stops, and goes on with the next", async () => {
  const { outbox, put, sent, failures, heard } = desk();
  failures.push(new DeskError("signed-out"));
  put("say", "Hello");
  await vi.runAllTimersAsync();
  expect(heard).toEqual([]);
  expect(outbox.acts).toHaveLength(1);
  outbox.resume();
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(2);
});

test("each act has the body that the server takes", () => {
  const act: Act = { operation: "o", conversation: "a", what: "say", text: "Hi", files: [{ id: "f", name: "", type: "", size: 0, url: "" }], suggestion: 2, to: "noah", at: 0 };
  expect(bodyOf(act)).toEqual({ operation: "o", text: "Hi", attachments: ["f"], suggestion: 2 });
  expect(bodyOf({ ...act, suggestion: 0 })).toMatchObject({ suggestion: null });
  expect(bodyOf({ ...act, what: "transfer" })).toEqual({ operation: "o", to: "noah" });
  expect(bodyOf({ ...act, what: "close" })).toEqual({ operation: "o" });
});
