import { expect, test, vi } from "vitest";
import { Language } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { Memory } from "../src/widget/memory";
import type { Actions } from "../src/widget/view/actions";
import { Panel } from "../src/widget/view/panel";

vi.mock("../src/widget/view/mail_form", () => {
  throw new Error("the network is away");
});

const look = { name: "Juniper", embedded: true, server: "https://shop.example", muted: false, logo: "", avatar: "", greeting: "" };

test("how a person was is asked beside the field, and not of who writes on", () => {
  const panel = new Panel(new Language("en", en), { say: () => panel.goOn(), keepDraft: () => {} } as unknown as Actions, look, new Memory(look.server));
  document.body.append(panel.node);
  const rating = panel.node.querySelector<HTMLElement>("[data-testid=rating]")!;
  const input = panel.node.querySelector<HTMLTextAreaElement>("[data-testid=input]")!;
  input.focus();
  panel.askRating("9-0");
  expect([rating.hidden, rating.classList.contains("beside"), document.activeElement]).toEqual([false, true, input]);
  input.value = "And the lamp?";
  input.dispatchEvent(new Event("input"));
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  expect(rating.hidden).toBe(true);
});

test("a part that can't be loaded is said to the customer, who goes back to the chat", async () => {
  const panel = new Panel(new Language("en", en), { past: () => [] } as unknown as Actions, look, new Memory(look.server));
  document.body.append(panel.node);
  const sheet = panel.node.querySelector<HTMLElement>("[data-testid=mail-sheet]")!;
  panel.node.querySelector<HTMLElement>("[data-testid=mail]")!.click();
  await vi.waitFor(() => expect(sheet.hidden).toBe(false));
  expect(sheet.querySelector("[role=alert]")!.textContent).toBe(en.problem);
  const back = sheet.querySelector("button")!;
  expect(document.activeElement).toBe(back);
  back.click();
  expect([sheet.hidden, panel.closeInner()]).toEqual([true, false]);
});
