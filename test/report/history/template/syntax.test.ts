import { describe, expect, test } from "vitest";
import { LayerxError } from "../../../../src/errors.js";
import { printed, report } from "../run.js";

function check(format: string, expected: string): void {
  expect(printed(format)).toBe(expected);
}

describe("a template", () => {
  test.each([
    ["text", "text"],
    ["é }} {", "é }} {"],
    ["{{.ID}}{{.Size}}", "0862b2a32f591.12kB"],
    ["{{ .ID }}", "0862b2a32f59"],
    ["{{.ID\n}}", "0862b2a32f59"],
    ["{{(.ID)}}", "0862b2a32f59"],
    ["{{lower (upper (lower .CreatedBy))}}", "run it"],
    ["{{true}} {{false}}", "true false"],
  ])("has text and actions: %j", check);

  test.each([
    ['{{"a\\"b\\x41\\101\\u00e9\\U0001F44D\\\\"}}', 'a"bAAé👍\\'],
    ['{{"\\a\\b\\f\\r\\v"}}', "\x07\b\f\r\v"],
    ['{{`a"b`}}', 'a"b'],
    ['{{"a\tb"}}', "a\tb"],
    ["{{`a\\nb`}}", "a\nb"],
  ])("can have strings: %j", check);

  test.each([
    ["{{1}} {{+3}} {{-3}} {{0x1F}} {{017}} {{0o17}} {{0b11}} {{1_000}}", "1 3 -3 31 15 15 3 1000"],
    [
      "{{1.0}} {{1.5}} {{.5}} {{5.}} {{1e3}} {{1e6}} {{1e-5}} {{0.0001}}",
      "1 1.5 0.5 5 1000 1e+06 1e-05 0.0001",
    ],
  ])("can have numbers: %s", check);

  test.each([
    ["{{.CreatedBy | upper}}", "RUN IT"],
    ["{{.CreatedBy|lower|len}}", "6"],
    ["{{3 | truncate .CreatedBy}}", "RUN"],
    ["{{.ID | }}", "0862b2a32f59"],
  ])("can have pipes, with the value as the last argument: %s", check);

  test.each([
    ["a \n {{- .Size -}} \t b", "a1.12kBb"],
    ["a {{-  .Size  -}} b", "a1.12kBb"],
    ["a {{.Size -}} b {{- .Size}} c", "a 1.12kBb1.12kB c"],
    ["{{- 3}}{{-3}}", "3-3"],
  ])("loses the spaces beside {{- and -}}: %j", check);

  test.each([
    ["a{{/* b */}}c", "ac"],
    ["a {{- /* {{.ID}} */ -}} c", "ac"],
  ])("can have comments: %s", check);
});

function errorOf(
  format: string,
  rows: Parameters<typeof report>[0] = [{ created_by: "RUN it" }],
): LayerxError {
  try {
    report(rows, { format });
  } catch (error) {
    if (error instanceof LayerxError) return error;
    throw error;
  }
  throw new Error(`no error for ${format}`);
}

describe("an error about a template", () => {
  test.each([
    ["{{.ID", "unclosed action: {{ without }}"],
    ["{{}}", "missing value for command"],
    ["{{.ID || lower}}", 'unexpected "|" in command'],
    ["{{(.ID}}", "unclosed left parenthesis"],
    ["{{.ID)}}", "unexpected right parenthesis"],
    ['{{.ID"x"}}', "values must be parted by a space"],
    ['{{"a}}', "unterminated quoted string"],
    ["{{`a}}", "unterminated raw quoted string"],
    ['{{"a\\nb"}}', "unterminated quoted string"],
    ['{{"a\\q"}}', "unknown escape in a string: \\q"],
    ["{{ /* a */}}", 'unexpected "/" between {{ and }}'],
    ["{{/* a }}", "unclosed comment"],
    ["{{/* a */ }}", "comment ends before closing delimiter"],
    ["{{1x}}", 'bad number syntax: "1x"'],
    ["{{09}}", 'bad number syntax: "09"'],
    ['{{"a".ID}}', "unexpected . after term"],
    ['{{print "a" | "b"}}', "non executable command in pipeline stage 2"],
    ["{{nope .ID}}", 'function "nope" not defined'],
  ])("shows a mistake in the template, even without rows: %j", (format, why) => {
    expect(errorOf(format, [])).toMatchObject({ code: "bad-template", why });
  });

  test.each([
    ["{{.Nope}}", "there is no field .Nope"],
    ["{{.Tags}}", "there is no field .Tags"],
    ["{{.ID.Foo}}", "the field .ID is a text and has no field .Foo"],
    ["{{lower}}", "wrong number of args for lower: want 1 got 0"],
    ["{{printf}}", "wrong number of args for printf: want at least 1 got 0"],
    ["{{lower 3}}", "wrong type for value: expected string, got int"],
    ['{{join .ID ","}}', "wrong type for value: expected list of strings, got string"],
    ["{{truncate .ID .Size}}", "wrong type for value: expected int, got string"],
    ["{{truncate .ID -1}}", "error calling truncate: the length is negative"],
    ["{{pad .ID -1 0}}", "error calling pad: -1 is no number of spaces"],
    ["{{len 3}}", "error calling len: a value of type int has no length"],
    ["{{.ID 2}}", "can't give argument to non-function"],
    ["{{.ID | .Size}}", "can't give argument to non-function"],
  ])("shows why a row cannot be printed: %s", (format, why) => {
    expect(errorOf(format)).toMatchObject({ code: "bad-template", why });
  });

  test.each([
    ["{{if .ID}}x{{end}}", '"if" is not supported here'],
    ["{{range .}}x{{end}}", '"range" is not supported here'],
    ["{{with .ID}}x{{end}}", '"with" is not supported here'],
    ["{{$x := .ID}}", "a variable ($) is not supported here"],
    ["{{print nil}}", '"nil" is not supported here'],
    ["{{'a'}}", "a character constant is not supported here"],
    ['{{index (split .ID "") 0}}', 'the function "index" is not supported here'],
    ['{{printf "%x" .ID}}', "printf's %x is not supported here"],
    ['{{printf "%+d" 1}}', "printf's %+d is not supported here"],
    ["{{.}}", "printing the whole row with {{.}} (use {{json .}}) is not supported here"],
    ["{{9007199254740993}}", "an integer as large as 9007199254740993 is not supported here"],
  ])("names the part that docker accepts and layerx does not: %s", (format, why) => {
    expect(errorOf(format)).toMatchObject({ code: "unsupported-template", why });
  });

  test("about such a part is also shown for a table without rows", () => {
    expect(errorOf("table {{.}}", [])).toMatchObject({ code: "unsupported-template" });
  });

  test("shows the template escaped", () => {
    expect(errorOf("{{nope}}\u001b[31m").what).toBe("cannot print the history as {{nope}}\\x1b[31m");
  });
});
