import { expect, test } from "vitest";
import { knownLocale } from "../src/shared/language";
import { en } from "../src/shared/texts/en";
import { ownTexts, spoken } from "../src/widget/language";

const LOCALES = ["en-GB", "zh-CN", "de-DE", "es-ES", "ar-EG"];

test.each(LOCALES)("%s has all texts, with the same places to fill in", (locale) => {
  const { texts } = spoken(locale);
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, places(texts[key])]).toEqual([key, places(en[key])]);
});

test("where an answer comes from is said in the language's own way", () => {
  const line = (locale: string) => {
    const language = spoken(locale);
    return language.say("source", { date: language.month("2025-03-14") });
  };
  expect(line("en-GB")).toBe("From a conversation of March 2025");
  expect(line("zh-CN")).toBe("来自 2025年3月的对话");
  expect(line("de-DE")).toBe("Aus einem Gespräch (März 2025)");
  expect(line("es-ES")).toBe("De una conversación de marzo de 2025");
  expect(spoken("en").month("someday")).toBe("");
});

test("Arabic is written from right to left", () => {
  expect(LOCALES.map((locale) => spoken(locale).direction)).toEqual(["ltr", "ltr", "ltr", "ltr", "rtl"]);
});

test("an unknown language is answered in English; a wrong tag is passed over", () => {
  expect(spoken("nl").texts.send).toBe("Send");
  expect(knownLocale("en_GB", null, "de")).toBe("de");
  expect(knownLocale("no locale at all")).toBe("en");
});

test("a site's own texts replace ours, and nothing else gets in", () => {
  const own = ownTexts({ send: "Verstuur", retry: 3, unheard: "x" });
  expect(own).toEqual({ send: "Verstuur" });
  expect(spoken("nl", own).say("send")).toBe("Verstuur");
  expect(ownTexts("nonsense")).toEqual({});
});
