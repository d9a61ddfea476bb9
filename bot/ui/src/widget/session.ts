/** Who we are for the server: a short-lived access token, renewed by the refresh token that all tabs share. */

import { exclusively } from "../shared/locks";
import type { Memory } from "./memory";
import type { Transport } from "./transport";
import { ChatError } from "./transport";
import type { Session } from "./wire";

/** A token is renewed so long before it expires. */
const MARGIN_MS = 30_000;

export class SessionKeeper {
  #current: Session | null = null;
  #expiresAt = 0;
  #opening: Promise<Session> | null = null;
  #identity: string | undefined;

  constructor(
    private readonly name: string,
    private readonly transport: Transport,
    private readonly memory: Memory,
    private readonly locale: string,
    private readonly onSession: (session: Session) => void,
  ) {}

  /** An access token that is good for some time yet, or "": what an address can be made of without waiting. */
  get ready(): string {
    return this.#current && Date.now() < this.#expiresAt ? this.#current.accessToken : "";
  }

  /** An access token; opens or renews the session if there is none. */
  async token(): Promise<string> {
    return this.ready || (await this.renew()).accessToken;
  }

  /** A new access token, for the conversation that this browser is in. */
  renew(): Promise<Session> {
    this.#opening ??= exclusively(`heed:session:${this.name}`, () => this.#open()).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Does something with a token; with a new one, if the server doesn't take it any more. */
  async withToken<T>(act: (token: string) => Promise<T>): Promise<T> {
    try {
      return await act(await this.token());
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind !== "token") throw error;
      return act((await this.renew()).accessToken);
    }
  }

  /** Goes over to the conversation of a customer whom the site's own server names; what this browser said before goes along. */
  async identify(identity: string): Promise<void> {
    await this.#opening?.catch(() => {});
    this.#identity = identity;
    this.forget();
    await this.renew();
  }

  /** Forgets the access token, not the identity. */
  forget(): void {
    this.#current = null;
    this.#expiresAt = 0;
  }

  anonymous(): void {
    this.#identity = undefined;
    this.forget();
  }

  async #open(): Promise<Session> {
    const session = await this.#opened();
    this.memory.token = session.refreshToken;
    this.memory.conversation = session.conversation; // after its token: other tabs hear of this one
    this.#current = session;
    this.#expiresAt = Date.now() + Math.max(1_000, session.expiresIn * 1_000 - MARGIN_MS);
    this.onSession(session);
    return session;
  }

  async #opened(): Promise<Session> {
    const { locale } = this;
    if (this.#identity) return this.#identified(this.#identity);
    const refreshToken = this.memory.token || undefined; // read under the lock: another tab may have opened one
    try {
      return await this.transport.open({ refreshToken, locale });
    } catch (error) {
      if (!refreshToken || !(error instanceof ChatError) || error.kind !== "token") throw error;
      return this.transport.open({ locale }); // the conversation is kept no longer
    }
  }

  /** An identity is used once, it is short-lived: the refresh token goes on from there. Kept only while no server is there. */
  async #identified(identity: string): Promise<Session> {
    this.#identity = undefined;
    try {
      return await this.transport.open({ identity, refreshToken: this.memory.token || undefined, locale: this.locale });
    } catch (error) {
      if (error instanceof ChatError && error.kind === "away") this.#identity = identity;
      throw error;
    }
  }
}
