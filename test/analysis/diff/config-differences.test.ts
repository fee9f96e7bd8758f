import { expect, test } from "vitest";
import { configDifferences } from "../../../src/analysis/diff/config-differences.js";
import type { ImageConfig } from "../../../src/image/config/config.js";
import type { Image } from "../../../src/image/image.js";
import { memoryImage } from "../../support/memory-image.js";

const withConfig = (config: Partial<ImageConfig>): Image => {
  const image = memoryImage([]);
  return { ...image, config: { ...image.config, ...config } };
};

test("configs are compared by variable, label, port and volume, and by each field with one value", () => {
  const a = withConfig({
    entrypoint: ["/a"],
    user: "app",
    env: ["PATH=/bin", "OLD=1", "SAME=1"],
    labels: new Map([["v", "1"]]),
    exposedPorts: ["80/tcp"],
  });
  const b = withConfig({
    entrypoint: ["/a", "-v"],
    cmd: ["serve"],
    user: "",
    env: ["SAME=1", "PATH=/usr/bin:/bin", "NEW="],
    labels: new Map([["v", "2"]]),
    exposedPorts: ["443/tcp"],
    volumes: ["/data"],
    healthcheck: {
      test: ["CMD", "up"],
      interval: 5_000_000_000,
      timeout: null,
      startPeriod: null,
      retries: 2,
    },
  });
  expect(configDifferences(a, b)).toEqual([
    { field: "entrypoint", key: null, a: ["/a"], b: ["/a", "-v"] },
    { field: "cmd", key: null, a: null, b: ["serve"] },
    { field: "user", key: null, a: "app", b: null },
    { field: "env", key: "NEW", a: null, b: "" },
    { field: "env", key: "OLD", a: "1", b: null },
    { field: "env", key: "PATH", a: "/bin", b: "/usr/bin:/bin" },
    { field: "labels", key: "v", a: "1", b: "2" },
    { field: "exposedPorts", key: "443/tcp", a: null, b: "443/tcp" },
    { field: "exposedPorts", key: "80/tcp", a: "80/tcp", b: null },
    { field: "volumes", key: "/data", a: null, b: "/data" },
    { field: "healthcheck", key: null, a: null, b: '--interval=5s --retries=2 CMD ["up"]' },
  ]);
});

test("an empty user, the order of variables, the date and the author are not differences", () => {
  expect(
    configDifferences(
      withConfig({ user: "", env: ["A=1", "B=2"], created: "2024-01-01T00:00:00Z", author: "a" }),
      withConfig({ user: null, env: ["B=2", "A=1"], created: "2025-01-01T00:00:00Z", author: "b" }),
    ),
  ).toEqual([]);
});

test("another platform is a difference", () => {
  const arm: Image = { ...memoryImage([]), platform: { os: "linux", architecture: "arm64", variant: "v8" } };
  expect(configDifferences(memoryImage([]), arm)).toEqual([
    { field: "platform", key: null, a: "linux/amd64", b: "linux/arm64/v8" },
  ]);
});
