import { layerx } from "../layerx.js";
import { guarded } from "./guarded.js";

/**
 * Checks that an export of a container is refused: every command ends with exit code 2 and names `docker save`.
 *
 * @param {import("../build.js").Built} image
 * @param {import("../tally.js").Tally} results
 */
export async function checkRefused({ name, rootfs }, results) {
  for (const command of ["inspect", "ci", "history", "tree"]) {
    await guarded(results, `${name}: ${command} of a docker export is refused`, async () =>
      difference(await layerx([command, rootfs])),
    );
  }
  await guarded(results, `${name}: a docker export on standard input is refused`, async () =>
    difference(await layerx(["inspect", "-"], { input: rootfs })),
  );
}

function difference({ code, stdout, stderr }) {
  const right = code === 2 && stdout.length === 0 && stderr.includes("docker save");
  return right ? null : `exit ${code}, ${stdout.length} bytes on stdout, stderr: ${stderr.trim()}`;
}
