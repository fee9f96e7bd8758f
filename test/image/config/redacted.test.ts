import { expect, test } from "vitest";
import { redactedImage } from "../../../src/image/config/redacted.js";
import type { HistoryEntry } from "../../../src/image/history.js";
import { memoryImage } from "../../support/memory-image.js";

function entry(createdBy: string | null): HistoryEntry {
  return { created: null, createdBy, author: "me", comment: "secret", emptyLayer: true, layer: null };
}

test.each([
  ["RUN /bin/sh -c curl -H 'Token: secret' host # buildkit", "RUN …"],
  ["|1 TOKEN=secret /bin/sh -c make", "RUN …"],
  ["RUN |1 TOKEN=secret /bin/sh -c make # buildkit", "RUN …"],
  ["/bin/sh -c apt-get install secret", "RUN …"],
  ["/bin/sh -c #(nop) COPY file:secret in /app ", "COPY …"],
  ['/bin/sh -c #(nop)  ENTRYPOINT ["secret"]', "ENTRYPOINT …"],
  ["ENV TOKEN=secret", "ENV …"],
  ["onbuild RUN secret", "ONBUILD …"],
  ['HEALTHCHECK &{["CMD" "secret"] "0s" "0s" "0s" "0s" \'\\x00\'}', "HEALTHCHECK …"],
  ["CMD", "CMD …"],
  ["secret --with words", "…"],
  ["RUNsecret", "…"],
  ["", "…"],
  [null, null],
])("redaction of the instruction %j leaves %j", (createdBy, expected) => {
  const image = redactedImage({ ...memoryImage([]), history: [entry(createdBy)] });
  expect(image.history).toEqual([
    { created: null, createdBy: expected, author: null, comment: null, emptyLayer: true, layer: null },
  ]);
});

test("a redacted config has no commands, variables, labels or names of authors, and marks a command by …", () => {
  const plain = memoryImage([]);
  const config = {
    ...plain.config,
    created: "2024-01-01T00:00:00Z",
    author: "secret",
    user: "app",
    workingDir: "/srv",
    entrypoint: ["serve", "--secret"],
    cmd: [],
    env: ["A=secret"],
    exposedPorts: ["80/tcp"],
    volumes: ["/data"],
    labels: new Map([["secret", "secret"]]),
    stopSignal: "SIGINT",
    healthcheck: {
      test: ["CMD-SHELL", "secret"],
      interval: 1,
      timeout: null,
      startPeriod: null,
      retries: 3,
    },
    shell: ["/bin/secret", "-c"],
    onBuild: ["RUN secret"],
  };
  const annotations = new Map([["org.opencontainers.image.base.name", "secret"]]);
  expect(redactedImage({ ...plain, annotations, config })).toMatchObject({
    annotations: new Map(),
    config: {
      created: "2024-01-01T00:00:00Z",
      author: null,
      user: "app",
      workingDir: "/srv",
      entrypoint: ["…"],
      cmd: [],
      env: [],
      exposedPorts: ["80/tcp"],
      volumes: ["/data"],
      labels: new Map(),
      stopSignal: "SIGINT",
      healthcheck: { test: ["CMD-SHELL", "…"], interval: 1, timeout: null, startPeriod: null, retries: 3 },
      shell: ["…"],
      onBuild: ["RUN …"],
    },
  });
});

test("a warning that is added later is also in the redacted image", () => {
  const image = memoryImage([]);
  const redacted = redactedImage(image);
  image.warnings.push({ code: "odd", message: "it is odd" });
  expect(redacted.warnings).toEqual([{ code: "odd", message: "it is odd" }]);
});
