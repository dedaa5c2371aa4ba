import { expect, test } from "vitest";
import { imageTag, mmdebstrapArguments, PACKAGES } from "../../judge/images/recipe.ts";

test("an image's name stays while its recipe stays", () => {
  expect(imageTag("full", "FROM a", "")).toBe(imageTag("full", "FROM a", ""));
  expect(imageTag("full", "FROM a", "")).toMatch(/^podium\/python:[0-9a-f]{12}$/);
});

test("another recipe gives another name", () => {
  expect(imageTag("full", "FROM a", "")).not.toBe(imageTag("full", "FROM b", ""));
  expect(imageTag("full", "FROM a", "")).not.toBe(imageTag("small", "FROM a", ""));
  expect(imageTag("small", "", "a")).not.toBe(imageTag("small", "", "b"));
});

test("the small image does not depend on the Dockerfile, which only makes the full one", () => {
  expect(imageTag("small", "FROM a", "")).toBe(imageTag("small", "FROM b", ""));
});

test("both images answer to python and to python3", () => {
  for (const packages of Object.values(PACKAGES))
    expect(packages).toEqual(expect.arrayContaining(["python3", "python-is-python3"]));
});

test("the file system is written to standard output from the machine's own package sources", () => {
  const given = mmdebstrapArguments("small", ["/etc/apt/sources.list"], "/its folder");

  expect(given.slice(-3)).toEqual(["", "-", "/etc/apt/sources.list"]);
  expect(given).toContain(
    "--customize-hook=copy-in '/its folder/older/podium_older.py' '/its folder/older/podium_older_libraries.py' '/its folder/older/podium_older.pth' /usr/lib/python3/dist-packages",
  );
});
