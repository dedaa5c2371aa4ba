import { expect, test } from "vitest";
import { imageFor, readMappings } from "../../judge/contract/image-map.ts";

test("without a table of its own, an installation runs Codabench's and Python's images as the built-in one", () => {
  for (const name of [
    ...["codalab/codalab-legacy:py37", "codalab/default", "codabench/x", "ckcollab/codalab-legacy"],
    ...["python:3.9", "python:3.11-slim-bookworm", "docker.io/library/python", "docker.io/python"],
    ...["continuumio/anaconda3", "continuumio/miniconda3:23.5.2-0", "jupyter/scipy-notebook"],
  ])
    expect(imageFor(name, []).image, name).toBe("builtin");
  for (const name of ["tensorflow/tensorflow:2.9.1", "pytorch/pytorch", "evariste/autodl", "mypython:3"])
    expect(imageFor(name, []), name).toEqual({ image: name, pattern: null });
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
