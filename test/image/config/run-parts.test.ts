import { expect, test } from "vitest";
import { runParts } from "../../../src/image/config/run-parts.js";
import { memoryImage } from "../../support/memory-image.js";

/** The part that says where a container starts, of an image with this history. */
function workdir(workingDir: string, instructions: readonly string[]) {
  const { config } = memoryImage([]);
  const history = instructions.map((createdBy) => ({
    created: null,
    createdBy,
    author: null,
    comment: null,
    emptyLayer: true,
    layer: null,
  }));
  return runParts({ config: { ...config, workingDir }, history }, {}).find(({ name }) => name === "WORKDIR");
}

test("the / that BuildKit writes without a WORKDIR is not set, one of the Dockerfile is", () => {
  expect(workdir("/", ["COPY a /a # buildkit"])).toEqual({
    name: "WORKDIR",
    words: [],
    decision: { by: "unset" },
  });
  expect(workdir("/", ["COPY a /a # buildkit", "WORKDIR /"])).toEqual({
    name: "WORKDIR",
    words: ["/"],
    decision: { by: "instruction", index: 1 },
  });
  expect(workdir("/srv", [])).toEqual({
    name: "WORKDIR",
    words: ["/srv"],
    decision: { by: "instruction", index: -1 },
  });
});
