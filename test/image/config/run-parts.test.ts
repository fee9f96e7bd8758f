import { expect, test } from "vitest";
import { runParts } from "../../../src/image/config/run-parts.js";
import { historyEntry } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

/** @returns the WORKDIR part for an image with this history. */
function workdir(workingDir: string, instructions: readonly string[]) {
  const { config } = memoryImage([]);
  const history = instructions.map((createdBy) => historyEntry(createdBy, null));
  return runParts({ config: { ...config, workingDir }, history }, {}).find(({ name }) => name === "WORKDIR");
}

test("a working folder / counts as set only if the history has a WORKDIR instruction", () => {
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
