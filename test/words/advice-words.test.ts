import { expect, test } from "vitest";
import type { AdviceTopic } from "../../src/analysis/advice/advice.js";
import { WELL_KNOWN_PATHS, wellKnownPath } from "../../src/analysis/advice/well-known-paths.js";
import { analyze, waste } from "../../src/analysis/analyze.js";
import { findLeftovers } from "../../src/analysis/leftovers/leftovers.js";
import { wasteFindings } from "../../src/analysis/waste/waste-groups.js";
import { adviceJson, adviceWords } from "../../src/words/advice-words.js";
import { memoryImage } from "../support/memory-image.js";

test("advice says what to change, then the result, and names a page that explains it", () => {
  expect(adviceWords({ topic: "apk-cache" })).toEqual({
    say: "Install with apk add --no-cache. Then the package index is not stored.",
    source: "https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper",
  });
});

test("advice about a guessed base image marks the base image as a guess", () => {
  const about = (baseIsGuess?: true) => (topic: AdviceTopic) => adviceWords({ topic, baseIsGuess }).say;
  const topics = ["base-removed", "base-replaced", "base-moved", "base-path"] as const;
  expect(topics.map(about(true))).toEqual(
    topics.map(about()).map((say) => `${say} (The base image is a guess.)`),
  );
});

test("JSON has null for both fields if there is no advice", () => {
  expect(adviceJson(null)).toEqual({ advice: null, adviceSource: null });
});

test("a package cache gets the same advice whether it was removed later or is still in the image", async () => {
  const caches = WELL_KNOWN_PATHS.filter(({ group }) => group === "cache");
  expect(caches.length).toBeGreaterThan(5);
  for (const { folders = [], named = [], advice } of caches) {
    const folder = [...folders, ...named.map((end) => `/home/app/${end}`)][0];
    expect(wellKnownPath(`${folder}/x`)?.advice).toBe(advice);
    const path = `${folder.slice(1)}/x`;
    const removed = [{ path: path.replace(/x$/, ".wh.x") }];
    const kept = await analyze(memoryImage([[{ path: "a", content: "a" }], [{ path, content: "x" }]]));
    const gone = await analyze(memoryImage([[{ path, content: "x" }], removed]));
    const [leftover] = findLeftovers(kept);
    const [finding] = wasteFindings(gone, await waste(gone));
    expect([leftover.advice.topic, finding.advice.topic]).toEqual([advice, advice]);
  }
});
