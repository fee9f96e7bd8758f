import { expect, test } from "vitest";
import {
  completed,
  type FolderEntry,
  pathAtCaret,
  withHome,
} from "../../../src/explorer/typing/path-completion.js";
import { typedText } from "../../../src/explorer/typing/typed-text.js";

/** Names of a folder; one that ends in a slash is a folder. */
function entries(...names: readonly string[]): FolderEntry[] {
  return names.map((name) => ({ name: name.replace("/", ""), isFolder: name.endsWith("/") }));
}

/** The text after Tab, and the names that fit. */
function tab(text: string, ...names: readonly string[]): [string, string[]] {
  const { typed, fitting } = completed(typedText(text), entries(...names));
  return [typed.text, fitting.map(({ name }) => name)];
}

test("the folder that is listed ends at the last slash before the caret", () => {
  expect(pathAtCaret(typedText("~/images/fl"))).toEqual({ folder: "~/images/", start: "fl" });
  expect(pathAtCaret(typedText("fl"))).toEqual({ folder: "", start: "fl" });
  expect(pathAtCaret({ text: "a/b/c", caret: 3 })).toEqual({ folder: "a/", start: "b" });
});

test("the only name that fits is completed, a folder with its slash", () => {
  expect(tab("./fl", "flask.tar", "other")).toEqual(["./flask.tar", ["flask.tar"]]);
  expect(tab("./im", "images/", "other")).toEqual(["./images/", ["images"]]);
});

test("several names are completed as far as they agree, and listed in order", () => {
  expect(tab("f", "flask-2.tar", "flask-1.tar", "other")).toEqual(["flask-", ["flask-1.tar", "flask-2.tar"]]);
  expect(tab("😀", "😀😀a", "😀😁b")[0]).toBe("😀");
});

test("no name that fits changes nothing", () => {
  expect(tab("x", "flask.tar")).toEqual(["x", []]);
});

test("hidden files fit only when their dot is typed", () => {
  expect(tab("", ".git/", "src/")).toEqual(["src/", ["src"]]);
  expect(tab(".g", ".git/", "src/")).toEqual([".git/", [".git"]]);
});

test("what is behind the caret stays, and its slash is not doubled", () => {
  const { typed } = completed({ text: "im/x", caret: 2 }, entries("images/"));
  expect(typed).toEqual({ text: "images/x", caret: 6 });
});

test("~ is the home folder at the beginning of a path, and nowhere else", () => {
  expect(["~", "~/out", "./~", "~bob/x", "a/~/b"].map((path) => withHome(path, "/home/ann"))).toEqual([
    "/home/ann",
    "/home/ann/out",
    "./~",
    "~bob/x",
    "a/~/b",
  ]);
  expect(withHome("~/out", null)).toBe("~/out");
});
