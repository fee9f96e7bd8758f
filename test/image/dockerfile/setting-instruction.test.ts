import { describe, expect, test } from "vitest";
import type { ImageConfig } from "../../../src/image/config/config.js";
import { type Setting, settingInstruction } from "../../../src/image/dockerfile/setting-instruction.js";
import { memoryImage } from "../../support/memory-image.js";

function index(setting: Setting, createdBy: string, config: Partial<ImageConfig>): number {
  const entry = { created: null, author: null, comment: null, emptyLayer: true, layer: null };
  const history = [{ ...entry, createdBy }];
  return settingInstruction({ config: { ...memoryImage([]).config, ...config }, history }, setting);
}

const check = (test: readonly string[]) => ({
  healthcheck: { test, interval: 5e9, timeout: null, startPeriod: null, retries: null },
});

describe("an instruction sets the value of the config", () => {
  test.each<[Setting, string, Partial<ImageConfig>]>([
    ["CMD", 'CMD ["sh" "-c" "a  b"]', { cmd: ["sh", "-c", "a  b"] }],
    ["CMD", '/bin/sh -c #(nop)  CMD ["sh"]', { cmd: ["sh"] }],
    ["CMD", "CMD [a b c]", { cmd: ["a", "b c"] }],
    ["CMD", "CMD npm \\\n start", { cmd: ["/bin/sh", "-c", "npm start"] }],
    ["CMD", "CMD []", { cmd: null }],
    ["ENTRYPOINT", 'ENTRYPOINT [""]', { entrypoint: [""] }],
    ["SHELL", "SHELL [/bin/bash -c]", { shell: ["/bin/bash", "-c"] }],
    ["USER", 'USER "me:grp"', { user: "me:grp" }],
    ["USER", "USER $NAME", { user: "me" }],
    ["STOPSIGNAL", "STOPSIGNAL 9", { stopSignal: "9" }],
    ["WORKDIR", "WORKDIR /srv/", { workingDir: "/srv" }],
    ["WORKDIR", "WORKDIR app", { workingDir: "/srv/app" }],
    ["WORKDIR", "WORKDIR /", { workingDir: "/" }],
    ["WORKDIR", "WORKDIR /app", { workingDir: "C:\\app" }],
    ["HEALTHCHECK", "HEALTHCHECK NONE", check(["NONE"])],
    ["HEALTHCHECK", "HEALTHCHECK --interval=5s CMD up || exit 1", check(["CMD-SHELL", "up || exit 1"])],
    ["HEALTHCHECK", 'HEALTHCHECK CMD ["up", "a b"]', check(["CMD", "up", "a b"])],
  ])("%s: %j", (setting, createdBy, config) => {
    expect(index(setting, createdBy, config)).toBe(0);
  });
});

describe("an instruction does not set another value of the config", () => {
  test.each<[Setting, string, Partial<ImageConfig>]>([
    ["CMD", 'CMD ["sh" "-c"]', { cmd: ["/bin/sh", "-c"] }],
    ["CMD", 'CMD ["a", "b"]', { cmd: ["ab"] }],
    ["CMD", 'CMD ["sh"]', { cmd: null }],
    ["CMD", "CMD []", { cmd: ["sh"] }],
    ["ENTRYPOINT", "ENTRYPOINT exec app", { entrypoint: ["/ko-app/app"] }],
    ["USER", "USER root", { user: "1000" }],
    ["USER", "USER root", { user: null }],
    ["WORKDIR", "WORKDIR /w", { workingDir: "/q" }],
    ["WORKDIR", "WORKDIR /app", { workingDir: "/srv/app" }],
    ["STOPSIGNAL", "STOPSIGNAL SIGINT", { stopSignal: "SIGTERM" }],
    ["HEALTHCHECK", "HEALTHCHECK NONE", check(["CMD-SHELL", "up"])],
    ["HEALTHCHECK", "HEALTHCHECK CMD up", check(["CMD-SHELL", "down"])],
    ["HEALTHCHECK", "HEALTHCHECK CMD up", { healthcheck: null }],
  ])("%s: %j", (setting, createdBy, config) => {
    expect(index(setting, createdBy, config)).toBe(-1);
  });
});
