/** Registers the element; this is what `heed.js` is built from. */

import { HeedChatElement } from "./heed-chat.js";

export { HeedChatElement };
export type { ErrorDetail, HeedEvents, MessageDetail } from "./events.js";

declare global {
  interface HTMLElementTagNameMap {
    "heed-chat": HeedChatElement;
  }
}

if (!customElements.get("heed-chat")) customElements.define("heed-chat", HeedChatElement);
