import { expect, test } from "vitest";
import { shardOf } from "../../../src/analysis/audit/shard.js";
import { repositoryKey } from "../../../src/source/references/reference.js";

test("a repository is in the same shard in every version, because earlier results depend on it", () => {
  const of = (name: string) => [2, 4, 16, 1000].map((total) => shardOf(name, total));
  expect(of("docker.io/library/alpine")).toEqual([2, 4, 8, 336]);
  expect(of("ghcr.io/team/app")).toEqual([2, 2, 14, 118]);
});

test("shards have about the same number of repositories", () => {
  const counts = new Array<number>(8).fill(0);
  for (let i = 0; i < 8000; i++) counts[shardOf(`ghcr.io/team/app-${i}`, 8) - 1]++;
  expect(Math.min(...counts)).toBeGreaterThan(850);
});

test.each([
  ["alpine", "docker.io/library/alpine"],
  ["alpine:3.20", "docker.io/library/alpine"],
  ["docker.io/library/alpine@sha256:0123", "docker.io/library/alpine"],
  ["registry:alpine:3", "docker.io/library/alpine"],
  ["docker://ghcr.io/team/app:1", "ghcr.io/team/app"],
  ["localhost:5000/app:1", "localhost:5000/app"],
  ["./app.tar", "./app.tar"],
  ["images/app.tar.gz", "images/app.tar.gz"],
  ["oci:layout", "layout"],
])("all images of a repository have the same key: the key of %s is %s", (source, key) => {
  expect(repositoryKey(source)).toBe(key);
});
