import { expect, test } from "vitest";
import { annotatedBase } from "../../../src/cli/gate/annotated-base.js";
import { LayerxError } from "../../../src/errors.js";
import { memoryImage } from "../../support/memory-image.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;

function baseOf(name: string | null, digest: string | null = null): string {
  const facts = new Map<string, string>();
  if (name !== null) facts.set("org.opencontainers.image.base.name", name);
  if (digest !== null) facts.set("org.opencontainers.image.base.digest", digest);
  try {
    return annotatedBase({ ...memoryImage([[]]), annotations: facts }, { cwd: "/", command: "layerx slim" });
  } catch (error) {
    if (error instanceof LayerxError) return error.code;
    throw error;
  }
}

test("the annotated base image is opened by its digest if it is known", () => {
  expect(baseOf("docker.io/library/debian:12", DIGEST)).toBe(`docker.io/library/debian:12@${DIGEST}`);
  expect(baseOf("registry.example:5000/base")).toBe("registry.example:5000/base");
  expect(baseOf(`debian@${DIGEST}`, DIGEST)).toBe(`debian@${DIGEST}`);
  expect(baseOf("debian:12", "not a digest")).toBe("debian:12");
});

test("an annotation cannot name a file, a pipe or an archive of this machine as the base image", () => {
  for (const name of [
    "-",
    "/etc/passwd",
    "./x",
    "~/x",
    "etc",
    "x.tar",
    "oci:layout",
    "docker-archive:x",
    "a b",
    "",
  ])
    expect(baseOf(name), name).toBe("bad-usage");
  expect(baseOf(null, DIGEST)).toBe("bad-usage");
});
