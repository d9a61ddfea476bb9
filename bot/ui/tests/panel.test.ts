import { expect, test, vi } from "vitest";
import { Language } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { Memory } from "../src/widget/memory";
import type { Actions } from "../src/widget/view/actions";
import { Panel } from "../src/widget/view/panel";

vi.mock("../src/widget/view/mail_form", () => {
  throw new Error("the network is away");
});

test("a part that can't be loaded is said to the customer, who goes back to the chat", async () => {
  const look = { name: "Juniper", embedded: true, server: "https://shop.example", muted: false, logo: "", avatar: "", greeting: "" };
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
