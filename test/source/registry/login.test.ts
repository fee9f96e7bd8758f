import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { findLogin } from "../../../src/source/registry/login/find-login.js";
import { registryWorld } from "../../../src/source/registry/open-registry.js";
import { parseReference } from "../../../src/source/registry/registry-reference.js";
import { updateImports } from "../../support/node-module.js";
import { tempDir } from "../../support/temp.js";

const auth = (text: string) => Buffer.from(text).toString("base64");

function login(name: string, env: Record<string, string>, helperTimeoutMs = 5000) {
  return findLogin(parseReference(name), { env, helperTimeoutMs, uid: 4242 });
}

function fromJson(name: string, file: unknown) {
  return login(name, { DOCKER_AUTH_CONFIG: JSON.stringify(file) });
}

function put(path: string, text: string, mode = 0o600): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** Creates a credential helper with this script. @returns a `PATH` with its folder. */
function helperPath(name: string, script: string): string {
  const folder = tempDir();
  put(join(folder, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, 0o755);
  return `${folder}:/bin:/usr/bin`;
}

describe("files with logins", () => {
  test("are searched in order, and the first match is used", async () => {
    const root = tempDir();
    const file = (user: string) => JSON.stringify({ auths: { "quay.io": { auth: auth(`${user}:x`) } } });
    const env: Record<string, string> = { HOME: join(root, "home") };
    const users: (string | null)[] = [];
    const look = async () => users.push((await login("quay.io/a/b", env)).login?.user ?? null);
    await look();
    put(join(root, "home/.config/containers/auth.json"), file("home-config"));
    await look();
    env.XDG_CONFIG_HOME = join(root, "xdg");
    put(join(root, "xdg/containers/auth.json"), file("config"));
    await look();
    env.XDG_RUNTIME_DIR = join(root, "run");
    put(join(root, "run/containers/auth.json"), file("runtime"));
    await look();
    put(join(root, "home/.docker/config.json"), file("docker"));
    await look();
    env.DOCKER_CONFIG = join(root, "docker");
    put(join(root, "docker/config.json"), file("docker-config"));
    await look();
    env.REGISTRY_AUTH_FILE = put(join(root, "auth.json"), file("registry-auth-file"));
    await look();
    env.DOCKER_AUTH_CONFIG = file("variable");
    await look();
    expect(users).toEqual([
      null,
      "home-config",
      "config",
      "runtime",
      "docker",
      "docker-config",
      "registry-auth-file",
      "variable",
    ]);
  });

  test("are searched in the home folder if the variables are empty", async () => {
    const HOME = tempDir();
    const names = [
      "DOCKER_AUTH_CONFIG",
      "REGISTRY_AUTH_FILE",
      "DOCKER_CONFIG",
      "XDG_RUNTIME_DIR",
      "XDG_CONFIG_HOME",
    ];
    const env = { HOME, ...Object.fromEntries(names.map((name) => [name, ""])) };
    const file = (user: string) => JSON.stringify({ auths: { "quay.io": { auth: auth(`${user}:x`) } } });
    put(join(HOME, ".config/containers/auth.json"), file("containers"));
    expect(await login("quay.io/a", env)).toMatchObject({ login: { user: "containers" }, warnings: [] });
    put(join(HOME, ".docker/config.json"), file("docker"));
    expect(await login("quay.io/a", env)).toMatchObject({ login: { user: "docker" }, warnings: [] });
  });

  test("that are not JSON give a warning without their content", async () => {
    const root = tempDir();
    put(join(root, "docker/config.json"), '{"auths": hunter2');
    const next = put(join(root, "auth.json"), "");
    const { login: found, warnings } = await login("quay.io/a", {
      DOCKER_CONFIG: join(root, "docker"),
      REGISTRY_AUTH_FILE: next,
    });
    expect(found).toBe(null);
    expect(warnings.map(({ code }) => code)).toEqual(["credential-file", "credential-file"]);
    expect(JSON.stringify(warnings)).not.toContain("hunter2");
  });

  test("are searched in /run/containers if XDG_RUNTIME_DIR is not set", async () => {
    const file = JSON.stringify({ auths: { "quay.io": { auth: auth("run:x") } } });
    // Only root can write to this folder.
    const read = vi.spyOn(fs, "readFile").mockImplementation(async (path) => {
      if (path === "/run/containers/4242/auth.json") return Buffer.from(file);
      throw new Error(`no ${path}`);
    });
    updateImports(() => void read.mockRestore());
    expect((await login("quay.io/a", {})).login?.user).toBe("run");
    expect((await login("quay.io/a", { XDG_RUNTIME_DIR: "/elsewhere" })).login).toBe(null);
  });

  test("that are missing or are folders give no warning", async () => {
    expect(await login("quay.io/a", { REGISTRY_AUTH_FILE: tempDir(), HOME: "/nowhere" })).toEqual({
      login: null,
      warnings: [],
    });
  });
});

describe("an entry", () => {
  test("with the longest matching path is used", async () => {
    const auths = {
      "quay.io": { auth: auth("host:x") },
      "quay.io/org": { auth: auth("org:x") },
      "quay.io/org/app": { auth: auth("app:x") },
      "quay.io/organ": { auth: auth("organ:x") },
    };
    const user = async (name: string) => (await fromJson(name, { auths })).login?.user;
    expect([
      await user("quay.io/org/app"),
      await user("quay.io/org/app/deep"),
      await user("quay.io/org/other"),
      await user("quay.io/orga"),
    ]).toEqual(["app", "app", "org", "host"]);
  });

  test.each(["https://H:5000/v1/", "https://H:5000/v2/", "http://h:5000", "h:5000", "h:5000/"])(
    "for %s matches the host",
    async (key) => {
      const { login: found } = await fromJson("h:5000/a", { auths: { [key]: { auth: auth("me:x") } } });
      expect(found?.user).toBe("me");
    },
  );

  test.each([
    "https://index.docker.io/v1/",
    "docker.io",
    "index.docker.io",
    "registry-1.docker.io",
    "registry.hub.docker.com",
    "hub.docker.com",
  ])("for %s matches Docker Hub", async (key) => {
    expect((await fromJson("alpine", { auths: { [key]: { auth: auth("me:x") } } })).login?.user).toBe("me");
  });

  test("keeps the colons of a password, and drops NULs at its end", async () => {
    const { login: found } = await fromJson("quay.io/a", {
      auths: { "quay.io": { auth: auth("me:a:b:c\0\0") } },
    });
    expect([found?.user, found?.password]).toEqual(["me", "a:b:c"]);
  });

  test("can have tokens besides the password", async () => {
    const entry = { auth: auth("me:x"), identitytoken: "id", registrytoken: "reg" };
    expect((await fromJson("quay.io/a", { auths: { "quay.io": entry } })).login).toMatchObject({
      user: "me",
      identityToken: "id",
      registryToken: "reg",
    });
  });

  test.each([
    {},
    { auth: "" },
    { auth: "!!!" },
    { auth: auth("no colon") },
    { registrytoken: "a b" },
    null,
    "x",
    [],
  ])("with the content %j is not a login", async (entry) => {
    expect(await fromJson("quay.io/a", { auths: { "quay.io": entry } })).toEqual({
      login: null,
      warnings: [],
    });
  });
});

describe("a credential helper", () => {
  const config = (helper: object) => JSON.stringify({ auths: { "quay.io": {} }, ...helper });

  test("reads the server from its standard input and prints the login", async () => {
    const PATH = helperPath("x", 'read s; echo "{\\"Username\\": \\"for $s $1\\", \\"Secret\\": \\"pw\\"}"');
    const env = { PATH, DOCKER_AUTH_CONFIG: config({ credsStore: "x" }) };
    expect((await login("quay.io/a", env)).login).toMatchObject({ user: "for quay.io get", password: "pw" });
    const hub = { PATH, DOCKER_AUTH_CONFIG: JSON.stringify({ credHelpers: { "docker.io": "x" } }) };
    expect((await login("alpine", hub)).login?.user).toBe("for https://index.docker.io/v1/ get");
  });

  test("for the host is used before an entry, and the store after it", async () => {
    const PATH = helperPath("x", 'echo \'{"Username": "helper", "Secret": "pw"}\'');
    const auths = { "quay.io": { auth: auth("entry:x") } };
    const user = async (rest: object) =>
      (await login("quay.io/a", { PATH, DOCKER_AUTH_CONFIG: JSON.stringify({ auths, ...rest }) })).login
        ?.user;
    expect([await user({ credHelpers: { "quay.io": "x" } }), await user({ credsStore: "x" })]).toEqual([
      "helper",
      "entry",
    ]);
  });

  test("that prints the user <token> gives an identity token", async () => {
    const PATH = helperPath("x", 'echo \'{"Username": "<token>", "Secret": "id"}\'');
    const { login: found } = await login("quay.io/a", {
      PATH,
      DOCKER_AUTH_CONFIG: config({ credsStore: "x" }),
    });
    expect(found).toMatchObject({ identityToken: "id", password: null });
  });

  test("without a login gives no warning", async () => {
    const PATH = helperPath("x", "echo 'credentials not found in native keychain'; exit 1");
    expect(await login("quay.io/a", { PATH, DOCKER_AUTH_CONFIG: config({ credsStore: "x" }) })).toEqual({
      login: null,
      warnings: [],
    });
  });

  test.each<[string, string, string]>([
    ["fails", "echo hunter2; echo hunter2 >&2; exit 3", "it ended with exit code 3"],
    ["prints no JSON", "echo hunter2", "it did not print JSON"],
    ["ends well without a login", "echo credentials not found in native keychain", "it did not print JSON"],
    ["prints other JSON", 'echo \'{"Secret": "hunter2"}\'', "it did not print a user name and a secret"],
    ["does not end", "sleep 60", "it did not answer within 0.1 s"],
    ["prints too much", "yes hunter2", "it printed too much"],
  ])("that %s is a warning, and the request is anonymous", async (_, script, reason) => {
    const env = { PATH: helperPath("x", script), DOCKER_AUTH_CONFIG: config({ credsStore: "x" }) };
    const found = await login("quay.io/a", env, reason.includes("0.1 s") ? 100 : 5000);
    const message = `the credential helper docker-credential-x does not work, so no login is used: ${reason}`;
    expect(found).toEqual({ login: null, warnings: [{ code: "credential-helper", message }] });
  });

  test.each([{ credHelpers: { "quay.io": "x" } }, { auths: { "quay.io": {} }, credsStore: "x" }])(
    "that fails ends the search, and a later login is not used: %j",
    async (helper) => {
      const auths = { "quay.io": { auth: auth("other:x") } };
      const later = join(tempDir(), "auth.json");
      writeFileSync(later, JSON.stringify({ auths }));
      const found = async (script: string) => {
        const env = { PATH: helperPath("x", script), REGISTRY_AUTH_FILE: later };
        const file = JSON.stringify({ auths, ...helper });
        const { login: first, warnings } = await login("quay.io/a", { ...env, DOCKER_AUTH_CONFIG: file });
        return [first?.user ?? null, warnings.map(({ code }) => code)];
      };
      expect(await found("exit 3")).toEqual([null, ["credential-helper"]]);
      expect(await found("echo credentials not found in native keychain; exit 1")).toEqual(["other", []]);
    },
  );

  test("has 15 s for its answer", () => {
    expect(registryWorld({ env: {} }, undefined).helperTimeoutMs).toBe(15_000);
  });

  test("that is missing or has an invalid name is a warning", async () => {
    const warned = async (name: string) =>
      (await login("quay.io/a", { PATH: "/nowhere", DOCKER_AUTH_CONFIG: config({ credsStore: name }) }))
        .warnings[0].message;
    expect(await warned("gone")).toContain("there is no program docker-credential-gone");
    expect(await warned("x;touch /tmp/x")).toContain("its name is not valid");
    expect(await warned("../x")).toContain("its name is not valid");
  });
});
