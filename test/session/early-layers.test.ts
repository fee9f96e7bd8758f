import { expect, test, vi } from "vitest";
import { engineWith, ID } from "../source/engine/engine-test.js";
import { image } from "../support/fixture.js";
import { push } from "../support/push.js";
import { json } from "../support/scripted-engine.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { KEYS, layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const SIZE = { columns: 80, rows: 24 };

/** The history in docker's order: newest first. */
const HISTORY = [
  { CreatedBy: 'CMD ["app"]', Size: 0 },
  { CreatedBy: "RUN make install # buildkit", Size: 5_000_000 },
  { CreatedBy: "ADD rootfs.tar / # buildkit", Size: 77_000_000 },
];

/** Starts an engine that sends the archive of the image only after `release` is called. */
async function packingEngine() {
  const waitingAnswers: (() => void)[] = [];
  const made = await engineWith({
    instead: {
      "/history": (_, response) => json(response, 200, HISTORY),
      "/get": (_, response) => {
        response.writeHead(200, { "Content-Type": "application/x-tar" });
        waitingAnswers.push(() => response.end(made.archive));
      },
    },
  });
  const release = async () => {
    await vi.waitFor(() => expect(waitingAnswers).toHaveLength(1));
    waitingAnswers[0]();
  };
  return { ...made, release };
}

test("the instructions of an engine's image are shown while the engine packs it, before its files", async () => {
  const { engine, env, release } = await packingEngine();
  const terminal = layerx(["docker:app:1"], { ...SIZE, env });
  await terminal.see("docker is packing the image");
  await terminal.see(/77MB {2}ADD rootfs\.tar \/\n +5MB {2}RUN make install\n +· {2}CMD \["app"\]/);
  await release();
  await terminal.see("efficiency");
  expect(engine.requests.filter((path) => path.endsWith("/history"))).toEqual([
    `/v1.43/images/${encodeURIComponent(ID)}/history`,
  ]);
});

test("ctrl-c while an engine packs the image cancels the request and exits with 130", async () => {
  const { engine, env } = await packingEngine();
  const terminal = layerx(["docker:app:1"], { ...SIZE, env });
  await terminal.see("RUN make install");
  await vi.waitFor(() => expect(engine.requests.at(-1)).toMatch(/\/get$/));
  terminal.write(KEYS.ctrlC);
  expect(await terminal.exited()).toMatchObject({ code: 130 });
  await vi.waitFor(() => expect(engine.dropped).toBe(1));
});

test("an image opens even if the engine sends no history", async () => {
  const { env } = await engineWith({
    instead: { "/history": (_, response) => json(response, 500, { message: "no history" }) },
  });
  const terminal = layerx(["docker:app:1"], { ...SIZE, env });
  await terminal.see("efficiency");
});

test("the layers of a registry image are listed before a layer arrives, and q cancels", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }, { b: "two".repeat(500) }]);
  push(registry, built);
  const layers = built.layers.map(({ blob }) => registry.blob(blob).digest);
  let waiting = 0;
  registry.answerer = ({ url }) => {
    const isLayer = layers.some((digest) => url.includes(digest));
    if (isLayer) waiting += 1;
    return isLayer;
  };
  const terminal = layerx([`registry:${registry.host}/lab/app:1`], SIZE);
  await terminal.see("reading layers");
  await vi.waitFor(() => expect(waiting).toBeGreaterThan(0));
  const sizes = terminal.lines.filter((line) => /^ +[\d.]+k?B {2}/.test(line));
  expect(sizes).toHaveLength(2);
  terminal.write("q");
  expect(await terminal.exited()).toMatchObject({ code: 130 });
});
