/** What a customer can do; the views call it, the element does it. */

import type { Theirs } from "../state";
import type { Choice, Upload, Value } from "../wire";

export interface Actions {
  say(text: string, upload?: Upload): void;
  choose(choice: Choice): void;
  retry(id: string): void;
  /** the connection, at once */
  hurry(): void;
  rate(message: Theirs, value: Value, reason?: string): Promise<void>;
  rateConversation(stars: number, comment: string): Promise<void>;
  leaveContact(contact: string): Promise<void>;
  upload(file: File): Promise<Upload>;
  /** where an upload can be seen now, or "" */
  uploadAddress(upload: Upload): string;
  transcript(): Promise<void>;
  setMuted(muted: boolean): void;
  fresh(): void;
  close(): void;
}
