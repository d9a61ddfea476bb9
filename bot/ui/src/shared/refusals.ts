/** How a request fails, and what a server's answer says of it. */

import { parsed, record, words } from "./checked";

/** The server, or a proxy before it, is busy or away: the same request may do later. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** Why a request failed. */
export class RequestError<Kind extends string> extends Error {
  /**
   * @param message in the server's words, or "" where it gave none
   * @param retryAfter seconds that the server asked to wait
   */
  constructor(
    readonly kind: Kind,
    readonly code = "",
    message = "",
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

export interface Refusal {
  /** whether the same request may do later */
  passing: boolean;
  code: string;
  message: string;
  retryAfter: number;
}

/** What an answer that is no success says. */
export function refusalIn(response: Response, text: string): Refusal {
  const { code, message } = record(record(parsed(text)).error);
  return {
    passing: PASSING.includes(response.status),
    code: words(code),
    message: words(message),
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
  };
}
