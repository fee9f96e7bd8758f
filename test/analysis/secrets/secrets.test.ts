import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { findSecrets } from "../../../src/analysis/secrets/secrets.js";
import { openImage } from "../../../src/source/open.js";
import { escapePath } from "../../../src/text/escape.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { image } from "../../support/fixture.js";
import { hardlink, type LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { GITHUB, KEY, NPM } from "./samples.js";

async function findings(layers: readonly LayerSpec[]) {
  const path = await save(packings.dockerSave25, [await image(layers)], await tempDir());
  const analysis = await analyze(await openImage(path, { cwd: "/", stdin: null, host: { arch: "x64" } }));
  return { analysis, ...(await findSecrets(analysis)) };
}

/** Returns `LAYER PATH KIND:LINE,… [buried by N]` for each file with secrets. */
async function briefly(...layers: LayerSpec[]): Promise<string[]> {
  const { analysis, found } = await findings(layers);
  return found.map(({ node, layer, hits, endedBy }) => {
    const kinds = hits.map(({ kind, line }) => `${kind}:${line}`).join();
    const end = endedBy === null ? "" : ` buried by ${endedBy}`;
    return `${layer} ${escapePath(analysis.tree.path(node))} ${kinds}${end}`;
  });
}

describe("a secret", () => {
  test("a secret that a later layer removed is reported as buried, because it is still shipped", async () => {
    expect(await briefly({ "app/token.txt": `x\n${GITHUB}\n` }, { "app/.wh.token.txt": "" })).toEqual([
      "0 /app/token.txt github:2 buried by 1",
    ]);
  });

  test("a secret that a later layer overwrote is buried, and the new version is searched separately", async () => {
    expect(await briefly({ "app/config.json": `{"t":"${GITHUB}"}` }, { "app/config.json": "{}" })).toEqual([
      "0 /app/config.json github:1 buried by 1",
    ]);
  });

  test("a secret is buried if a later layer removed its folder, whatever the name of the file", async () => {
    expect(await briefly({ "build/x.bin7": GITHUB }, { ".wh.build": "" })).toEqual([
      "0 /build/x.bin7 github:1 buried by 1",
    ]);
  });

  test("a secret in the final image is not buried", async () => {
    expect(await briefly({ "app/settings.yaml": `token: ${GITHUB}` })).toEqual([
      "0 /app/settings.yaml github:1",
    ]);
  });

  test("a secret is not buried if another hard link to it is still in the image", async () => {
    const both = { "app/a.txt": GITHUB, "app/b.txt": hardlink("app/a.txt") };
    expect(await briefly(both, { "app/.wh.a.txt": "" })).toEqual(["0 /app/a.txt github:1"]);
  });

  test("each version of a file with a secret is reported for its layer", async () => {
    expect(await briefly({ "root/.npmrc": NPM }, { "root/.npmrc": `${NPM}\n` })).toEqual([
      "0 /root/.npmrc npm:1 buried by 1",
      "1 /root/.npmrc npm:1",
    ]);
  });
});

describe("files with the name of a credentials file", () => {
  test.each([
    [".env", "DB_PASSWORD=hunter22\n", "credentials:1"],
    [".env.production", "# PASSWORD=no\nexport API_KEY='abcd1234'\n", "credentials:2"],
    [".netrc", "machine a.example login me password s3cret\n", "credentials:1"],
    [".pgpass", "host:5432:db:me:pw\n", "credentials:1"],
    [".git-credentials", "https://me:s3cr3t@git.example\n", "credentials:1"],
    [".docker/config.json", '{"auths":{"r.example":{\n"auth":"bWU6cHc="}}}', "credentials:2"],
    ["id_ed25519", KEY, "private-key:1"],
    [".aws/credentials", "[default]\naws_session_token = abcd1234efgh\n", "credentials:2"],
    ["credentials.json", '{\n"password": "hunter22"}', "credentials:2"],
    ["terraform.tfvars", 'db_password = "correct-horse"', "credentials:1"],
  ])("%s is searched for passwords of any form", async (name, text, kinds) => {
    expect(await briefly({ [`root/${name}`]: text })).toEqual([`0 /root/${name} ${kinds}`]);
  });

  test.each([
    [".env", "PORT=3000\nPASSWORD=\nTOKEN=<token>\nSECRET=changeme\n"],
    [".env.example", "PASSWORD=hunter22\n"],
    ["Credentials.pm", 'my $message = "password: hunter22";\n  password = "hunter22"\n'],
    ["credentials.py", 'password = "hunter22"\n'],
    [".npmrc", "registry=https://r.example/\nalways-auth=true\n"],
    ["notes.txt", "the password: hunter22\n"],
    ["cert.pem", "-----BEGIN CERTIFICATE-----\nabc\n"],
  ])("no secret is found in this example of %s", async (name, text) => {
    expect(await briefly({ [`root/${name}`]: text })).toEqual([]);
  });
});

describe("the limits of the search", () => {
  test("files above 64 KiB, binary files and files of a package manager are not searched", async () => {
    const found = await findings([
      {
        "app/big.txt": `${GITHUB}\n${"x".repeat(70_000)}`,
        "app/binary.txt": Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(GITHUB)]),
        "app/node_modules/a/readme.md": GITHUB,
        "usr/lib/python3/test.py": GITHUB,
      },
    ]);
    expect([found.found, found.unsearched]).toEqual([[], 0]);
  });

  test("at most 32 MiB are searched, credentials files first; files that are left out are counted", async () => {
    const filler = "x".repeat(60_000);
    const texts = Array.from({ length: 600 }, (_, i) => [`app/${i}.txt`, filler] as const);
    const many: LayerSpec = { ...Object.fromEntries(texts), "zz/.env": "PASSWORD=hunter22" };
    const { found, unsearched } = await findings([many]);
    expect([found.length, unsearched]).toEqual([1, 41]);
  });

  test.each([
    ["one word", "password"],
    ["a scheme", "a://b:"],
    ["unfinished keys", "-----BEGIN PRIVATE KEY-----\n"],
    ["unfinished tokens", "SG.a"],
    ["names", "aws_secret_access_key"],
    ["lines of names", "aws_secret_access_key =\n"],
    ["Slack's parts", "xoxb-1-"],
    ["databases", "mongodb://a:b"],
    ["spaces", "\t "],
  ])("searching three files with 64 KiB of %s takes less than a second of CPU time", async (_, text) => {
    const hostile = text.repeat(Math.floor(65_000 / text.length));
    const search = () => findings([{ "a/.env": hostile, "a/id_rsa": hostile, "a/config.json": hostile }]);
    expect(await cpuSeconds(search)).toBeLessThan(1);
  });
});

test("a path of the image that ends in .p12 is never opened on this machine", async () => {
  const folder = mkdtempSync(join(tmpdir(), "secrets-"));
  writeFileSync(join(folder, "key.p12"), "not a key store");
  const path = join(folder, "key.p12").slice(1);
  expect(await briefly({ [path]: "text" }, { [path]: "other" })).toEqual([]);
});
