import { Readable, Writable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { openSession } from "../../../src/cli/context.js";
import { image } from "../../support/fixture.js";
import { push } from "../../support/push.js";
import { layerx } from "../../support/run.js";
import { json, ScriptedRegistry } from "../../support/scripted-registry.js";

/** A registry that first answers 429, with a wait of a second. */
async function busyRegistry(): Promise<string> {
  const registry = await ScriptedRegistry.start();
  push(registry, await image([{ a: "one" }]));
  registry.answerer = (_, response) =>
    registry.seen.length === 1 && json(response, 429, {}, { "retry-after": 1 });
  return `registry:${registry.host}/lab/app:1`;
}

class Terminal extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  text = "";

  override _write(chunk: Uint8Array, _: BufferEncoding, done: () => void): void {
    this.text += Buffer.from(chunk).toString();
    done();
  }
}

describe("a wait for a registry", () => {
  test("is shown on a terminal, and not in a pipeline, where stderr stays empty", async () => {
    const runs = [
      { tty: ["stderr"] as const },
      {},
      { tty: ["stderr"] as const, env: { CI: "true" } },
      { tty: ["stderr"] as const, args: ["--no-progress"] },
    ];
    const outputs = runs.map(
      async ({ args = [], ...around }: Parameters<typeof layerx>[1] & { args?: string[] }) =>
        layerx(["history", await busyRegistry(), ...args], around),
    );
    const [terminal, ...quiet] = await Promise.all(outputs);
    expect(terminal.stderr).toContain("answered 429 Too Many Requests, next try in 1 s");
    for (const { code, stderr } of quiet) expect([code, stderr]).toEqual([0, ""]);
  });

  test.each([
    ["a line\n", true],
    ["a part of a line", false],
  ])("after the output %j on the same terminal, is shown: %s", async (output, isShown) => {
    const [stdout, stderr] = [new Terminal(), new Terminal()];
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const platform = { os: "linux", arch: "x64" };
    const { context, end } = openSession(
      { argv: [], env: {}, cwd: "/", stdin, stdout, stderr, platform },
      { source: undefined } as Parameters<typeof openSession>[1],
      "cat",
    );
    await context.write(output);
    await vi.waitFor(() => expect(stdout.text).toBe(output));
    await context.open(await busyRegistry());
    expect(stderr.text.includes("next try in 1 s")).toBe(isShown);
    await end();
  });
});
