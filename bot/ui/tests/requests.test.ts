import { expect, test } from "vitest";
import { downloadCall, eventsCall, messageCall, ratingCall, sessionCall, transcriptCall, uploadCall } from "../src/widget/requests";
import type { Call } from "../src/widget/requests";

const body = ([, { body }]: ReturnType<typeof messageCall>) => JSON.parse(body as string);

test("a session is opened without cookies", () => {
  const call = sessionCall("https://bot", { refreshToken: "r", locale: "en" });
  expect(call[0]).toBe("https://bot/chat/sessions");
  expect(call[1]).toMatchObject({ method: "POST", credentials: "omit" });
  expect(body(call)).toEqual({ refresh_token: "r", locale: "en" });
});

test("a message is a text, a button or uploads", () => {
  expect(body(messageCall("", "t", { id: "1", text: "hello" }))).toEqual({ message_id: "1", text: "hello" });
  expect(body(messageCall("", "t", { id: "1", text: "Yes", button: "signed" }))).toEqual({ message_id: "1", button: "signed" });
  expect(body(messageCall("", "t", { id: "1", text: "", uploads: ["u", "v"] }))).toEqual({ message_id: "1", uploads: ["u", "v"] });
  expect(body(messageCall("", "t", { id: "1", text: "see", uploads: ["u"] }))).toEqual({ message_id: "1", uploads: ["u"], text: "see" });
  expect(messageCall("", "t", { id: "1", text: "hello" })[1].headers).toMatchObject({ Authorization: "Bearer t" });
});

test("the page and what the site knows of its customer go along", () => {
  const said = { id: "1", text: "hello", page: "https://shop.example/cart", customer: { plan: "gold" } };
  expect(body(messageCall("", "t", said))).toEqual({ message_id: "1", text: "hello", page: said.page, customer: said.customer });
});

test("a rating is of an answer or of the conversation", () => {
  expect(body(ratingCall("", "t", { event: "1-0", value: "down", reason: "old" }))).toEqual({ event: "1-0", value: "down", reason: "old" });
  expect(body(ratingCall("", "t", { conversation: 5 }))).toEqual({ conversation: 5 });
});

test("a file goes as a form", () => {
  const [, { body }] = uploadCall("", "t", new File(["x"], "a b.png", { type: "image/png" }));
  expect(((body as FormData).get("file") as File).name).toBe("a b.png");
});

test("no token stands in an address", () => {
  const calls = [
    eventsCall("https://bot/path", "secret", "1-0"),
    transcriptCall("https://bot/path", "secret", "zh-CN", "A & B", "Asia/Shanghai"),
    downloadCall("https://bot/path", "secret", "/chat/uploads/u1"),
  ] as Call[];
  expect(calls.map(([url]) => url)).toEqual([
    "https://bot/path/chat/events?after=1-0",
    "https://bot/path/chat/transcript?locale=zh-CN&name=A+%26+B&zone=Asia%2FShanghai",
    "https://bot/path/chat/uploads/u1",
  ]);
  for (const [, { headers }] of calls) expect(headers).toEqual({ Authorization: "Bearer secret" });
});

test("a token is only ever sent to our own server", () => {
  for (const path of ["https://evil.example/", "//evil.example/x", "@evil.example/", "javascript:x"]) expect(downloadCall("https://bot", "t", path)).toBeNull();
});
