import { Readable, Writable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { openSession } from "../../../src/cli/context.js";
import { Progress } from "../../../src/cli/output/progress.js";
import { escapeText } from "../../../src/text/escape.js";
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
  readonly columns: number = 80;
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
      { tty: ["stderr"] as const, env: { CI: "false" } },
      {},
      { tty: ["stderr"] as const, env: { CI: "true" } },
      { tty: ["stderr"] as const, args: ["--no-progress"] },
    ];
    const outputs = runs.map(
      async ({ args = [], ...around }: Parameters<typeof layerx>[1] & { args?: string[] }) =>
        layerx(["history", await busyRegistry(), ...args], around),
    );
    const [terminal, notInCi, ...quiet] = await Promise.all(outputs);
    for (const { stderr } of [terminal, notInCi])
      expect(stderr).toContain("answered 429 Too Many Requests, next try in 1 s");
    for (const { code, stderr } of quiet) expect([code, stderr]).toEqual([0, ""]);
  });

  test("is shown for an audit, with the number of images that are done", async () => {
    const [busy, other] = [await busyRegistry(), await busyRegistry()];
    const { code, stderr } = await layerx(["audit", busy, other, "--jobs", "1"], {
      tty: ["stderr"],
      columns: 200,
    });
    expect(code).toBe(0);
    const host = busy.replace(/registry:|\/.*/g, "");
    expect(stderr).toContain(
      `audit: 0 of 2 images done; ${host} answered 429 Too Many Requests, next try in 1 s`,
    );
    expect(stderr).toContain("audit: 1 of 2 images done; ");
    const quiet = await layerx(["audit", await busyRegistry()]);
    expect(quiet.stderr).not.toContain("next try");
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

test("a line of progress is cut to the columns of the terminal, because only one row can be erased", () => {
  const terminal = Object.assign(new Terminal(), { columns: 20 });
  new Progress(() => terminal).say(escapeText("auditing 12 of 300 images, about 3m left"));
  expect(terminal.text).toBe("\r\x1b[Kauditing 12 of 300…");
});
