import { expect, test } from "vitest";
import { KEYS, commandOf, suggestionOf } from "../../src/desk/keys";

const press = (key: string, more: Partial<KeyboardEvent> = {}, target: Element = document.body): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { key, ...(more as KeyboardEventInit) });
  Object.defineProperty(event, "target", { value: target });
  return event;
};
const inside = (html: string): Element => {
  document.body.innerHTML = html;
  return document.body.querySelector("[data-here]") ?? document.body.firstElementChild!;
};

test("keys alone are commands, with Shift other ones; with Ctrl they are the browser's", () => {
  expect(commandOf(press("j"), true)).toBe("next");
  expect(commandOf(press("M", { shiftKey: true }), true)).toBe("mine");
  expect(commandOf(press("a"), true)).toBe("transfer");
  expect(commandOf(press("A", { shiftKey: true }), true)).toBe("all");
  expect(commandOf(press("?", { shiftKey: true }), true)).toBe("keys");
  expect(commandOf(press("j", { ctrlKey: true }), true)).toBeNull();
  expect(commandOf(press("J"), true)).toBe("next"); // Caps Lock
});

test("in a field nothing is a command, on a button Enter is the button's", () => {
  expect(commandOf(press("j", {}, inside("<textarea></textarea>")), true)).toBeNull();
  expect(commandOf(press("Enter", {}, inside("<button></button>")), true)).toBeNull();
  expect(commandOf(press("j", {}, inside("<button></button>")), true)).toBe("next");
});

test("who switched single keys off keeps arrows, Enter and Escape", () => {
  expect(commandOf(press("j"), false)).toBeNull();
  expect(commandOf(press("ArrowDown"), false)).toBe("next");
  expect(commandOf(press("Escape"), false)).toBe("leave");
});

test("a digit takes a suggestion with Ctrl always, alone while nothing is written", () => {
  expect(suggestionOf(press("2", { code: "Digit2" }), true, true)).toBe(2);
  expect(suggestionOf(press("2", { code: "Digit2" }), false, true)).toBe(0);
  expect(suggestionOf(press("2", { code: "Digit2" }), true, false)).toBe(0);
  expect(suggestionOf(press("2", { code: "Digit2", ctrlKey: true }), false, false)).toBe(2);
  expect(suggestionOf(press("é", { code: "Digit2", ctrlKey: true }), false, true)).toBe(2); // a French keyboard
  expect(suggestionOf(press("4", { code: "Digit4", ctrlKey: true }), false, true)).toBe(0);
});

test("each command is explained once", () => {
  expect(new Set(KEYS.map(([command]) => command)).size).toBe(KEYS.length);
});
