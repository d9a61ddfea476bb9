/** The keys of the desk. */

export type Command =
  | "next" | "previous" | "answer" | "note" | "take" | "back" | "close" | "transfer" | "search" | "mine" | "waiting" | "all" | "details" | "numbers" | "keys" | "leave";

/** In the order in which they are explained. */
export const KEYS: [Command, ...string[]][] = [
  ["next", "J", "↓"],
  ["previous", "K", "↑"],
  ["answer", "Enter", "R"],
  ["take", "T"],
  ["note", "N"],
  ["back", "B"],
  ["transfer", "A"],
  ["close", "C"],
  ["search", "/"],
  ["mine", "Shift+M"],
  ["waiting", "Shift+W"],
  ["all", "Shift+A"],
  ["details", "I"],
  ["numbers", "D"],
  ["keys", "?"],
  ["leave", "Esc"],
];

const SINGLE: Record<string, Command> = {
  j: "next", k: "previous", r: "answer", t: "take", n: "note", b: "back", a: "transfer", c: "close", "/": "search", i: "details", d: "numbers", "?": "keys",
  M: "mine", W: "waiting", A: "all",
};
const ALWAYS: Record<string, Command> = { ArrowDown: "next", ArrowUp: "previous", Enter: "answer", Escape: "leave" };

/** What a pressed key means outside of a field; nothing where a field, a button or a dialog has it, or with Ctrl, Alt or Meta. */
export function commandOf(event: KeyboardEvent, singleKeys: boolean): Command | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, dialog, [role=menu], [role=tablist]")) return null;
  const { key } = event;
  if (key === "Enter" && target?.closest("button, a, summary")) return null;
  if (key.startsWith("Arrow") && target?.closest(".log, .details")) return null; // they scroll
  const letter = key.length === 1 && event.shiftKey && /[a-z]/i.test(key) ? key.toUpperCase() : key;
  return ALWAYS[key] ?? (singleKeys ? SINGLE[letter.length === 1 && !event.shiftKey ? letter.toLowerCase() : letter] ?? null : null);
}

/** Which suggestion a pressed key takes, from 1; 0 for none: Ctrl with a digit, or a digit alone while nothing is written. */
export function suggestionOf(event: KeyboardEvent, empty: boolean, singleKeys: boolean): number {
  if (event.altKey || event.shiftKey || event.isComposing) return 0;
  const digit = /^(?:Digit|Numpad)([123])$/.exec(event.code)?.[1] ?? (/^[123]$/.test(event.key) ? event.key : undefined);
  const meant = event.ctrlKey || event.metaKey || (empty && singleKeys);
  return digit && meant ? Number(digit) : 0;
}
