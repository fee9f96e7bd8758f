import { expect, test } from "vitest";
import { apart } from "../../../src/report/diff/layer-changes-text.js";

const INSTALL = "RUN apt-get update && apt-get install -y --no-install-recommends python3 gcc libc6-dev";

test("two lines are unchanged if they differ within the available width", () => {
  expect(apart("RUN make one", "RUN make two", 40)).toEqual(["RUN make one", "RUN make two"]);
  expect(apart(`RUN a ${"b".repeat(90)}`, "COPY c", 40)).toEqual([`RUN a ${"b".repeat(90)}`, "COPY c"]);
});

test("if the equal beginning is too long, the first word and the last words are kept", () => {
  expect(apart(INSTALL, `${INSTALL} git`, 50)).toEqual([
    "RUN … python3 gcc libc6-dev",
    "RUN … python3 gcc libc6-dev git",
  ]);
});

test("before a long equal end, some words are kept", () => {
  const end = " more".repeat(20);
  expect(apart(`${INSTALL} curl${end}`, `${INSTALL} wget${end}`, 50)).toEqual([
    `RUN … gcc libc6-dev curl${end}`,
    `RUN … gcc libc6-dev wget${end}`,
  ]);
});

test("lines without spaces, and equal lines, are unchanged", () => {
  const [one, other] = [`RUN ${"x".repeat(90)}1`, `RUN ${"x".repeat(90)}2`];
  expect(apart(one, other, 40)).toEqual([one, other]);
  expect(apart(INSTALL, INSTALL, 200)).toEqual([INSTALL, INSTALL]);
});
