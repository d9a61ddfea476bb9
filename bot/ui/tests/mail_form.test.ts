import { expect, test, vi } from "vitest";
import { h } from "../src/shared/dom";
import { Language } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { problemOf } from "../src/widget/problems";
import { ChatError } from "../src/widget/transport";
import { mailForm } from "../src/widget/view/mail_form";

const language = new Language("en", en);

function opened(mail: (address: string, code?: string) => Promise<void>) {
  const closed = vi.fn();
  const form = mailForm(h, language, mail, (error) => problemOf(language, error), closed);
  document.body.replaceChildren(form);
  const field = (name: string) => form.querySelector<HTMLInputElement>(`[data-testid=${name}]`)!;
  const fill = (name: string, value: string) => (field(name).value = value);
  const submit = async () => {
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    await new Promise((done) => setTimeout(done));
  };
  return { form, field, fill, submit, closed };
}

test("a code goes to the address first; the conversation to who tells it", async () => {
  const mail = vi.fn(async () => {});
  const { form, field, fill, submit, closed } = opened(mail);
  fill("mail-address", " jo@shop.example ");
  await submit();
  expect(form.textContent).toContain("jo@shop.example");
  expect(document.activeElement).toBe(field("mail-code"));
  fill("mail-code", "123456");
  await submit();
  expect(mail.mock.calls).toEqual([["jo@shop.example"], ["jo@shop.example", "123456"]]);
  expect(form.querySelector("[role=status]")!.textContent).toBe("The conversation was sent to jo@shop.example.");
  form.querySelector("button")!.click();
  expect(closed).toHaveBeenCalledOnce();
});

test("what is refused is said, and can be tried again", async () => {
  const refusals = [new ChatError("refused", "invalid_address"), new ChatError("away")];
  const { form, field, fill, submit } = opened(async () => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  });
  const alert = () => form.querySelector("[role=alert]")!.textContent;
  fill("mail-address", "jo@nowhere.example");
  await submit();
  expect(alert()).toBe(en.wrongAddress);
  await submit();
  expect(alert()).toBe(en.problem);
  await submit();
  expect([alert(), field("mail-code")]).toEqual(["", expect.anything()]);
});
