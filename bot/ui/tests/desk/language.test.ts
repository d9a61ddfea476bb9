// @vitest-environment node
import { expect, test } from "vitest";
import { DeskLanguage, LANGUAGES } from "../../src/desk/language";
import { en } from "../../src/desk/texts/en";

const LOCALES = Object.keys(LANGUAGES);

test.each(LOCALES)("%s has all texts, with the same places to fill in", (locale) => {
  const { texts } = new DeskLanguage(locale);
  expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, places(texts[key])]).toEqual([key, places(en[key])]);
});

test("ages are short, in the language's own way", () => {
  const age = (locale: string, minutes: number) => new DeskLanguage(locale).age(minutes * 60_000);
  expect([age("en", 0), age("en", 59), age("en", 130), age("en", 3_000)]).toEqual(["now", "59m", "2h", "2d"]);
  expect(age("zh", 5)).toBe("5分钟");
  expect(age("en", -3)).toBe("now"); // a clock that is wrong
});

test("a language is named; what is none stays as it is", () => {
  expect(new DeskLanguage("de").tongue("en")).toBe("Englisch");
  expect(new DeskLanguage("de").tongue("not a language")).toBe("not a language");
});
