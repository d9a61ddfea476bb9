/** Tells the page's owner what is wrong, and what has to be changed. */

import { heedEvent } from "./events";
import type { ChatError } from "./transport";

export async function tellOwner(element: HTMLElement & { server: string }, error: ChatError): Promise<void> {
  const { explained } = await import("./owner_notes").catch(() => ({ explained: () => ({ setting: "", message: error.message }) }));
  const { setting, message } = explained(error, element.server);
  if (setting) console.error(`Heed: ${message}`);
  element.dispatchEvent(heedEvent("heed-error", { code: error.code, message, setting }));
}
