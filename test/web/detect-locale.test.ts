import { expect, test } from "vitest";
import { detectLocale, LOCALE_COOKIE } from "../../app/web/detect-locale.ts";

const from = (headers: Record<string, string>) =>
  detectLocale(new Request("http://podium.test/", { headers }));

test("a language that was chosen wins over the browser's", () => {
  expect(from({ cookie: `${LOCALE_COOKIE}=zh-Hant`, "accept-language": "en" })).toBe("zh-Hant");
});

test("a browser from the mainland or Singapore reads simplified, from Taiwan or Hong Kong traditional", () => {
  expect(from({ "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" })).toBe("zh-Hans");
  expect(from({ "accept-language": "zh-SG" })).toBe("zh-Hans");
  expect(from({ "accept-language": "zh-TW" })).toBe("zh-Hant");
  expect(from({ "accept-language": "zh-HK" })).toBe("zh-Hant");
});

test("the first language that we speak is taken in the browser's order of preference", () => {
  expect(from({ "accept-language": "fr,en;q=0.3,zh-CN;q=0.8" })).toBe("zh-Hans");
});

test("nonsense and unknown languages end in English", () => {
  expect(from({ "accept-language": "*,@@,fr" })).toBe("en");
  expect(from({ cookie: `${LOCALE_COOKIE}=tlh` })).toBe("en");
});
