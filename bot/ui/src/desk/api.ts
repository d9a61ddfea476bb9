/** The requests of the desk. Each fails with a DeskError that says whether the same may work later. */

import { list, parsed, record, words } from "../shared/checked";
import { RequestError, refusalIn } from "../shared/refusals";
import { parseAgent, parseCanned, parseCase, parseCases, parseDoor, parseFile, parseOpened, parseSession, parseSuggestions } from "./wire";
import type { Agent, Canned, Case, Door, FileOf, Opened, Session, Suggestion } from "./wire";
import { parseNumbers } from "./numbers";
import type { Numbers } from "./numbers";

const PATIENCE_MS = 20_000;

/** `away`: the same may work later; `signed-out`: the session ended; `refused`: the same would fail again */
export class DeskError extends RequestError<"away" | "signed-out" | "refused"> {}

export interface Search {
  q: string;
  handedOver: boolean;
  ratedDown: boolean;
  lowConfidence: boolean;
  channel: string;
  /** days, as "2026-11-27", or "" */
  since: string;
  until: string;
}

export class Api {
  #csrf = "";

  /** @param onSignedOut the session has ended, as any request may find out */
  constructor(private readonly onSignedOut: () => void) {}

  async session(): Promise<Session> {
    return this.#session(await this.#get("session"));
  }

  async door(): Promise<Door> {
    return parseDoor(await this.#get("door"));
  }

  async signIn(agent: string, password: string): Promise<Session> {
    return this.#session(await this.#send("POST", "sign-in", { agent, password }));
  }

  async signOut(): Promise<void> {
    await this.#send("POST", "sign-out", {});
    this.#csrf = "";
  }

  async cases(): Promise<Case[]> {
    return parseCases(await this.#get("cases"));
  }

  async search(search: Search, before: string): Promise<{ cases: Case[]; next: string }> {
    const body = await this.#get(`search?${searchQuery(search, before)}`);
    return { cases: parseCases(body), next: words(record(body).next) };
  }

  async conversation(conversation: string): Promise<Opened> {
    const opened = parseOpened(await this.#get(place(conversation)));
    if (!opened) throw new DeskError("away");
    return opened;
  }

  /** Does something with a conversation; returns how it stands then, where the server says so. */
  async act(conversation: string, what: string, body: object): Promise<Case | null> {
    const changed = parseCase(record(record(await this.#send("POST", place(conversation, what), body)).case));
    return changed.conversation ? changed : null;
  }

  /** Says that the agent's desk is open: without it their conversations wait for somebody else. */
  async here(): Promise<void> {
    await this.#send("POST", "here", {});
  }

  async changePassword(old: string, fresh: string): Promise<void> {
    await this.#send("POST", "password", { old, new: fresh });
  }

  /** @param locale in which topics are called */
  async suggestions(conversation: string, locale: string): Promise<Suggestion[]> {
    return parseSuggestions(await this.#get(`${place(conversation, "suggestions")}?language=${locale}`));
  }

  async upload(conversation: string, file: File): Promise<FileOf> {
    const body = new FormData();
    body.append("file", file, file.name);
    return parseFile(await this.#request(place(conversation, "uploads"), { method: "POST", body }, 6 * PATIENCE_MS));
  }

  async canned(): Promise<Canned[]> {
    return parseCanned(await this.#get("canned"));
  }

  async saveCanned(canned: Canned[]): Promise<void> {
    await this.#send("PUT", "canned", { canned });
  }

  async agents(): Promise<Agent[]> {
    return list(record(await this.#get("agents")).agents).map(parseAgent).filter(({ id }) => id);
  }

  /** @param locale in which topics are called */
  async numbers(days: number, locale: string): Promise<Numbers> {
    return parseNumbers(await this.#get(`numbers?days=${days}&language=${locale}`));
  }

  #session(body: unknown): Session {
    const session = parseSession(body);
    if (!session) throw new DeskError("away"); // a proxy's page, not our server's answer
    this.#csrf = session.csrf;
    return session;
  }

  #get(path: string): Promise<unknown> {
    return this.#request(path, {});
  }

  #send(method: string, path: string, body: object): Promise<unknown> {
    return this.#request(path, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  }

  async #request(path: string, init: RequestInit, patience = PATIENCE_MS): Promise<unknown> {
    const headers = { ...init.headers, ...(init.method && { "X-Heed-CSRF": this.#csrf }) };
    let response: Response;
    let text: string;
    try {
      response = await fetch(`/desk/api/${path}`, { ...init, headers, credentials: "same-origin", signal: AbortSignal.timeout(patience) });
      text = await response.text();
    } catch {
      throw new DeskError("away");
    }
    if (response.ok) return parsed(text);
    const { passing, code, message, retryAfter } = refusalIn(response, text);
    const kind = passing ? "away" : response.status === 401 && code !== "wrong_password" ? "signed-out" : "refused";
    if (kind === "signed-out" && path !== "session") this.onSignedOut();
    throw new DeskError(kind, code, message, retryAfter);
  }
}

/** What is searched for, as a query; days are those of the agent's time zone. */
export function searchQuery({ q, handedOver, ratedDown, lowConfidence, channel, since, until }: Search, before: string): URLSearchParams {
  const query = new URLSearchParams();
  const put = (name: string, value: string | false) => value && query.set(name, value);
  put("q", q.trim());
  put("handed_over", handedOver && "1");
  put("rated", ratedDown && "down");
  put("low_confidence", lowConfidence && "1");
  put("channel", channel);
  put("since", since && seconds(`${since}T00:00:00`));
  put("until", until && seconds(`${until}T23:59:59.999`));
  put("before", before);
  return query;
}

function seconds(time: string): string {
  const at = new Date(time).getTime();
  return Number.isNaN(at) ? "" : String(at / 1_000);
}

function place(conversation: string, what?: string): string {
  return ["conversations", encodeURIComponent(conversation), ...(what ? [what] : [])].join("/");
}
