// @vitest-environment node
import { afterEach, expect, test, vi } from "vitest";
import { Api, DeskError } from "../../src/desk/api";

const SESSION = { agent: { id: "mia", name: "Mia", role: "lead" }, csrf: "c1", company: "" };

/** A server that answers with what is given, one after the other, and keeps what it was asked. */
function server(...answers: [number, unknown][]) {
  const asked: [string, RequestInit][] = [];
  const signedOut: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    const [status, body] = answers.shift() ?? [0, null];
    if (!status) throw new TypeError("no network");
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status: status, headers: { "Retry-After": "7" } });
  });
  return { api: new Api(() => signedOut.push("out")), asked, signedOut };
}

const failure = (act: Promise<unknown>): Promise<DeskError> => act.then(() => Promise.reject(new Error("it worked")), (error: DeskError) => error);

afterEach(() => vi.unstubAllGlobals());

test("ids of messaging platforms are encoded, and each act carries the session's token", async () => {
  const { api, asked } = server([200, SESSION], [200, { case: { conversation: "telegram:shop:4/2" } }]);
  await api.session();
  const changed = await api.act("telegram:shop:4/2", "take", { operation: "o" });
  expect(changed?.conversation).toBe("telegram:shop:4/2");
  expect(asked[1]?.[0]).toBe("/desk/api/conversations/telegram%3Ashop%3A4%2F2/take");
  expect(asked[1]?.[1].headers).toMatchObject({ "X-Heed-CSRF": "c1" });
  expect(asked[0]?.[1].headers).not.toHaveProperty("X-Heed-CSRF");
});

test("what may pass is told apart from what was refused", async () => {
  const { api, signedOut } = server([503, { error: { code: "unavailable", message: "Later." } }], [409, { error: { code: "not_yours", message: "It is Noah's." } }], [0, null], [200, "<html>"]);
  expect(await failure(api.act("a", "take", {}))).toMatchObject({ kind: "away", retryAfter: 7 });
  expect(await failure(api.act("a", "take", {}))).toMatchObject({ kind: "refused", code: "not_yours", message: "It is Noah's." });
  expect(await failure(api.act("a", "take", {}))).toMatchObject({ kind: "away" });
  expect(await failure(api.conversation("a"))).toMatchObject({ kind: "away" }); // a proxy's page
  expect(signedOut).toEqual([]);
});

test("a session's end is told once by whatever finds out; a wrong password is none", async () => {
  const { api, signedOut } = server([401, { error: { code: "wrong_password" } }], [401, { error: { code: "signed_out" } }], [401, { error: { code: "signed_out" } }]);
  expect(await failure(api.signIn("mia", "x"))).toMatchObject({ kind: "refused", code: "wrong_password" });
  expect(await failure(api.session())).toMatchObject({ kind: "signed-out" });
  expect(signedOut).toEqual([]); // who isn't signed in yet sees the door anyway
  expect(await failure(api.numbers(30, "en"))).toMatchObject({ kind: "signed-out" });
  expect(signedOut).toEqual(["out"]);
});
