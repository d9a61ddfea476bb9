/** Conversations and messages for the desk's tests. */

import { parseCase, parseOpened } from "../../src/desk/wire";
import type { Case, Opened, Session } from "../../src/desk/wire";

export const MIA: Session = { agent: { id: "mia", name: "Mia", role: "lead", here: true }, csrf: "c", company: "Juniper Lane" };

/** Times are seconds since 1970, as on the wire. */
export function given(conversation: string, more: Record<string, unknown> = {}): Case {
  return parseCase({ conversation, short: conversation, channel: "web", owner: "waiting", waiting_since: 100, last: { from: "customer", text: "?", at: 100 }, ...more });
}

export function opened(conversation: string, more: Record<string, unknown> = {}, messages: object[] = [], files: string[] = []): Opened {
  const found = parseOpened({ files, case: { conversation, channel: "web", owner: "waiting", waiting_since: 100, ...more }, messages });
  if (!found) throw new Error("no conversation");
  return found;
}
