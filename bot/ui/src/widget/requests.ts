/** The requests of the channel, built by pure functions: an address and what `fetch` takes. */

import type { Value } from "./wire";

/** What a customer says: a text, a button's payload, or an upload with or without a text. */
export interface Outgoing {
  id: string;
  text: string;
  /** the payload of the button whose title is `text` */
  button?: string;
  /** the id of an upload */
  upload?: string;
}

export interface Opening {
  refreshToken?: string;
  /** a token in which the site's own server says who the customer is */
  identity?: string;
  locale: string;
}

export type Rating = { event: string; value: Value; reason?: string } | { conversation: number; comment?: string };

export type Call = [url: string, init: RequestInit];

export function sessionCall(server: string, { refreshToken, identity, locale }: Opening): Call {
  return post(`${server}/chat/sessions`, { refresh_token: refreshToken, identity, locale });
}

export function messageCall(server: string, token: string, { id, text, button, upload }: Outgoing): Call {
  const said = button ? { button } : upload ? { upload, text: text || undefined } : { text };
  return post(`${server}/chat/messages`, { message_id: id, ...said }, token);
}

export function ratingCall(server: string, token: string, rating: Rating): Call {
  return post(`${server}/chat/ratings`, rating, token);
}

/** @param contact an e-mail address or a phone number */
export function contactCall(server: string, token: string, contact: string): Call {
  return post(`${server}/chat/contact`, { contact }, token);
}

export function uploadCall(server: string, token: string, file: File): Call {
  const body = new FormData();
  body.append("file", file, file.name);
  return [`${server}/chat/uploads`, { method: "POST", body, headers: { Authorization: `Bearer ${token}` }, credentials: "omit" }];
}

/** @param after the last event that was seen, or "" */
export function eventsAddress(server: string, token: string, after: string): string {
  return address(server, "/chat/events", { access_token: token, after });
}

export function transcriptAddress(server: string, token: string, locale: string): string {
  return address(server, "/chat/transcript", { access_token: token, locale });
}

/** @param path an upload's `url`; "" is returned for one that doesn't lie on the server */
export function uploadAddress(server: string, token: string, path: string): string {
  return path.startsWith("/chat/uploads/") ? address(server, path, { access_token: token }) : "";
}

function address(server: string, path: string, query: Record<string, string>): string {
  const given = Object.entries(query).filter(([, value]) => value);
  return `${server}${path}?${new URLSearchParams(given)}`;
}

function post(url: string, body: object, token?: string): Call {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  return [url, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" }];
}
