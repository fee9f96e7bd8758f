import { expect, test } from "vitest";
import { fullReference, requestedFirst } from "../../../src/source/references/reference.js";

test.each([
  ["alpine", "docker.io/library/alpine:latest"],
  ["alpine:3.20", "docker.io/library/alpine:3.20"],
  ["acme/app", "docker.io/acme/app:latest"],
  ["docker.io/alpine", "docker.io/library/alpine:latest"],
  ["index.docker.io/library/alpine", "docker.io/library/alpine:latest"],
  ["ghcr.io/acme/app", "ghcr.io/acme/app:latest"],
  ["localhost/app", "localhost/app:latest"],
  ["localhost:5000/app", "localhost:5000/app:latest"],
  ["alpine@sha256:00", "docker.io/library/alpine@sha256:00"],
])("the full form of %s is %s", (reference, expected) => {
  expect(fullReference(reference)).toBe(expected);
});

test.each([
  ["docker:old:1", ["old:1", "app:latest", "app:2"]],
  ["app", ["app:latest", "old:1", "app:2"]],
  ["docker.io/library/app:2", ["app:2", "old:1", "app:latest"]],
  ["registry:other:1", ["old:1", "app:latest", "app:2"]],
  ["images/old:1", ["old:1", "app:latest", "app:2"]],
])("the reference by which the user named an image is its first one: %s", (source, references) => {
  expect(requestedFirst(["old:1", "app:latest", "app:2"], source)).toEqual(references);
});
