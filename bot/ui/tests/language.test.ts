import { expect, test } from "vitest";
import { Language, knownLocale } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { LANGUAGES, answersIn, ours, ownTexts } from "../src/widget/language";

const spoken = async (locale: string) => new Language(locale, await ours(locale, (code, message) => expect.fail(`${code} ${message}`)));

test("the frame speaks twenty languages beside English", () => {
  expect(Object.keys(LANGUAGES)).toHaveLength(20);
});

test.each(Object.keys(LANGUAGES))("%s has all texts, with the same places to fill in", async (locale) => {
  const { default: texts } = await LANGUAGES[locale]!();
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, places(texts[key])]).toEqual([key, places(en[key])]);
});

test("where an answer comes from is said in the language's own way", async () => {
  const line = async (locale: string) => {
    const language = await spoken(locale);
    return language.say("source", { date: language.month("2025-03-14") });
  };
  expect(await line("en-GB")).toBe("From a conversation of March 2025");
  expect(await line("zh-CN")).toBe("来自 2025年3月的对话");
  expect(await line("de-DE")).toBe("Aus einem Gespräch (März 2025)");
  expect(await line("es-ES")).toBe("De una conversación de marzo de 2025");
  expect((await spoken("en")).month("someday")).toBe("");
});

test("Arabic is written from right to left", async () => {
  expect([(await spoken("de-DE")).direction, (await spoken("ar-EG")).direction]).toEqual(["ltr", "rtl"]);
});

test("an unknown language is answered in English, a kindred one in its own; a wrong tag is passed over", async () => {
  expect((await spoken("sw")).texts.send).toBe("Send");
  expect((await spoken("nb-NO")).texts.close).toBe("Lukk chatten");
  expect(knownLocale("en_GB", null, "de")).toBe("de");
  expect(knownLocale("no locale at all")).toBe("en");
});

test("a language that the assistant doesn't answer in isn't claimed", async () => {
  expect(answersIn(await spoken("de-AT"), ["en", "zh"])).toBe("Der Assistent antwortet auf: Englisch und Chinesisch.");
  expect(answersIn(await spoken("zh-CN"), ["en", "zh"])).toBe("");
  expect(answersIn(await spoken("de"), [])).toBe("");
});

test("a site's own texts replace ours, and nothing else gets in", () => {
  expect(ownTexts({ send: "Verstuur", retry: 3, unheard: "x" })).toEqual({ send: "Verstuur" });
  expect(ownTexts("nonsense")).toEqual({});
});
