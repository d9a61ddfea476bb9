/** What a customer can do; the views call it, the element does it. */

import type { Past } from "../memory";
import type { Attached } from "../outbox";
import type { Theirs } from "../state";
import type { Choice, Upload, Value } from "../wire";

export interface Actions {
  say(text: string, attached: Attached[]): void;
  choose(choice: Choice): void;
  retry(id: string): void;
  /** the connection, at once */
  hurry(): void;
  rate(message: Theirs, value: Value, reason?: string): Promise<void>;
  rateConversation(stars: number, comment: string): Promise<void>;
  leaveContact(contact: string): Promise<void>;
  /** a small picture of an upload as a `data:` address; "" where it is no picture */
  picture(upload: Upload): Promise<string>;
  /** shows a picture, and gives any other file to the customer */
  openFile(upload: Upload, opener: HTMLElement): Promise<void>;
  transcript(): Promise<void>;
  /** has a code sent to an address; with the code, the conversation */
  mail(address: string, code?: string): Promise<void>;
  setMuted(muted: boolean): void;
  keepDraft(text: string): void;
  fresh(): void;
  /** tells whoever has the conversation that the customer is done */
  end(): Promise<void>;
  /** the conversation, for good */
  remove(): Promise<void>;
  past(): Past[];
  goTo(past: Past): void;
  close(): void;
}
