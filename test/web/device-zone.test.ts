import { expect, test } from "vitest";
import { deviceZoneCookie, deviceZoneOf } from "../../app/web/device-zone.ts";

const sent = (zone: string) => deviceZoneCookie(zone).split(";")[0] as string;

test("a browser's time zone is read beside its other cookies", () => {
  expect(deviceZoneOf(`podium_theme=dark; ${sent("Asia/Shanghai")}; a=b`)).toBe("Asia/Shanghai");
  expect(deviceZoneOf(sent("America/Argentina/Buenos_Aires"))).toBe("America/Argentina/Buenos_Aires");
  expect(deviceZoneOf(sent("Etc/GMT+8"))).toBe("Etc/GMT+8");
});

test("a zone that does not exist, or a long or foreign text, counts as none", () => {
  expect(deviceZoneOf(null)).toBeNull();
  expect(deviceZoneOf("podium_theme=dark")).toBeNull();
  expect(deviceZoneOf(sent("Mars/Olympus"))).toBeNull();
  expect(deviceZoneOf(sent("Asia/Shanghai<script>"))).toBeNull();
  expect(deviceZoneOf(sent(`Asia/${"a".repeat(100)}`))).toBeNull();
  expect(deviceZoneOf(`x${sent("Asia/Shanghai")}`)).toBeNull();
});
