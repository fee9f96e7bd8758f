import { describe, expect, test } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();

describe("--redact", () => {
  const secret = {
    config: {
      Env: ["TOKEN=hunter2"],
      Labels: { "org.opencontainers.image.base.name": "hunter2" },
      Entrypoint: ["/bin/serve"],
      Cmd: ["--key=hunter2"],
      Healthcheck: { Test: ["CMD", "curl", "hunter2"] },
      Shell: ["/bin/hunter2", "-c"],
      OnBuild: ["RUN hunter2"],
    },
    document: { author: "hunter2" },
    history: [
      {
        created_by: "RUN |1 TOKEN=hunter2 /bin/sh -c make # buildkit",
        author: "hunter2",
        comment: "hunter2",
      },
      { created_by: "COPY hunter2 / # buildkit" },
    ],
  };

  test.each(["text", "json", "markdown", "html"])(
    "leaves variables, labels and arguments out of %s",
    async (format) => {
      const built = await image([{ a: "a" }, { a: "bc" }], secret);
      await save(packings.dockerSave25, [built], cwd, { name: "secret.tar" });
      const args = ["inspect", "secret.tar", "--format", format];
      const open = await layerx(args, { cwd });
      const closed = await layerx([...args, "--redact"], { cwd });
      expect([open.code, closed.code, open.stdout.includes("hunter2")]).toEqual([0, 0, true]);
      expect(closed.stdout.match(/hunter2|TOKEN/g)).toBe(null);
      expect(closed.stdout).toContain("RUN …");
    },
  );

  test("prints a report in a terminal, because the explorer shows everything", async () => {
    const built = await image([{ a: "a" }, { a: "bc" }], secret);
    await save(packings.dockerSave25, [built], cwd, { name: "secret.tar" });
    const { stdout } = await layerx(["inspect", "secret.tar", "--redact"], {
      cwd,
      tty: ["stdout"],
      env: { NO_COLOR: "1" },
    });
    expect(stdout.split("\n").slice(0, 10)).toEqual([
      "example.com/app:1  linux/amd64  docker-archive",
      "source   secret.tar",
      expect.stringMatching(/^id {7}sha256:/),
      "created  2024-01-02T03:04:05Z",
      "size     3B in 2 layers, 1 file",
      "runs     … …",
      "user     root",
      "workdir  /",
      "",
      "Layers",
    ]);
  });
});
