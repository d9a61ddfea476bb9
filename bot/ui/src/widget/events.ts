/** What the element tells the page. */

export interface MessageDetail {
  from: "customer" | "assistant";
  id: string;
  text: string;
}

export interface ErrorDetail {
  /** as the server named it, or `texts` where the site's own texts could not be read */
  code: string;
  message: string;
}

export interface HeedEvents {
  /** the element is built and its methods work */
  "heed-ready": CustomEvent<null>;
  "heed-open": CustomEvent<null>;
  "heed-close": CustomEvent<null>;
  /** something new was said, by either side */
  "heed-message": CustomEvent<MessageDetail>;
  "heed-error": CustomEvent<ErrorDetail>;
}

/** An event that crosses the shadow root, so that the page may listen on any element around the widget. */
export function heedEvent<N extends keyof HeedEvents>(name: N, detail: HeedEvents[N]["detail"]): HeedEvents[N] {
  return new CustomEvent(name, { detail, bubbles: true, composed: true }) as HeedEvents[N];
}
