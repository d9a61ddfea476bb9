import { expect, test, vi } from "vitest";
import { DeskLanguage } from "../../src/desk/language";
import { signInView } from "../../src/desk/view/sign-in";
import type { Door } from "../../src/desk/wire";
import { parseDoor } from "../../src/desk/wire";

const shown = async (door: Promise<Door>) => {
  const view = signInView(new DeskLanguage("en"), "", door, vi.fn());
  await door.catch(() => {});
  await Promise.resolve();
  const elsewhere = view.querySelector<HTMLAnchorElement>("[data-testid=sign-in-elsewhere]")!;
  const password = view.querySelector<HTMLElement>("[data-testid=password]")!.closest<HTMLElement>(".field")!;
  return { elsewhere: elsewhere.hidden ? "" : elsewhere.textContent, href: elsewhere.getAttribute("href"), password: !password.hidden };
};

test("agents sign in with passwords, elsewhere, or by either", async () => {
  const door = (body: object) => Promise.resolve(parseDoor(body));
  expect(await shown(door({ passwords: true, openid: "" }))).toMatchObject({ elsewhere: "", password: true });
  expect(await shown(door({ passwords: true, openid: "Google" }))).toEqual({ elsewhere: "Sign in with Google", href: "/desk/openid/start", password: true });
  expect(await shown(door({ passwords: false, openid: "Google" }))).toMatchObject({ elsewhere: "Sign in with Google", password: false });
  expect(await shown(Promise.reject(new Error("away")))).toMatchObject({ elsewhere: "", password: true });
});
