import { expect, test } from "vitest";
import { image, jsonBytes } from "../support/fixture.js";
import { packTar } from "../support/tar.js";
import { openBytes, openTar, refusal } from "./opening.js";

test("an error for a layer without a name names the document", async () => {
  const one = await image([{ a: "x" }]);
  const opening = openTar({
    "c.json": one.config,
    "manifest.json": jsonBytes([{ Config: "c.json", RepoTags: null, Layers: [""] }]),
  });
  expect(await refusal(opening)).toBe(
    "bad-document: image cannot be understood, since manifest.json gives layer 0 an empty name",
  );
});

test("an archive from before Docker 1.10 is an error that says so", async () => {
  const [one, id] = [await image([{ a: "x" }]), "a".repeat(64)];
  const archive = await packTar({
    [`${id}/VERSION`]: "1.0",
    [`${id}/json`]: "{}",
    [`${id}/layer.tar`]: one.layers[0].tar,
    repositories: `{"app":{"1":"${id}"}}`,
  });
  expect(await refusal(openBytes(archive))).toMatch(
    /^old-docker-archive: image is an archive from before Docker 1\.10, /,
  );
  // A newer archive without its end has the same members: manifest.json comes last.
  const cut = archive.subarray(0, archive.indexOf("repositories"));
  expect(await refusal(openBytes(cut.subarray(0, -1000)))).toMatch(/^archive-truncated: image is cut off, /);
});
