import { expect, test, vi } from "vitest";
import { Language } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { Launcher } from "../src/widget/view/launcher";

test("numbers are only written where there are some: the first one takes a browser longer than all else before the panel is painted", () => {
  const format = vi.spyOn(Number.prototype, "toLocaleString");
  const launcher = new Launcher(new Language("en", en), () => {});
  const badge = launcher.node.querySelector<HTMLElement>("[data-testid=badge]")!;
  expect([badge.hidden, format.mock.calls.length]).toEqual([true, 0]);
  launcher.show(3, false);
  expect([badge.hidden, badge.textContent]).toEqual([false, "3"]);
  expect(launcher.node.getAttribute("aria-label")).toBe("Open chat (3 unread messages)");
  launcher.show(3, true);
  expect(badge.hidden).toBe(true);
});
