import { expect, test } from "vitest";
import { isOn } from "../src/widget/view/teaser";

test.each([
  [null, "/anywhere", true],
  ["", "/anywhere", true],
  ["/cart", "/cart", true],
  ["/cart", "/cart/", true],
  ["/cart", "/cart/2", false],
  ["/cart, /help/*", "/help/returns", true],
  ["/cart, /help/*", "/", false],
])("a list of paths %j and the page %j", (list, path, expected) => expect(isOn(list, path)).toBe(expected));
