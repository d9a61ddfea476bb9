/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) read from a response. The browser's own `EventSource`
 * can't send a header, so that the token would stand in the address, and in every log on the way.
 */

export interface ServerEvent {
  name: string;
  data: string;
}

/** @param onBytes called whenever anything comes, the server's signs of life included */
export async function* eventsOf(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let name = "";
  let data: string[] = [];
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      onBytes();
      const lines = (rest + decoder.decode(read.value, { stream: true })).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, field, value = ""] = /^(\w*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (field === "event") name = value;
        else if (field === "data") data.push(value);
        else if (line === "") {
          if (data.length) yield { name: name || "message", data: data.join("\n") };
          name = "";
          data = [];
        }
      }
    }
  } finally {
    void reader.cancel().catch(() => {}); // it may be broken already
  }
}
