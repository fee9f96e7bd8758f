import { expect, test } from "vitest";
import { draw, frame } from "../../draw.js";
import { members, press, start } from "../../start.js";

const LAYERS = [members("a: 12345", "b: 123"), members("a: 1")];
const HISTORY = ["RUN make $TARGET", 'ENV A="b c"', "RUN echo 1 > a"];

/** Returns the lines of the Dockerfile page, without and with styles. */
async function lines(columns: number, layers = LAYERS) {
  const page = press(await start(layers, { columns, rows: 30, history: HISTORY }), "id");
  return { plain: draw(page).split("\n"), styled: frame(page) };
}

test("the Dockerfile has the size of each layer and its wasted bytes in a margin", async () => {
  const { plain } = await lines(90);
  expect(plain[2]).toMatch(/^│ {4}size {3}wasted {2}/);
  expect(plain.find((line) => line.includes("RUN make"))).toMatch(/^│ {6}8B {7}5B {2}RUN make \$TARGET /);
  expect(plain.find((line) => line.includes("RUN echo"))).toMatch(/^│ {6}1B {11}RUN echo 1 > a /);
  expect(plain.find((line) => line.includes("ENV A"))).toMatch(/^│ {19}ENV A="b c" /);
});

test("an image without waste has no column for waste, and a narrow page has no margin", async () => {
  const { plain } = await lines(90, [members("a: 1"), members("b: 1")]);
  expect(plain[2]).toMatch(/^│ {4}size {2}/);
  expect(plain.find((line) => line.includes("RUN make"))).toMatch(/^│ {6}1B {2}RUN make/);
  const narrow = (await lines(60)).plain;
  expect(narrow.find((line) => line.includes("RUN make"))).toMatch(/^│ RUN make/);
});

test("instructions, strings, variables and comments have the colours of the viewer", async () => {
  const { styled } = await lines(90);
  const run = styled.find((line) => line.includes("make ")) ?? "";
  const env = styled.find((line) => line.includes("A=")) ?? "";
  const styleOf = (line: string, text: string) =>
    line.slice(0, line.indexOf(text)).match(/\x1b\[[\d;]*m$/)?.[0];
  const [keyword, variable, string] = [styleOf(run, "RUN"), styleOf(run, "$TARGET"), styleOf(env, '"b c"')];
  expect(new Set([keyword, variable, string, undefined]).size).toBe(4);
  expect(styleOf(env, "ENV")).toBe(keyword);
});
