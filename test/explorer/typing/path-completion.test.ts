import { expect, test } from "vitest";
import {
  completed,
  type FolderEntry,
  pathAtCaret,
  withHome,
} from "../../../src/explorer/typing/path-completion.js";
import { typedText } from "../../../src/explorer/typing/typed-text.js";

/** Returns the entries of a folder. A name that ends in a slash is a folder. */
function entries(...names: readonly string[]): FolderEntry[] {
  return names.map((name) => ({ name: name.replace("/", ""), isFolder: name.endsWith("/") }));
}

/** Returns the text after Tab, and the matching names. */
function tab(text: string, ...names: readonly string[]): [string, string[]] {
  const { typed, fitting } = completed(typedText(text), entries(...names));
  return [typed.text, fitting.map(({ name }) => name)];
}

test("the listed folder is the path up to the last slash before the caret", () => {
  expect(pathAtCaret(typedText("~/images/fl"))).toEqual({ folder: "~/images/", start: "fl" });
  expect(pathAtCaret(typedText("fl"))).toEqual({ folder: "", start: "fl" });
  expect(pathAtCaret({ text: "a/b/c", caret: 3 })).toEqual({ folder: "a/", start: "b" });
});

test("a single matching name is completed, and a folder also gets its slash", () => {
  expect(tab("./fl", "flask.tar", "other")).toEqual(["./flask.tar", ["flask.tar"]]);
  expect(tab("./im", "images/", "other")).toEqual(["./images/", ["images"]]);
});

test("several matching names are completed up to their common beginning, and listed in order", () => {
  expect(tab("f", "flask-2.tar", "flask-1.tar", "other")).toEqual(["flask-", ["flask-1.tar", "flask-2.tar"]]);
  expect(tab("😀", "😀😀a", "😀😁b")[0]).toBe("😀");
});

test("Tab changes nothing if no name matches", () => {
  expect(tab("x", "flask.tar")).toEqual(["x", []]);
});

test("hidden files match only if the user typed their dot", () => {
  expect(tab("", ".git/", "src/")).toEqual(["src/", ["src"]]);
  expect(tab(".g", ".git/", "src/")).toEqual([".git/", [".git"]]);
});

test("the text after the caret stays, and its slash is not doubled", () => {
  const { typed } = completed({ text: "im/x", caret: 2 }, entries("images/"));
  expect(typed).toEqual({ text: "images/x", caret: 6 });
});

test("~ is the home folder only at the beginning of a path", () => {
  expect(["~", "~/out", "./~", "~bob/x", "a/~/b"].map((path) => withHome(path, "/home/ann"))).toEqual([
    "/home/ann",
    "/home/ann/out",
    "./~",
    "~bob/x",
    "a/~/b",
  ]);
  expect(withHome("~/out", null)).toBe("~/out");
});
