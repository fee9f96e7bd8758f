import { succeed } from "../command.js";
import { textDifference, valueDifference } from "../difference.js";
import { layerx, layerxJson } from "../layerx.js";

/**
 * Pushes an archive to several kinds of registries. layerx must show the same image as for the archive.
 *
 * @param {{ archive: string, registries: Awaited<ReturnType<typeof import("../engines/registry.js").startRegistries>> }} options
 * @param {import("../tally.js").Tally} results
 */
export async function checkRegistry({ archive, registries }, results) {
  const { plain, secure, ca, password, login } = registries;
  const push = (tag, ...options) =>
    succeed(
      "skopeo",
      [
        ["copy", "-q", "--dest-tls-verify=false", ...options],
        [`docker-archive:${archive}`, `docker://${plain}/lab/app:${tag}`],
      ].flat(),
    );
  await push("chunked", "--format", "oci", "--dest-compress-format", "zstd:chunked");
  await push("gzip", "--dest-compress-format", "gzip");
  const local = await listing(archive);
  const same = async (name, image, options) =>
    results.check(name, textDifference(await listing(image, options), local));

  await same("registry, http: the same paths as in the archive", `registry:${plain}/lab/app:gzip`);
  await same(
    "registry, zstd:chunked: the same paths from tables of contents",
    `registry:${plain}/lab/app:chunked`,
  );
  await same("registry, zstd:chunked: the same paths with --verify", `registry:${plain}/lab/app:chunked`, {
    args: ["--verify"],
  });
  const tables = await layerx(["tree", `registry:${plain}/lab/app:chunked`, "--no-cache"]);
  const fromTables = tables.stderr.includes("only the table of contents was read");
  results.check("registry, zstd:chunked: the layers are not read", fromTables ? null : tables.stderr);
  const of = (document) => ({
    history: document.history,
    layers: document.layers.map(({ diffId, size }) => ({ diffId, size })),
    totals: document.totals,
  });
  results.check(
    "registry, http: the same numbers and layers as in the archive",
    valueDifference(
      of(await layerxJson(["inspect", `registry:${plain}/lab/app:gzip`, "--no-cache"])),
      of(await layerxJson(["inspect", archive, "--no-cache"])),
    ),
  );

  const image = `registry:${secure}/lab/app:gzip`;
  const trusted = { SSL_CERT_FILE: ca };
  await same("registry, https with a password", image, { env: { ...trusted, ...login(password) } });
  await refused("registry, an unknown CA", image, { env: login(password), words: "unknown issuer" }, results);
  await refused("registry, no login", image, { env: trusted, words: "docker login" }, results);
  const wrong = { ...trusted, ...login("hunter3") };
  await refused("registry, a wrong password", image, { env: wrong, words: "is not accepted" }, results);
  await refused(
    "registry, no such tag",
    `registry:${plain}/lab/app:gone`,
    { env: {}, words: "MANIFEST_UNKNOWN" },
    results,
  );
  const debug = await layerx(["tree", image, "--debug", "--no-cache"], {
    env: { ...trusted, ...login(password) },
  });
  const isLeaked = /hunter|Basic|Bearer/.test(`${debug.stdout}${debug.stderr}`);
  results.check("registry, --debug prints no secret", isLeaked ? "a secret is printed" : null);
}

async function listing(image, { env, args = [] } = {}) {
  const { code, stdout, stderr } = await layerx(["tree", image, "--no-cache", ...args], { env });
  return code === 0 ? stdout : Buffer.from(`ended with ${code}: ${stderr}`);
}

async function refused(name, image, { env, words }, results) {
  const { code, stdout, stderr } = await layerx(["tree", image, "--no-cache"], { env });
  const right = code === 2 && stdout.length === 0 && stderr.includes(words);
  results.check(name, right ? null : `ended with ${code}: ${stderr}`);
}
