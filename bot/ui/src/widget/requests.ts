/** The requests of the channel, built by pure functions: an address and what `fetch` takes. No token stands in an address. */

import type { Value } from "./wire";

/** What a customer says: a text, a button's payload, or uploads with or without a text. */
export interface Outgoing {
  id: string;
  text: string;
  /** the payload of the button whose title is `text` */
  button?: string;
  /** the ids of uploads */
  uploads?: string[];
  /** the address of the page that it was said on, without what follows `?` */
  page?: string;
  /** what the site tells of its customer, for people who answer */
  customer?: Record<string, string>;
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

export function messageCall(server: string, token: string, { id, text, button, uploads, page, customer }: Outgoing): Call {
  const said = button ? { button } : uploads?.length ? { uploads, text: text || undefined } : { text };
  return post(`${server}/chat/messages`, { message_id: id, ...said, page, customer }, token);
}

export function ratingCall(server: string, token: string, rating: Rating): Call {
  return post(`${server}/chat/ratings`, rating, token);
}

/** @param contact an e-mail address or a phone number */
export function contactCall(server: string, token: string, contact: string): Call {
  return post(`${server}/chat/contact`, { contact }, token);
}

/** The conversation is over, for the customer. */
export function endCall(server: string, token: string): Call {
  return post(`${server}/chat/end`, {}, token);
}

/** The customer wants the conversation to be gone. */
export function deletionCall(server: string, token: string): Call {
  return post(`${server}/chat/deletion`, { confirm: true }, token);
}

/** The customer is typing, to a person. */
export function typingCall(server: string, token: string): Call {
  return post(`${server}/chat/typing`, {}, token);
}

export function uploadCall(server: string, token: string, file: File): Call {
  const body = new FormData();
  body.append("file", file, file.name);
  return [`${server}/chat/uploads`, { method: "POST", body, headers: { Authorization: `Bearer ${token}` }, credentials: "omit" }];
}

/** @param after the last event that was seen, or "" */
export function eventsCall(server: string, token: string, after: string): Call {
  return get(address(`${server}/chat/events`, { after }), token, "no-store");
}

/** @param name the company's; @param zone of the clock that the times are said by, as "Europe/Berlin" */
export function transcriptCall(server: string, token: string, locale: string, name: string, zone: string): Call {
  return get(address(`${server}/chat/transcript`, { locale, name, zone }), token, "no-store");
}

/** @param code from the e-mail that confirms the address; without one, that e-mail is sent */
export function mailCall(server: string, token: string, address: string, code: string | undefined, name: string, zone: string): Call {
  return post(`${server}/chat/transcript/mail`, { address, code, name, zone }, token);
}

/** @param path an upload's `url`; null is returned for one that doesn't lie on the server */
export function downloadCall(server: string, token: string, path: string): Call | null {
  return path.startsWith("/chat/uploads/") ? get(`${server}${path}`, token) : null;
}

function address(path: string, query: Record<string, string>): string {
  const given = Object.entries(query).filter(([, value]) => value);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

function get(url: string, token: string, cache?: RequestCache): Call {
  return [url, { headers: { Authorization: `Bearer ${token}` }, credentials: "omit", cache }];
}

function post(url: string, body: object, token?: string): Call {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  return [url, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" }];
}
