import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { countedBase } from "../../../src/analysis/base.js";
import { gate } from "../../../src/analysis/gate/gate.js";
import { parseRules, rulesOn } from "../../../src/analysis/gate/rules-file.js";
import { told } from "../../support/history.js";
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
  history: told(["ADD rootfs.tar /", "RUN apt-get install -y git", "COPY . /app", "RUN chown -R app /app"]),
};

/** `layer: advice` of the one rule. */
async function advice(text: string, layers?: number): Promise<string[]> {
  const file = parseRules({ path: "rules.yaml", text, form: "exact" });
  const rules = { numbers: [], ...rulesOn(file.listed), growth: [], ignores: [] };
  const base = layers === undefined ? null : countedBase(image, layers);
  const { verdicts } = await gate(await analyze(image), rules, { today: "2026-01-01", base, baseline: null });
  return verdicts[0].offenders.map((one) => `${one.layer}: ${one.advice}`);
}

test("a file of a kind that is known is kept out as that kind is", async () => {
  expect(await advice("budgets: {/usr/share/doc: 0}\n")).toEqual([
    "0: It comes from the base image. Use another base image, or count only the layers above it (base: auto).",
    "1: Leave it out as it is installed: dpkg --path-exclude=/usr/share/doc/*, dnf --nodocs.",
  ]);
  expect(await advice("budgets: {/usr/lib/gcc: 0}\n")).toEqual([
    "1: Install with apt-get install --no-install-recommends: without it apt adds what packages only recommend.",
  ]);
});

test("a secret that a chown stored again is put down to who copied it in", async () => {
  const say =
    "Do not copy it into the image. Add it to .dockerignore, or mount it in one RUN with --mount=type=secret.";
  expect(await advice("forbidden: [.env]\n")).toEqual([`2: ${say}`, `3: ${say}`]);
});

test("what a RUN stores and no kind is known of may be a secret", async () => {
  expect(await advice("forbidden: [.netrc]\n")).toEqual([
    "1: Do not store it. Remove it in the RUN that creates it, or mount it there with --mount=type=secret.",
  ]);
});

test("where somebody says that there is no base, its first layer is as any other", async () => {
  expect(await advice("forbidden: [README]\n", 0)).toEqual([
    "0: Do not copy it into the image. Add it to .dockerignore, or mount it in one RUN with --mount=type=secret.",
    "1: Leave it out as it is installed: dpkg --path-exclude=/usr/share/doc/*, dnf --nodocs.",
  ]);
});
