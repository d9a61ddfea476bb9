/** What went wrong, in the customer's language. */

import type { Language } from "../shared/language";
import type { Texts } from "../shared/texts/en";
import { ChatError } from "./transport";

const SENTENCES: Record<string, keyof Texts> = {
  button_used: "buttonUsed",
  file_lost: "fileLost",
  // What the server says of these names a setting: that is for the site's owner.
  forbidden_origin: "blocked",
  no_mail: "problem",
  refused_file: "refusedFile",
  invalid_address: "wrongAddress",
  invalid_contact: "wrongContact",
  too_large: "largeFile",
  too_many: "slowDown",
  too_many_files: "tooManyFiles",
  unknown_file: "wrongFile",
  wrong_code: "wrongCode",
};

/** @param why an error's code, or its message in the server's words, which are English */
export function sentence(language: Language, why: string): string {
  const known = SENTENCES[why];
  if (known) return language.say(known);
  return why.includes(" ") && language.locale.startsWith("en") ? why : "";
}

/** Of what was thrown: its code where there is a sentence for it, else its message. */
export function whyOf(error: unknown): string {
  if (!(error instanceof ChatError)) return "";
  return error.code in SENTENCES ? error.code : error.message || error.code;
}

/** A sentence for whatever was thrown. */
export function problemOf(language: Language, error: unknown): string {
  return sentence(language, whyOf(error)) || language.say("problem");
}
