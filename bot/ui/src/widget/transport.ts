/** The way to the server: an interface, so that tests can stand in, and the real one over HTTP and server-sent events. */

import { record, words } from "../shared/checked";
import { contactCall, eventsAddress, messageCall, ratingCall, sessionCall, uploadCall } from "./requests";
import type { Call, Opening, Outgoing, Rating } from "./requests";
import { parseError, parseMessage, parseSession, parseUpload } from "./wire";
import type { Answered, Said, Session, Upload, Value } from "./wire";

const PATIENCE_MS = 30_000;
/** The server, or a proxy before it, is busy or away: the same request may do later. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** Why a request failed. */
export class ChatError extends Error {
  /**
   * @param kind `away`: no server, or a busy one, later may do; `token`: a new token is needed; `refused`: again would fail again
   * @param message in words for the customer, or "" where the server gave none
   * @param retryAfter seconds that the server asked to wait
   */
  constructor(
    readonly kind: "away" | "token" | "refused",
    readonly code = "",
    message = "",
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

/** What an event stream tells. */
export interface Listener {
  onOpen(): void;
  onMessage(message: Said | Answered): void;
  onTyping(typing: boolean): void;
  onRated(event: string, value: Value): void;
  /** all that was kept has been sent; what follows is new */
  onLive(): void;
  /** the connection dropped; the browser tries again by itself */
  onLost(): void;
  /** the stream is over: the token expired, or the server doesn't take it */
  onEnd(why: "expired" | "refused"): void;
}

export interface Transport {
  open(opening: Opening): Promise<Session>;
  send(token: string, message: Outgoing): Promise<void>;
  rate(token: string, rating: Rating): Promise<void>;
  leaveContact(token: string, contact: string): Promise<void>;
  upload(token: string, file: File): Promise<Upload>;
  /** Listens for what comes after an event ("" for all that is kept). Returns what closes the stream. */
  listen(token: string, after: string, listener: Listener): () => void;
}

export class HttpTransport implements Transport {
  constructor(private readonly server: string) {}

  async open(opening: Opening): Promise<Session> {
    const body = await request(sessionCall(this.server, opening));
    try {
      return parseSession(body);
    } catch {
      throw new ChatError("away"); // a proxy's page, not our server's answer
    }
  }

  async send(token: string, message: Outgoing): Promise<void> {
    await request(messageCall(this.server, token, message));
  }

  async rate(token: string, rating: Rating): Promise<void> {
    await request(ratingCall(this.server, token, rating));
  }

  async leaveContact(token: string, contact: string): Promise<void> {
    await request(contactCall(this.server, token, contact));
  }

  async upload(token: string, file: File): Promise<Upload> {
    const upload = parseUpload(await request(uploadCall(this.server, token, file), 4 * PATIENCE_MS));
    if (!upload) throw new ChatError("away");
    return upload;
  }

  listen(token: string, after: string, listener: Listener): () => void {
    const stream = new EventSource(eventsAddress(this.server, token, after));
    const on = (name: string, act: (data: unknown) => void) =>
      stream.addEventListener(name, (event) => act(parsed((event as MessageEvent).data)));
    stream.onopen = () => listener.onOpen();
    stream.onerror = () => (stream.readyState === EventSource.CLOSED ? listener.onEnd("refused") : listener.onLost());
    for (const name of ["message", "handover"])
      on(name, (data) => {
        const message = parseMessage(data);
        if (message) listener.onMessage(message);
      });
    on("typing", (data) => listener.onTyping(record(data).typing === true));
    on("rated", (data) => {
      const { rated, value } = record(data);
      if (value === "up" || value === "down") listener.onRated(words(rated), value);
    });
    on("live", () => listener.onLive());
    on("expired", () => {
      stream.close();
      listener.onEnd("expired");
    });
    return () => stream.close();
  }
}

async function request([url, init]: Call, patience = PATIENCE_MS): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(patience) });
    text = await response.text();
  } catch {
    throw new ChatError("away");
  }
  if (response.ok) return parsed(text);
  const { code, message } = parseError(parsed(text));
  const kind = response.status === 401 ? "token" : PASSING.includes(response.status) ? "away" : "refused";
  throw new ChatError(kind, code, message, Number(response.headers.get("Retry-After")) || 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
