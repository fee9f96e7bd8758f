import { describe, expect, test } from "vitest";
import { wordsOf } from "../../../src/explorer/jobs/coloured-words.js";
import { WORDS } from "../../../src/explorer/jobs/job.js";
import { type Language, languageOf } from "../../../src/explorer/pages/view/language.js";

/** Returns the coloured words of a text as `kind: text`. */
async function words(language: Language, text: string): Promise<string[]> {
  const bytes = Buffer.from(text);
  const out: string[] = [];
  for await (const some of wordsOf({ kind: "colour", language, bytes }, new AbortController().signal)) {
    for (let at = 0; at < some.length; at += 3)
      out.push(`${WORDS[some[at + 2]]}: ${bytes.toString("utf8", some[at], some[at + 1])}`);
  }
  return out;
}

describe("coloured words", () => {
  test("a shell script has keywords, strings and comments", async () => {
    expect(await words("bash", 'if [ 1 ]; then\n  echo "hi" # so\nfi\n')).toEqual([
      "keyword: if",
      "keyword: then",
      "keyword: echo",
      'string: "hi"',
      "comment: # so",
      "keyword: fi",
    ]);
  });

  test("JSON has attributes, numbers, strings and keywords", async () => {
    expect(await words("json", '{"a": 1, "b": "é", "c": null}')).toEqual([
      'attribute: "a"',
      "number: 1",
      'attribute: "b"',
      'string: "é"',
      'attribute: "c"',
      "keyword: null",
    ]);
  });

  test("a Dockerfile has keywords and comments", async () => {
    expect(await words("dockerfile", "FROM scratch\n# all\nCOPY a /b\n")).toEqual([
      "keyword: FROM",
      "comment: # all",
      "keyword: COPY",
    ]);
  });

  test.each([
    ["x.py", "def f():\n    return 'a'\n", ["keyword: def", "title: f", "keyword: return", "string: 'a'"]],
    ["x.js", "const a = 1; // b\n", ["keyword: const", "number: 1", "comment: // b"]],
    ["x.yaml", "a: true\n", ["attribute: a:", "keyword: true"]],
    ["x.ini", "[s]\na = 1\n", ["title: [s]", "attribute: a", "number: 1"]],
  ])("the words of %s are found for the language of the file name", async (name, text, expected) => {
    const language = languageOf(name, Buffer.from(text));
    expect(language === null ? [] : await words(language, text)).toEqual(expected);
  });

  test("the words of a long text are found in pieces, with the right offsets", async () => {
    const text = Array.from({ length: 4000 }, (_, at) => `x${at} = "é"${at % 7 === 0 ? "\n" : ""}\n`).join(
      "",
    );
    const found = await words("python", text);
    expect(new Set(found)).toEqual(new Set(['string: "é"']));
    expect(found).toHaveLength(4000);
  });
});
