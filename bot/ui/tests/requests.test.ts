import { expect, test } from "vitest";
import { eventsAddress, messageCall, ratingCall, sessionCall, transcriptAddress, uploadAddress, uploadCall } from "../src/widget/requests";

const body = ([, { body }]: ReturnType<typeof messageCall>) => JSON.parse(body as string);

test("a session is opened without cookies", () => {
  const call = sessionCall("https://bot", { refreshToken: "r", locale: "en" });
  expect(call[0]).toBe("https://bot/chat/sessions");
  expect(call[1]).toMatchObject({ method: "POST", credentials: "omit" });
  expect(body(call)).toEqual({ refresh_token: "r", locale: "en" });
});

test("a message is a text, a button or an upload", () => {
  expect(body(messageCall("", "t", { id: "1", text: "hello" }))).toEqual({ message_id: "1", text: "hello" });
  expect(body(messageCall("", "t", { id: "1", text: "Yes", button: "signed" }))).toEqual({ message_id: "1", button: "signed" });
  expect(body(messageCall("", "t", { id: "1", text: "", upload: "u" }))).toEqual({ message_id: "1", upload: "u" });
  expect(body(messageCall("", "t", { id: "1", text: "see", upload: "u" }))).toEqual({ message_id: "1", upload: "u", text: "see" });
  expect(messageCall("", "t", { id: "1", text: "hello" })[1].headers).toMatchObject({ Authorization: "Bearer t" });
});

test("a rating is of an answer or of the conversation", () => {
  expect(body(ratingCall("", "t", { event: "1-0", value: "down", reason: "old" }))).toEqual({ event: "1-0", value: "down", reason: "old" });
  expect(body(ratingCall("", "t", { conversation: 5 }))).toEqual({ conversation: 5 });
});

test("a file goes as a form", () => {
  const [, { body }] = uploadCall("", "t", new File(["x"], "a b.png", { type: "image/png" }));
  expect(((body as FormData).get("file") as File).name).toBe("a b.png");
});

test("what a browser opens itself carries the token in its address", () => {
  expect(eventsAddress("https://bot", "t", "1-0")).toBe("https://bot/chat/events?access_token=t&after=1-0");
  expect(eventsAddress("https://bot", "t", "")).toBe("https://bot/chat/events?access_token=t");
  expect(transcriptAddress("https://bot", "t", "zh-CN")).toBe("https://bot/chat/transcript?access_token=t&locale=zh-CN");
});

test("a token is only ever sent to our own server", () => {
  expect(uploadAddress("https://bot", "t", "/chat/uploads/u1")).toBe("https://bot/chat/uploads/u1?access_token=t");
  for (const path of ["https://evil.example/", "//evil.example/x", "@evil.example/", "javascript:x"]) expect(uploadAddress("https://bot", "t", path)).toBe("");
});
