import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { countedBase } from "../../../src/analysis/base-image.js";
import { gate } from "../../../src/analysis/gate/gate.js";
import { parseRules, rulesOn } from "../../../src/analysis/gate/rules-file.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

const image = {
  ...memoryImage([
    [{ path: "usr/share/doc/bash/README", content: "b" }],
    [
      { path: "usr/share/doc/git/README", content: "g" },
      { path: "usr/lib/gcc/cc1", content: "c" },
      { path: "root/.netrc", content: "n" },
    ],
    [{ path: "app/.env", content: "e" }],
    [{ path: "app/.env", content: "e", uid: 7 }],
  ]),
  history: historyOf([
    "ADD rootfs.tar /",
    "RUN apt-get install -y git",
    "COPY . /app",
    "RUN chown -R app /app",
  ]),
};

/** Returns `layer: topic of the advice` for each offender of the only rule. */
async function advice(text: string, layers?: number): Promise<string[]> {
  const file = parseRules({ path: "rules.yaml", text, form: "exact" });
  const rules = { numbers: [], ...rulesOn(file.listed), growth: [], ignores: [] };
  const base = layers === undefined ? null : countedBase(image, layers);
  const { verdicts } = await gate(await analyze(image), rules, { today: "2026-01-01", base, baseline: null });
  return verdicts[0].offenders.map((one) => `${one.layer}: ${one.advice?.topic}`);
}

test("a file at a well-known path gets the advice for that path, except in the base image", async () => {
  expect(await advice("budgets: {/usr/share/doc: 0}\n")).toEqual(["0: base-path", "1: documentation"]);
  expect(await advice("budgets: {/usr/lib/gcc: 0}\n")).toEqual(["1: recommended-packages"]);
});

test("a forbidden file that a chown stored again gets advice about the instruction that copied it", async () => {
  expect(await advice("forbidden: [.env]\n")).toEqual(["2: forbidden-copied", "3: forbidden-copied"]);
});

test("a forbidden file that a RUN wrote gets advice to mount it as a secret", async () => {
  expect(await advice("forbidden: [.netrc]\n")).toEqual(["1: forbidden-stored"]);
});

test("without a base image, the first layer gets the same advice as others", async () => {
  expect(await advice("forbidden: [README]\n", 0)).toEqual(["0: forbidden-copied", "1: documentation"]);
});
