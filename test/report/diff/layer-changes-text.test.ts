import { expect, test } from "vitest";
import { apart } from "../../../src/report/diff/layer-changes-text.js";

const INSTALL = "RUN apt-get update && apt-get install -y --no-install-recommends python3 gcc libc6-dev";

test("lines that come apart where there is room for it stay as they are", () => {
  expect(apart("RUN make one", "RUN make two", 40)).toEqual(["RUN make one", "RUN make two"]);
  expect(apart(`RUN a ${"b".repeat(90)}`, "COPY c", 40)).toEqual([`RUN a ${"b".repeat(90)}`, "COPY c"]);
});

test("the first word and the last words stay if the beginning fills the room", () => {
  expect(apart(INSTALL, `${INSTALL} git`, 50)).toEqual([
    "RUN … python3 gcc libc6-dev",
    "RUN … python3 gcc libc6-dev git",
  ]);
});

test("a long end leaves room for some words before it", () => {
  const end = " more".repeat(20);
  expect(apart(`${INSTALL} curl${end}`, `${INSTALL} wget${end}`, 50)).toEqual([
    `RUN … gcc libc6-dev curl${end}`,
    `RUN … gcc libc6-dev wget${end}`,
  ]);
});

test("lines without a place to cut stay as they are", () => {
  const [one, other] = [`RUN ${"x".repeat(90)}1`, `RUN ${"x".repeat(90)}2`];
  expect(apart(one, other, 40)).toEqual([one, other]);
  expect(apart(INSTALL, INSTALL, 200)).toEqual([INSTALL, INSTALL]);
});
