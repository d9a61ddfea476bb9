// @vitest-environment node
import { expect, test } from "vitest";
import { Refresh } from "../../src/desk/refresh";

/** A refresh whose answers come when they are let. */
function slow() {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const refresh = new Refresh(() => {
    asked++;
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  const answer = async () => {
    waiting.shift()?.();
    await Promise.resolve().then(() => Promise.resolve()).then(() => {});
  };
  return { refresh, answer, asked: () => asked };
}

test("while an answer is on its way nothing is asked twice, and once more after it if something changed", async () => {
  const { refresh, answer, asked } = slow();
  const ended = refresh.now();
  void refresh.now();
  void refresh.now();
  expect(asked()).toBe(1);
  await answer();
  expect(asked()).toBe(2);
  await answer();
  await ended;
  expect(asked()).toBe(2);
});

test("news make an answer that is on its way old, and ask nothing by themselves", async () => {
  const { refresh, answer, asked } = slow();
  refresh.outdated();
  expect(asked()).toBe(0);
  void refresh.now();
  refresh.outdated();
  await answer();
  expect(asked()).toBe(2);
});
