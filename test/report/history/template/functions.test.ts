import { describe, expect, test } from "vitest";
import { printed, printedBytes, report } from "../run.js";

function check(format: string, expected: string): void {
  expect(printed(format, `A1b_c o'neil foo-bar "é" <x>&`)).toBe(expected);
}

describe("the function json", () => {
  test("escapes for HTML in a row, but not in a field", () => {
    expect(printed("{{json .}}", "<&>")).toBe(
      '{"Comment":"a note","CreatedAt":"2026-11-20T20:00:00Z","CreatedBy":"\\u003c\\u0026\\u003e","CreatedSince":"12 hours ago","ID":"0862b2a32f59","Size":"1.12kB"}',
    );
    expect(printed("{{json .CreatedBy}}", "<&>")).toBe('"<&>"');
  });

  test("escapes control characters and line separators, but not DEL", () => {
    expect(printed("{{json .CreatedBy}}", '\b\f\n\r"\\\u0000\u001b\u007f\u2028\u2029é')).toBe(
      '"\\b\\f\\n\\r\\"\\\\\\u0000\\u001b\u007f\\u2028\\u2029é"',
    );
  });

  test("writes a cut character as \\ufffd, and the character U+FFFD unchanged", () => {
    expect(printed("{{json (truncate .CreatedBy 2)}}", "éé")).toBe('"é"');
    expect(printed("{{json (truncate .CreatedBy 3)}}", "éé")).toBe('"é\\ufffd"');
    expect(printed("{{json .CreatedBy}}", "\ufffd")).toBe('"\ufffd"');
  });

  test.each([
    ['{{json (split .Comment " ")}}', '["a","note"]'],
    ["{{json 3}}", "3"],
    ["{{json true}}", "true"],
  ])("of other values: %s", check);
});

describe("the functions split and join:", () => {
  test.each([
    ['{{split .Comment " "}}', "[a note]"],
    ['{{split .Comment "x"}}', "[a note]"],
    ['{{len (split .Comment "")}}', "6"],
    ['{{len (split "" ",")}}', "1"],
    ['{{len (split "" "")}}', "0"],
    ['{{join (split .Comment " ") ", "}}', "a, note"],
  ])("%s", check);
});

describe("the functions title, lower and upper:", () => {
  test("for title, a word begins after an ASCII character except letters, digits and underscores", () => {
    check("{{title .CreatedBy}}", `A1b_c O'Neil Foo-Bar "É" <X>&`);
  });

  test("for title, a word begins after a Unicode space, but not after other characters beyond ASCII", () => {
    expect(printed("{{title .CreatedBy}}", "éa…b\u3000c\u00a0d")).toBe("Éa…b\u3000C\u00a0D");
  });

  test("title changes a digraph to its title form, and does not change Georgian letters", () => {
    expect(printed("{{title .CreatedBy}}", "ǆ ǉ Ǌ აბ ᾳ")).toBe("ǅ ǈ ǋ აბ ᾼ");
  });

  test("upper and lower change each character separately", () => {
    expect(printed("{{upper .CreatedBy}}", "aß ŉ ᾳ ა é")).toBe("Aß ŉ ᾼ Ა É");
    expect(printed("{{lower .CreatedBy}}", "İΣΑΣ É")).toBe("iσασ é");
  });

  test("a cut character becomes U+FFFD", () => {
    expect(printed("{{upper (truncate .CreatedBy 3)}}", "éé")).toBe("É\ufffd");
  });
});

describe("the functions pad and truncate:", () => {
  test.each([
    ["[{{pad .Comment 1 2}}]", "[ a note  ]"],
    ['[{{pad "" 1 2}}]', "[]"],
    ["{{truncate .Comment 3}}", "a n"],
    ["{{truncate .Comment 0}}|", "|"],
    ["{{truncate .Comment 3.0}}", "a n"],
    ["{{truncate .Comment 99}}", "a note"],
  ])("%s", check);

  test("truncate counts bytes, and can cut a character", () => {
    expect([...printedBytes("{{truncate .CreatedBy 2}}", "設")]).toEqual([0xe8, 0xa8]);
  });
});

describe("the functions print, println and len:", () => {
  test.each([
    ['{{print 1 2 "a" "b" 3 true}}', "1 2ab3 true"],
    ["{{print}}|", "|"],
    ['{{println 1 "a" .Size}}|', "1 a 1.12kB\n|"],
    ["{{len .CreatedBy}}", "30"],
    ['{{print (split .Comment " ") 1}}', "[a note] 1"],
  ])("%s", check);
});

describe("the function printf:", () => {
  test.each([
    ['{{printf "%s|%v|%q" .ID .Size .Comment}}', '0862b2a32f59|1.12kB|"a note"'],
    ['{{printf "%d%%" 42}}', "42%"],
    ['{{printf "%v %v %v" 1 1.5 true}}', "1 1.5 true"],
    ['{{printf "[%-8s][%8s][%.2s]" .Comment .Comment .Comment}}', "[a note  ][  a note][a ]"],
    ['{{printf "[%4s][%.1s]" "é" "éa"}}', "[   é][é]"],
    ['{{printf "[%5d][%-5d][%05d][%05d]" 42 42 42 -42}}', "[   42][42   ][00042][-0042]"],
    ['{{printf "%s %q" (split .Comment " ") (split .Comment " ")}}', '[a note] ["a" "note"]'],
  ])("%s", check);

  test.each([
    ['{{printf "%d" .Size}}', "%!d(string=1.12kB)"],
    ['{{printf "%8d" .Comment}}', "%!d(string=  a note)"],
    ['{{printf "%s %q" 1 true}}', "%!s(int=1) %!q(bool=true)"],
    ['{{printf "%d" 1.5}}', "%!d(float64=1.5)"],
    ['{{printf "%d" (split .Comment " ")}}', "[%!d(string=a) %!d(string=note)]"],
    ['{{printf "%d %s" 1}}', "1 %!s(MISSING)"],
    ['{{printf "%d" 1 2 "x"}}', "1%!(EXTRA int=2, string=x)"],
    ['{{printf "%"}}', "%!(NOVERB)"],
  ])("wrong arguments are shown as in Go: %s", check);

  test("%q escapes characters that cannot be printed", () => {
    expect(printed('{{printf "%q" .CreatedBy}}', 'é"\\\u0000\u001b\n\u007f\u00a0\u202e\u{e0001}')).toBe(
      '"é\\"\\\\\\x00\\x1b\\n\\x7f\\u00a0\\u202e\\U000e0001"',
    );
    expect(printed('{{printf "%q" (truncate .CreatedBy 1)}}', "é")).toBe('"\\xc3"');
  });
});

describe("the header of a table", () => {
  function header(format: string): string {
    return report([{ created_by: "RUN it" }], { format: `table ${format}` })
      .toString()
      .split("\n")[0];
  }

  test.each([
    ["{{json .ID}}", "IMAGE"],
    ['{{split .ID "A"}}', "IMAGE"],
    ['{{join (split .CreatedBy " ") ","}}', "CREATED BY"],
    ["{{title .ID}} {{lower .ID}} {{upper .ID}} {{truncate .ID 2}}", "IMAGE IMAGE IMAGE IMAGE"],
    ["{{pad .ID 1 1}}|", " IMAGE |"],
    ["{{len .ID}}", "5"],
    ['{{printf "%q" .ID}} {{print .Size}}', '"IMAGE" SIZE'],
  ])("keeps the names of columns in %s", (format, expected) => {
    expect(header(format)).toBe(expected);
  });

  test("ends before a field that has no header, without an error", () => {
    expect(header("{{.ID}} {{json .}} {{.Size}}")).toBe("IMAGE ");
  });
});
