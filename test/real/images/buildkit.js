import { join } from "node:path";
import { keptFile } from "../kept.js";

/** Every archive that BuildKit's exporters write: compressions, an index with attestations, an unpacked layout. */
const FORMS = [
  { name: "buildkit-oci.tar", output: "type=oci", attest: false },
  { name: "buildkit-oci-attested.tar", output: "type=oci", attest: true },
  {
    name: "buildkit-oci-zstd.tar",
    output: "type=oci,compression=zstd,force-compression=true",
    attest: false,
  },
  {
    name: "buildkit-oci-estargz.tar",
    output: "type=oci,compression=estargz,force-compression=true",
    attest: false,
  },
  {
    name: "buildkit-oci-plain.tar",
    output: "type=oci,compression=uncompressed,force-compression=true",
    attest: false,
  },
  {
    name: "buildkit-oci-zstd-attested.tar",
    output: "type=oci,compression=zstd,force-compression=true",
    attest: true,
  },
  {
    name: "buildkit-docker-zstd.tar",
    output: "type=docker,name=layerx-real/buildkit,compression=zstd,force-compression=true",
    attest: false,
  },
  {
    name: "buildkit-docker-estargz.tar",
    output: "type=docker,name=layerx-real/buildkit,compression=estargz,force-compression=true",
    attest: false,
  },
  { name: "buildkit-docker.tar", output: "type=docker,name=layerx-real/buildkit", attest: false },
  { name: "buildkit-layout", output: "type=oci,tar=false", attest: false },
];

/**
 * Writes the small image with BuildKit itself, in each form. The forms are compared with the first one.
 *
 * @param {Awaited<ReturnType<typeof import("../engines/buildkit.js").startBuildkit>>} buildkit
 * @param {{ context: string, folder: string, skip: (name: string, reason: string) => void }} options
 * @returns {Promise<import("../forms.js").Form[]>}
 */
export async function buildkitForms(buildkit, { context, folder, skip }) {
  if (buildkit === null) {
    skip("buildkit's own archives", "no buildkitd and buildctl in PATH");
    return [];
  }
  const forms = [];
  for (const { name, output, attest } of FORMS) {
    const path = join(folder, name);
    try {
      await keptFile(path, (part) => buildkit.build({ context, output: `${output},dest=${part}`, attest }));
      forms.push({ name, path, transport: null });
    } catch (error) {
      skip(`buildkit: ${name}`, String(error.message).trim().split("\n").slice(-1)[0]);
    }
  }
  return forms;
}
