import { expect, test } from "vitest";
import { imageFor, readMappings } from "../../judge/contract/image-map.ts";

test("without a table of its own, an installation runs Codabench's and Python's images as the built-in one", () => {
  for (const name of ["codalab/codalab-legacy:py37", "codabench/x", "python:3.9", "docker.io/library/python"])
    expect(imageFor(name, []).image).toBe("builtin");
  expect(imageFor("codalab/codalab-legacy:py37", []).pattern).toBe("codalab/*");
});

test("no name, or a blank one, is the built-in image", () => {
  for (const name of [null, "", "  "])
    expect(imageFor(name, [])).toEqual({ image: "builtin", pattern: null });
});

test("the first line that matches decides, and a name that none matches stays itself", () => {
  const table = [
    { pattern: "lab/a:1", target: "lab/b:2" },
    { pattern: "lab/*", target: "builtin" },
  ];
  expect(imageFor("lab/a:1", table)).toEqual({ image: "lab/b:2", pattern: "lab/a:1" });
  expect(imageFor("lab/c", table)).toEqual({ image: "builtin", pattern: "lab/*" });
  expect(imageFor("xlab/c", table)).toEqual({ image: "xlab/c", pattern: null });
  // A table of its own replaces the default one.
  expect(imageFor("codalab/x", table)).toEqual({ image: "codalab/x", pattern: null });
});

test("only the star is special in a pattern", () => {
  expect(imageFor("labXa", [{ pattern: "lab.a", target: "builtin" }]).pattern).toBeNull();
});

test("a host's own lines are read, broken ones left out", () => {
  expect(readMappings("codalab/*=builtin, lab/a = lab/b:2,x,=y,z=")).toEqual([
    { pattern: "codalab/*", target: "builtin" },
    { pattern: "lab/a", target: "lab/b:2" },
  ]);
});
