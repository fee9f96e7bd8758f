import { expect, test } from "vitest";
import { fullReference } from "../../../src/source/references/reference.js";

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
