import { expect, test } from "vitest";
import { eventsOf } from "../src/widget/event_stream";
import type { ServerEvent } from "../src/widget/event_stream";

async function read(...pieces: string[]): Promise<ServerEvent[]> {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of bytes) controller.enqueue(piece);
      controller.close();
    },
  });
  const found: ServerEvent[] = [];
  for await (const event of eventsOf(body, () => {})) found.push(event);
  return found;
}

test("events are read wherever the network cuts them", async () => {
  const text = 'event: message\nid: 1-0\ndata: {"text": "Grüße"}\n\n:\n\nevent: live\ndata: {}\n\n';
  const expected = [
    { name: "message", data: '{"text": "Grüße"}' },
    { name: "live", data: "{}" },
  ];
  expect(await read(text)).toEqual(expected);
  expect(await read(...text)).toEqual(expected);
  expect(await read(text.replaceAll("\n", "\r\n"))).toEqual(expected);
});

test("data of several lines, an event without a name, and one that is cut off", async () => {
  expect(await read("data: one\ndata: two\n\nevent: live\ndata: {}")).toEqual([{ name: "message", data: "one\ntwo" }]);
});
