import { expect, test } from "vitest";
import type { RunOptions } from "../../src/image/config/run-command.js";
import type { HistoryEntry } from "../../src/image/history.js";
import { runWords } from "../../src/words/run-words.js";
import { memoryImage } from "../support/memory-image.js";

const { config, platform } = memoryImage([]);

function history(...createdBy: readonly string[]): HistoryEntry[] {
  const rest = { created: null, author: null, comment: null, emptyLayer: true, layer: null };
  return createdBy.map((text) => ({ ...rest, createdBy: text }));
}

/** Returns each part that is or was set, as `NAME: value (source)`. */
function partsOf(image: Parameters<typeof runWords>[0], options: RunOptions = {}): string[] {
  return runWords(image, options)
    .parts.filter(({ by }) => by !== null)
    .map(({ name, value, by }) => `${name}: ${value} (${by})`);
}

test("each part names the last instruction that set it, or the config if no instruction is recorded", () => {
  const image = {
    platform,
    config: {
      ...config,
      entrypoint: ["a"],
      cmd: ["b"],
      user: "app",
      workingDir: "/srv",
      stopSignal: "SIGINT",
    },
    history: history('CMD ["b"]', 'ENTRYPOINT ["a"]', "USER root", 'CMD ["b"]', "USER app", "WORKDIR /srv"),
  };
  expect(partsOf(image)).toEqual([
    'ENTRYPOINT: ["a"] (by instruction 2 of 6: ENTRYPOINT ["a"])',
    'CMD: ["b"] (by instruction 4 of 6: CMD ["b"])',
    "USER: app (by instruction 5 of 6: USER app)",
    "WORKDIR: /srv (by instruction 6 of 6: WORKDIR /srv)",
    "STOPSIGNAL: SIGINT (by the config; the instruction was not recorded)",
  ]);
});

test("an ENTRYPOINT is named as the instruction that cleared an earlier CMD", () => {
  const image = {
    platform,
    config: { ...config, entrypoint: ["a"] },
    history: history('CMD ["b"]', 'ENTRYPOINT ["a"]'),
  };
  expect(partsOf(image)[1]).toBe('CMD: nothing (cleared by instruction 2 of 2: ENTRYPOINT ["a"])');
});

test("a part that an option or an argument replaced names this source", () => {
  const image = { platform, config: { ...config, entrypoint: ["a"], cmd: ["b"] }, history: [] };
  expect(partsOf(image, { args: ["x"], entrypoint: "sh" })).toEqual([
    'ENTRYPOINT: ["sh"] (given with --entrypoint)',
    'CMD: ["x"] (given as arguments, in the place of the image\'s CMD)',
  ]);
  expect(partsOf(image, { entrypoint: "" })).toEqual([
    "ENTRYPOINT: nothing (given with --entrypoint)",
    "CMD: nothing (cleared by --entrypoint)",
  ]);
});

test("a value that is not set is shown with its default, and text from the image is printable", () => {
  const run = runWords({ platform, config: { ...config, cmd: ["\x1b[2J"] }, history: [] });
  expect(run.parts.map(({ name, value }) => `${name} ${value}`)).toEqual([
    "ENTRYPOINT not set",
    'CMD ["\\u001b[2J"]',
    "USER root (not set)",
    "WORKDIR / (not set)",
    "HEALTHCHECK not set",
    "STOPSIGNAL SIGTERM (not set)",
  ]);
  const windows = runWords({ platform: { ...platform, os: "windows" }, config, history: [] });
  expect(
    windows.parts.map(({ name, value }) => `${name} ${value}`).filter((text) => /USER|DIR|STOP/.test(text)),
  ).toEqual(["USER ContainerAdministrator (not set)", "WORKDIR C:\\ (not set)", "STOPSIGNAL not set"]);
  expect(run.command).toEqual({ json: '["\\u001b[2J"]', shell: "'\\x1b[2J'" });
  expect(runWords({ platform, config, history: [] }).command).toEqual({
    nothing: "nothing: the image has no command, so the engine requires one",
  });
});
