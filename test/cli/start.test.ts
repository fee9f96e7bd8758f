import { spawn, spawnSync } from "node:child_process";
import { closeSync, cpSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { TLSSocket } from "node:tls";
import zlib from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { OWN_THREAD_BYTES } from "../../src/hashing/hash-thread.js";
import { SELF_SIGNED_CERTIFICATE, TEST_KEY } from "../support/certificates.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

test("--version has the same output alone and after other options", () => {
  const runs = [["--version"], ["--no-color", "--version"], ["ci", "--version"]].map((args) =>
    spawnSync(process.execPath, ["bin/layerx.js", ...args], { encoding: "utf8" }),
  );
  expect(runs.map(({ stdout, stderr, status }) => ({ stdout, stderr, status }))).toEqual(
    runs.map(() => ({ stdout: `${version}\n`, stderr: "", status: 0 })),
  );
});

test.runIf(existsSync("/dev/full"))("an error is printed if --version cannot be written", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, ["bin/layerx.js", "--version"], {
    encoding: "utf8",
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  expect(status).toBe(2);
  expect(stderr).toContain("cannot write to standard output");
});

test("a command loads only its own file and the files that similar commands share", () => {
  const filesOf = (command: string) => [...loadedBy(["cli.cjs", ...ownFiles(command)])].sort();
  expect(filesOf("none")).toEqual(["cli.cjs", "rolldown-runtime.cjs", "start.cjs"]);
  expect(filesOf("history")).toEqual(["cli.cjs", "rolldown-runtime.cjs", "start.cjs"]);
  expect(filesOf("gate")).toEqual(["cli.cjs", "gate.cjs", "rolldown-runtime.cjs", "start.cjs"]);
  expect(filesOf("slim")).toContain("slim.cjs");
});

test("the built program slims an image with a large layer, whose bytes another thread hashes", async () => {
  const folder = tempDir();
  const large = "x".repeat(OWN_THREAD_BYTES);
  const source = await save(
    packings.dockerSave25,
    [await image([{ large, waste: "w" }, { ".wh.waste": "" }])],
    folder,
  );
  const args = ["bin/layerx.js", "slim", source, "--output", join(folder, "slim.tar"), "--no-cache"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("an image from an engine or a registry loads one more file, only when it is needed", () => {
  const ci = loadedBy(["cli.cjs", "gate.cjs"]);
  expect([...loadedBy(["remote.cjs"])].filter((file) => !ci.has(file))).toEqual(["remote.cjs"]);
  expect([...loadedBy(["cli.cjs", "report.cjs"])]).not.toContain("remote.cjs");
});

test("the built program reaches a registry through a proxy, and loads the proxy code only then", async () => {
  const targets: (string | undefined)[] = [];
  const secure = { isServer: true, cert: SELF_SIGNED_CERTIFICATE, key: TEST_KEY };
  const proxy = createServer().on("connect", ({ url }, socket: Socket) => {
    targets.push(url);
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    new TLSSocket(socket, secure).on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const env = { ...process.env, HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: "", no_proxy: "" };
  const args = ["bin/layerx.js", "history", "registry:registry.example/app:1", "--no-cache"];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const stderr = await text(child.stderr);
  expect(stderr).toContain("registry.example: its certificate is self-signed");
  expect(targets).toEqual(["registry.example:443"]);
  expect(readFileSync("dist/remote.cjs", "utf8")).not.toContain("CONNECT");
});

test("the built program hashes a large zstd layer in a thread", async () => {
  const built = await image([{ "large.bin": "x".repeat(17 * 1024 * 1024) }], { compression: "zstd" });
  const path = await save(packings.ociArchive, [built], await tempDir());
  const args = ["bin/layerx.js", "ci", path, "--no-cache"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("the built program decompresses zstd by Node itself, or by WebAssembly if Node cannot", async () => {
  const folder = tempDir();
  for (const part of ["bin", "dist"])
    cpSync(part, join(folder, part), { recursive: true, filter: (path) => !path.endsWith("compiled") });
  const path = await save(packings.ociArchive, [await image([{ a: "a" }], { compression: "zstd" })], folder);
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "" };
  const args = [join(folder, "bin/layerx.js"), "ci", path, "--no-cache"];
  expect(spawnSync(process.execPath, args, { env }).status).toBe(0);
  const ran = readdirSync(join(folder, "dist/compiled"), { recursive: true, encoding: "utf8" });
  expect(ran.some((file) => file.endsWith("zstd-wasm.cjs.bin"))).toBe(!("createZstdDecompress" in zlib));
});

test("the zstd decoder does not use Node's HTTP client", () => {
  const [decoder] = ownFiles("zstd-wasm");
  const source = readFileSync(`dist/${decoder}`, "utf8");
  expect(source).toContain("WebAssembly.instantiate");
  expect(source).not.toMatch(/\bfetch\b/);
});

function ownFiles(command: string): string[] {
  return readdirSync("dist").filter((file) => file === `${command}.cjs`);
}

/** @returns the files of the bundle that are loaded with these files. */
function loadedBy(entries: readonly string[]): Set<string> {
  const found = new Set(entries);
  for (const file of found) {
    const source = readFileSync(`dist/${file}`, "utf8");
    for (const [, name] of source.matchAll(/=require\("\.\/([^"/]+)"\)/g)) found.add(name);
  }
  return found;
}
