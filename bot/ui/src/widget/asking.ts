/** What is asked of the server beside the conversation itself. */

import type { SessionKeeper } from "./session";
import type { Transport } from "./transport";
import type { Upload } from "./wire";

export class Asking {
  constructor(
    private readonly session: SessionKeeper,
    private readonly transport: Transport,
  ) {}

  rateConversation(stars: number, comment: string): Promise<void> {
    return this.session.withToken((token) => this.transport.rate(token, { conversation: stars, comment: comment || undefined }));
  }

  leaveContact(contact: string): Promise<void> {
    return this.session.withToken((token) => this.transport.leaveContact(token, contact));
  }

  download(upload: Upload): Promise<Blob> {
    return this.session.withToken((token) => this.transport.download(token, upload));
  }

  transcript(locale: string, name: string): Promise<Blob> {
    return this.session.withToken((token) => this.transport.transcript(token, locale, name, zone()));
  }

  /** Has a code sent to an address; with the code, the conversation. */
  mail(name: string, address: string, code?: string): Promise<void> {
    return this.session.withToken((token) => this.transport.mail(token, address, code, name, zone()));
  }

  /** The customer has no more to say: who has the conversation is told. */
  end(): Promise<void> {
    return this.session.withToken((token) => this.transport.end(token));
  }

  /** Deletes the conversation, for good. */
  remove(): Promise<void> {
    return this.session.withToken((token) => this.transport.remove(token));
  }

  /** A person sees that the customer types. */
  tellTyping(): Promise<void> {
    return this.session.withToken((token) => this.transport.tellTyping(token));
  }
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
