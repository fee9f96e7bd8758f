import { expect, test } from "vitest";
import { viewing } from "../../viewing.js";

const LINES = Array.from({ length: 3000 }, (_, line) => `line ${line + 1}`).join("\n");

test(": and a number with G go to a line", async () => {
  const session = await viewing([{ a: `${LINES}\n` }]);
  await session.show("2⏎", "line 3");
  session.press(":");
  expect(session.drawing).toContain("a line of 3,000");
  await session.show("1500⏎", /│ 1500 line 1500/);
  expect(session.title).toContain("line 1,500 of 3,000");
  await session.show("50G", /│ {3}50 line 50/);
  session.press("99999⏎");
  await session.until(() => session.lines.at(-1) === " 3000 line 3000");
  session.press(":x⏎");
  expect(session.drawing).toContain("type the number of a line, from 1 on");
  session.press("⎋");
  expect(session.title).toContain("of 3,000");
});

test(": goes to a line of a big file after or before the loaded part", async () => {
  const line = (number: number) => `${number} ${"x".repeat(90)}`;
  const text = Array.from({ length: 90_000 }, (_, at) => line(at + 1)).join("\n");
  const session = await viewing([{ a: text }]);
  await session.show("2⏎", "1 xxx");
  await session.show(":80000⏎", /│ +80000 80000 xxx/);
  await session.show(":3⏎", /│ +3 3 xxx/);
  await session.show(":90000⏎", /90000 90000 xxx/);
});

test("space shows the next page, and b shows the page before", async () => {
  const session = await viewing([{ a: `${LINES}\n` }]);
  await session.show("2⏎", "line 3");
  const rows = session.lines.length;
  session.press(" ");
  expect(session.title).toContain(`line ${rows} of 3,000`);
  session.press("b");
  expect(session.title).toContain("line 1 of 3,000");
});

test("in hex, : goes to a byte, and a search finds bytes", async () => {
  const bytes = Buffer.alloc(4000);
  bytes.write("\x7fELF", 0x321, "latin1");
  const session = await viewing([{ a: bytes }]);
  await session.show("2⏎", "00000000");
  await session.show(":0x800⏎", "│ 00000800");
  session.press("/7f 45 4c 46");
  expect(session.drawing).toMatch(/1 of 1, as bytes/);
  await session.show("⏎", "00000320");
  session.press('/"7f"');
  expect(session.drawing).toContain("no match");
  session.press("⎋/elf");
  expect(session.drawing).toMatch(/1 of 1 /);
});

test("n and N go through the changes of a difference", async () => {
  const changed = LINES.replace("line 40\n", "LINE 40\n").replace("line 2000\n", "LINE 2000\n");
  const session = await viewing([{ a: `${LINES}\n` }, { a: `${changed}\n` }]);
  await session.show("j2⏎", "line 3");
  await session.show("d", "+2 −2");
  expect(session.drawing).toContain("LINE 40");
  session.press("n");
  expect(session.drawing).toContain("LINE 2000");
  session.press("n");
  expect(session.drawing).toContain("there is no change below");
  session.press("N");
  expect(session.drawing).toContain("LINE 40");
});

test("a line that is longer than the screen ends in a mark, unless it is wrapped", async () => {
  const session = await viewing([{ a: `${"x".repeat(300)}\nshort\n${"é".repeat(54)}\n` }]);
  await session.show("2⏎", "short");
  const [long, short, exact] = session.lines;
  expect(long).toBe(`   1 ${"x".repeat(52)}›`);
  expect(short).toBe("   2 short");
  expect(exact).toBe(`   3 ${"é".repeat(52)}›`);
  session.press("W");
  expect(session.drawing).not.toContain("›");
});

test("Latin-1 and UTF-16 are decoded and named in the title; hex shows the bytes of the file", async () => {
  const latin = Buffer.from("caf\xe9 au lait, no UTF-8\n", "latin1");
  const wide = Buffer.from("\ufeffgrün\r\n日本\r\n", "utf16le");
  const session = await viewing([{ a: latin, b: wide, c: Buffer.from(wide).swap16() }]);
  await session.show("2⏎", "1 café au lait");
  expect(session.title).toContain("Latin-1");
  await session.show("x", "63 61 66 e9");
  await session.show("x", "1 café au lait");
  await session.show("/LAIT⎋/lait⏎", "1 of 1");
  await session.show("⎋⎋j⏎", "1 grün");
  expect([session.title.includes("UTF-16 LE"), session.lines[1].trim()]).toEqual([true, "2 日本"]);
  await session.show("x", "ff fe 67 00");
  await session.show("⎋j⏎", "1 grün");
  expect(session.title).toContain("UTF-16 BE");
});

test("UTF-8 with an invalid byte is not shown as Latin-1", async () => {
  const session = await viewing([
    { a: Buffer.concat([Buffer.from("é and then, after some more text: "), Buffer.from([0xe9, 0x0a])]) },
  ]);
  await session.show("2⏎", "more text: \\xe9");
  expect(session.title).not.toContain("Latin-1");
});
