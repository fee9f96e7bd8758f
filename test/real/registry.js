import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkCatalogue } from "./checks/catalogue.js";
import { checkRegistry } from "./checks/registry.js";
import { startRegistries } from "./engines/registry.js";
import { install } from "./prerequisites.js";
import { tally } from "./tally.js";

/* Runs only the checks of registries, on the samples: `node test/real/registry.js`. They need no engine. */

const samples = fileURLToPath(new URL("../../samples", import.meta.url));
const results = tally((line) => process.stdout.write(`${line}\n`));
await install(
  (line) => process.stderr.write(`# ${line}\n`),
  ["docker-registry", "skopeo", "htpasswd", "openssl", "curl"],
);
const folder = mkdtempSync(join(tmpdir(), "layerx-registry-"));
const registries = await startRegistries({ folder });
try {
  await checkRegistry({ archive: join(samples, "flask.tar"), registries }, results);
  await checkCatalogue({ folder: samples, registries }, results);
} finally {
  await registries.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = results.counts.failed === 0 ? 0 : 1;
