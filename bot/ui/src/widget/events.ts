/** What the element tells the page. */

import type { OwnerKind } from "./wire";

export interface MessageDetail {
  from: "customer" | "assistant" | "agent";
  id: string;
  text: string;
  /** of an answer of the assistant's: template, passage, clarify, hand_over, …; "" of others */
  decision: string;
  /** who had the conversation when it was said */
  owner: OwnerKind;
}

export interface HandoverDetail {
  /** who has the conversation now */
  owner: OwnerKind;
  /** of the person who has it, or "" */
  name: string;
}

export interface ErrorDetail {
  /** as the server named it; or `texts` (they could not be read), `csp`, `mixed_content`, `no_server`, `identity_refused` */
  code: string;
  message: string;
  /** what has to be changed, as `origins`, `HEED_IDENTITY_SECRET`, `server` or `connect-src`; "" where that isn't known */
  setting: string;
}

export interface HeedEvents {
  /** the element is built and its methods work */
  "heed-ready": CustomEvent<null>;
  "heed-open": CustomEvent<null>;
  "heed-close": CustomEvent<null>;
  /** something new was said, by any side */
  "heed-message": CustomEvent<MessageDetail>;
  /** the conversation went to somebody else */
  "heed-handover": CustomEvent<HandoverDetail>;
  "heed-error": CustomEvent<ErrorDetail>;
}

/** The element's `addEventListener`, which knows these events. */
export interface AddListener<E> {
  <N extends keyof HeedEvents>(name: N, listener: (this: E, event: HeedEvents[N]) => unknown, options?: boolean | AddEventListenerOptions): void;
  (name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** An event that crosses the shadow root, so that the page may listen on any element around the widget. */
export function heedEvent<N extends keyof HeedEvents>(name: N, detail: HeedEvents[N]["detail"]): HeedEvents[N] {
  return new CustomEvent(name, { detail, bubbles: true, composed: true }) as HeedEvents[N];
}
