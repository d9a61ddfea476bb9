/** Registers the element; this is what `heed.js` is built from. */

import { HeedChatElement } from "./heed-chat";

export { HeedChatElement };
export type { ErrorDetail, HandoverDetail, HeedEvents, MessageDetail } from "./events";

declare global {
  interface HTMLElementTagNameMap {
    "heed-chat": HeedChatElement;
  }
}

if (!customElements.get("heed-chat")) customElements.define("heed-chat", HeedChatElement);
