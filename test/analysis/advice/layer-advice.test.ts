import { expect, test } from "vitest";
import { adviceOnInstruction, layerAdviser } from "../../../src/analysis/advice/layer-advice.js";
import { analyze } from "../../../src/analysis/analyze.js";
import { countedBase } from "../../../src/analysis/base-image.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

test.each([
  ["RUN apt-get update && apt-get install -y curl", "recommended-packages"],
  ["RUN apt install curl", "recommended-packages"],
  ["RUN apt-get install -y build-essential", "build-tools"],
  ["RUN apk add --no-cache gcc musl-dev", "build-tools"],
  ["RUN dnf -y install httpd", "weak-dependencies"],
  ["RUN npm ci", "development-packages"],
  ["RUN npm install && npm run build", "development-packages"],
  ["COPY . /app", "copy-everything"],
])("the advice for a layer depends on its instruction: %s", (instruction, topic) => {
  expect(adviceOnInstruction(instruction)?.topic).toBe(topic);
});

test.each([
  "RUN apt-get install -y --no-install-recommends curl",
  "RUN apt-get update",
  "RUN dnf install --setopt=install_weak_deps=False httpd",
  "RUN npm ci --omit=dev",
  "RUN npm install --global left-pad",
  "COPY dist /app",
  "RUN cp gcc-notes.txt /x",
  "<missing> in the history",
])("a layer gets no advice if its instruction has no known fault: %s", (instruction) => {
  expect(adviceOnInstruction(instruction)).toBe(null);
});

test("a layer gets advice about its base image, about files that a chown stored again, or about unneeded files", async () => {
  const image = memoryImage([
    [{ path: "bin/sh", content: "s".repeat(50) }],
    [{ path: "var/lib/apt/lists/x", content: "l".repeat(50) }],
    [{ path: "app/a", content: "a".repeat(50) }],
    [{ path: "app/a", content: "a".repeat(50), uid: 7 }],
    [
      { path: "opt/tool", content: "t".repeat(50) },
      { path: "tmp/x", content: "x".repeat(4) },
    ],
    [{ path: "opt/owned", content: "o".repeat(50), uid: 7 }],
  ]);
  const history = historyOf([
    "ADD file:12ab in /",
    "RUN apt-get update",
    "COPY a /app/",
    "RUN adduser app && chown -R app /app",
    "RUN fetch",
    "RUN fetch && chown -R app /opt/owned",
  ]);
  const analysis = await analyze({ ...image, history });
  const topics = (layers: number) => {
    const advise = layerAdviser(analysis, countedBase(image, layers));
    return [0, 1, 2, 3, 4, 5].map((layer) => advise(layer)?.topic ?? null);
  };
  expect(topics(1)).toEqual(["smaller-base", "apt-lists", null, "chown-stores-again", null, null]);
  expect(topics(2).slice(0, 3)).toEqual(["smaller-base", "smaller-base", null]);
  expect(topics(0)[0]).toBeNull();
});
