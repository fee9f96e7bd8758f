import { beforeAll, describe, expect, test } from "vitest";
import { layerx } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

test("every version of a path is listed with its layer and instruction", async () => {
  expect(await layerx(["find", "app.tar", "hosts"], { cwd })).toEqual({
    code: 0,
    stdout: [
      "/etc/hosts",
      " 0 + -rw-r--r--   0:0      6B  ADD file:12 in /",
      " 1 ~ -rw-r--r-- 1000:50      7B  RUN echo second > /etc/hosts",
      " 2 ~ -rw------- 1000:50      7B  COPY a /usr/lib/os-release",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("a removal shows the removed version", async () => {
  const { stdout } = await layerx(["find", "app.tar", "/etc/old"], { cwd });
  expect(stdout).toBe(
    "/etc/old\n 0 + -rw-r--r--   0:0      3B  ADD file:12 in /\n 1 - removed      0:0      3B  RUN echo second > /etc/hosts\n",
  );
});

describe("a pattern", () => {
  const found = async (...args: string[]) => {
    const { stdout, code } = await layerx(["find", "app.tar", ...args, "--format", "json"], { cwd });
    const { matches } = JSON.parse(stdout);
    return { code, paths: matches.map(({ path }: { path: string }) => path) };
  };

  test.each([
    ["without a slash matches names in any folder", ["*host*"], ["/etc/hosts", "/etc/hosts.link"]],
    ["without a slash matches whole names", ["host"], []],
    ["with a slash matches whole paths", ["/etc/*s"], ["/etc/hosts"]],
    ["with a slash starts at the root, with or without the first one", ["usr/*"], ["/usr/lib"]],
    ["with ** matches everything below", ["/usr/**"], ["/usr", "/usr/lib", "/usr/lib/os-release"]],
    ["can have braces", ["/{bin,lib}"], ["/bin", "/lib"]],
    ["distinguishes upper and lower case", ["HOSTS"], []],
    ["does not distinguish them with --ignore-case", ["HOSTS", "-i"], ["/etc/hosts"]],
    ["matches bytes that are shown escaped", ["evil*"], ["/etc/evil\\x1b[2J"]],
    ["matches the layers up to --layer", ["os-release", "--layer", "1"], []],
    ["of a folder can end in a slash", ["usr/"], ["/usr"]],
  ])("%s", async (_, args, paths) => {
    expect(await found(...args)).toEqual({ code: paths.length > 0 ? 0 : 1, paths });
  });
});

test("a pattern without a match gives the exit code 1 and no output", async () => {
  expect(await layerx(["find", "app.tar", "nope"], { cwd })).toEqual({ code: 1, stdout: "", stderr: "" });
});

test("--format json has all facts of each version", async () => {
  const { stdout } = await layerx(["find", "app.tar", "hosts.link", "--format", "json"], { cwd });
  const document = {
    schemaVersion: 1,
    pattern: "hosts.link",
    matches: [
      {
        path: "/etc/hosts.link",
        versions: [
          {
            layer: 1,
            change: "added",
            type: "hardlink",
            mode: "0644",
            uid: 1000,
            gid: 50,
            size: 0,
            mtime: "2023-11-14T22:13:20Z",
            linkname: "/etc/hosts",
            createdBy: "RUN /bin/sh -c echo second > /etc/hosts # buildkit",
          },
        ],
      },
    ],
  };
  expect(stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
});
