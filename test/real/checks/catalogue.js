import { cpSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerx } from "../layerx.js";

/** More than the 1,000 names that a registry lists on one page. */
const REPOSITORIES = 1050;
/** The samples with skopeo's names of their forms. They were created in June 2023, March 2024 and May 2024. */
const FORMS = { waste: "docker-archive", flask: "docker-archive", lean: "oci-archive" };
const ALL = ["api:nightly", "api:v1", "api:v2", "api:v3", "deep/worker:v1", "tools:latest"];

/**
 * Checks the patterns of `layerx audit`: all repositories of a prefix, tags by pattern, the newest tags, the part of one
 * shard, also with a password, and with several pages of the catalogue.
 *
 * @param {{ folder: string, registries: Awaited<ReturnType<typeof import("../engines/registry.js").startRegistries>> }} options
 * `folder` is the folder of the samples
 * @param {import("../tally.js").Tally} results
 */
export async function checkCatalogue({ folder, registries }, results) {
  const { plain, secure, ca, password, login, repositories } = registries;
  const push = (sample, name) =>
    succeed("skopeo", [
      "copy",
      "-q",
      "--dest-tls-verify=false",
      `${FORMS[sample]}:${join(folder, `${sample}.tar`)}`,
      `docker://${plain}/fleet/${name}`,
    ]);
  await push("waste", "api:v1");
  await push("lean", "api:v2");
  await push("flask", "api:v3");
  await push("waste", "api:nightly");
  await push("flask", "deep/worker:v1");
  await push("lean", "tools:latest");

  const check = async (name, args, wanted, options) =>
    results.check(`registry, audit ${name}`, valueDifference(await audited(args, options), wanted));
  const pattern = `registry:${plain}/fleet/*`;
  await check("PREFIX/*: all tags of all repositories", [pattern], ALL);
  await check(
    "--tags: only the tags that match",
    [pattern, "--tags", "v*"],
    ["api:v1", "api:v2", "api:v3", "deep/worker:v1"],
  );
  await check(
    "--newest: by the date of creation",
    [pattern, "--tags", "v*", "--newest", "2"],
    ["api:v2", "api:v3", "deep/worker:v1"],
  );
  await check(
    "with a password: the catalogue",
    [`registry:${secure}/fleet/*`, "--tags", "v1"],
    ["api:v1", "deep/worker:v1"],
    { SSL_CERT_FILE: ca, ...login(password) },
  );
  const halves = [];
  for (const shard of ["1/2", "2/2"]) halves.push(await audited([pattern, "--shard", shard]));
  const whole = halves.flat().sort();
  results.check("registry, audit --shard: two shards have all images", valueDifference(whole, ALL));

  for (let at = 0; at < REPOSITORIES; at++) {
    cpSync(join(repositories, "fleet/tools"), join(repositories, `many/app-${at}`), { recursive: true });
  }
  await check(
    "of a catalogue with several pages",
    [`registry:${plain}/many/app-*49`],
    Array.from({ length: REPOSITORIES }, (_, at) => `app-${at}:latest`)
      .filter((name) => name.includes("49:"))
      .sort(),
  );
}

/** @returns the names of the audited images below the prefix, or the error. */
async function audited(args, env) {
  const { code, stdout, stderr } = await layerx(["audit", "--no-cache", "--jobs", "2", ...args], { env });
  if (code !== 0) return [`ended with ${code}: ${stderr}`];
  const lines = stdout.toString("utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line).source.replace(/^registry:[^/]+\/\w+\//, "")).sort();
}
