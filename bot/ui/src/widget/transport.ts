/** The way to the server: an interface, so that tests can stand in, and the real one over HTTP and server-sent events. */

import { parsed, record, words } from "../shared/checked";
import { RequestError, refusalIn } from "../shared/refusals";
import { eventsOf } from "./event_stream";
import type { ServerEvent } from "./event_stream";
import * as calls from "./requests";
import type { Call, Opening, Outgoing, Rating } from "./requests";
import { parseMessage, parseSession, parseUpload } from "./wire";
import type { Answered, Said, Session, Upload, Value } from "./wire";

const PATIENCE_MS = 30_000;
/** The server gives a sign of life every 15 seconds; a stream that gives none for so long is dead. */
const SILENCE_MS = 45_000;

/** `away`: no server, or a busy one, later may do; `token`: a new token is needed; `refused`: again would fail again */
export class ChatError extends RequestError<"away" | "token" | "refused"> {}

/** What an event stream tells. */
export interface Listener {
  onOpen(): void;
  onMessage(message: Said | Answered): void;
  /** @param typist the name of the person who types; "" for the assistant */
  onTyping(typing: boolean, typist: string): void;
  onRated(event: string, value: Value): void;
  /** all that was kept has been sent; what follows is new */
  onLive(): void;
  /** the stream is over, or there was none */
  onEnd(why: ChatError): void;
}

export interface Transport {
  open(opening: Opening): Promise<Session>;
  send(token: string, message: Outgoing): Promise<void>;
  rate(token: string, rating: Rating): Promise<void>;
  leaveContact(token: string, contact: string): Promise<void>;
  end(token: string): Promise<void>;
  remove(token: string): Promise<void>;
  tellTyping(token: string): Promise<void>;
  upload(token: string, file: File): Promise<Upload>;
  /** A file of this conversation. */
  download(token: string, upload: Upload): Promise<Blob>;
  transcript(token: string, locale: string, name: string, zone: string): Promise<Blob>;
  /** @param code without one, the address is sent one */
  mail(token: string, address: string, code: string | undefined, name: string, zone: string): Promise<void>;
  /** Listens for what comes after an event ("" for all that is kept). Returns what closes the stream. */
  listen(token: string, after: string, listener: Listener): () => void;
}

export class HttpTransport implements Transport {
  constructor(private readonly server: string) {}

  async open(opening: Opening): Promise<Session> {
    const body = await asked(calls.sessionCall(this.server, opening));
    try {
      return parseSession(body);
    } catch {
      throw new ChatError("away"); // a proxy's page, not our server's answer
    }
  }

  async send(token: string, message: Outgoing): Promise<void> {
    await asked(calls.messageCall(this.server, token, message));
  }

  async rate(token: string, rating: Rating): Promise<void> {
    await asked(calls.ratingCall(this.server, token, rating));
  }

  async leaveContact(token: string, contact: string): Promise<void> {
    await asked(calls.contactCall(this.server, token, contact));
  }

  async end(token: string): Promise<void> {
    await asked(calls.endCall(this.server, token));
  }

  async remove(token: string): Promise<void> {
    await asked(calls.deletionCall(this.server, token));
  }

  async tellTyping(token: string): Promise<void> {
    await asked(calls.typingCall(this.server, token));
  }

  async upload(token: string, file: File): Promise<Upload> {
    const upload = parseUpload(await asked(calls.uploadCall(this.server, token, file), 4 * PATIENCE_MS));
    if (!upload) throw new ChatError("away");
    return upload;
  }

  async download(token: string, { url }: Upload): Promise<Blob> {
    const call = calls.downloadCall(this.server, token, url);
    if (!call) throw new ChatError("refused", "unknown_upload");
    return (await answered(call, 4 * PATIENCE_MS)).blob();
  }

  async transcript(token: string, locale: string, name: string, zone: string): Promise<Blob> {
    return (await answered(calls.transcriptCall(this.server, token, locale, name, zone), PATIENCE_MS)).blob();
  }

  async mail(token: string, address: string, code: string | undefined, name: string, zone: string): Promise<void> {
    await asked(calls.mailCall(this.server, token, address, code, name, zone));
  }

  listen(token: string, after: string, listener: Listener): () => void {
    const ending = new AbortController();
    const over = (why: ChatError) => ending.signal.aborted || listener.onEnd(why);
    this.#follow(calls.eventsCall(this.server, token, after), listener, ending.signal).then(over, (error: unknown) =>
      over(error instanceof ChatError ? error : new ChatError("away")),
    );
    return () => ending.abort();
  }

  /** Returns why the stream is over. */
  async #follow([url, init]: Call, listener: Listener, signal: AbortSignal): Promise<ChatError> {
    const silence = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      alive();
      const response = await fetched([url, { ...init, signal: AbortSignal.any([signal, silence.signal]) }]);
      if (!response.ok || !response.body) throw await refusal(response);
      listener.onOpen();
      for await (const event of eventsOf(response.body, alive)) {
        if (event.name === "expired") return new ChatError("token", "token_expired");
        hear(event, listener);
      }
      return new ChatError("away");
    } finally {
      clearTimeout(timer);
    }
  }
}

function hear({ name, data }: ServerEvent, listener: Listener): void {
  const body = parsed(data);
  if (name === "message" || name === "handover") {
    const message = parseMessage(body);
    if (message) listener.onMessage(message);
  } else if (name === "typing") {
    const { typing, who, name: typist } = record(body);
    listener.onTyping(typing === true, words(typist) || words(who));
  } else if (name === "rated") {
    const { rated, value } = record(body);
    if (value === "up" || value === "down") listener.onRated(words(rated), value);
  } else if (name === "live") {
    listener.onLive();
  }
}

async function asked(call: Call, patience = PATIENCE_MS): Promise<unknown> {
  const response = await answered(call, patience);
  try {
    return parsed(await response.text());
  } catch {
    throw new ChatError("away");
  }
}

async function answered([url, init]: Call, patience: number): Promise<Response> {
  const response = await fetched([url, { ...init, signal: AbortSignal.timeout(patience) }]);
  if (response.ok) return response;
  throw await refusal(response);
}

async function fetched([url, init]: Call): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    const barred = location.protocol === "https:" && /^http:\/\/(?!localhost|127\.|\[::1\])/.test(url);
    throw barred ? new ChatError("refused", "mixed_content") : new ChatError("away");
  }
}

async function refusal(response: Response): Promise<ChatError> {
  const { passing, code, message, retryAfter } = refusalIn(response, await response.text().catch(() => ""));
  const kind = response.status === 401 ? "token" : passing ? "away" : "refused";
  return new ChatError(kind, code || (response.status === 404 ? "no_server" : ""), message, retryAfter);
}
