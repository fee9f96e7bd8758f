import { createHash } from "node:crypto";
import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerxJson } from "../layerx.js";
import { guarded } from "./guarded.js";

/** These are also read from standard input: plain, OCI, and compressed as a whole. */
const PIPED = /^(docker-save\.tar|skopeo-oci-archive\.tar|buildkit-.*\.tar|.*-whole-.*)$/;
const VERIFIED = /^(docker-save\.tar|skopeo-oci|skopeo-oci-zstd-chunked|docker-save-whole-gzip\.image)$/;

/**
 * Checks that `inspect --format json` has the same numbers for an image in all its forms.
 *
 * @param {import("../build.js").Built} image
 * @param {import("../forms.js").Form[]} forms
 * @param {import("../tally.js").Tally} results
 */
export async function checkForms({ name, archive }, forms, results) {
  let expected;
  await guarded(results, `${name}: docker save opens`, async () => {
    expected = numbers(await layerxJson(["inspect", archive]));
    return null;
  });
  for (const form of forms) {
    const again = form.name.includes("estargz") ? withoutDiffIds : (value) => value;
    const compare = async (args, options) =>
      valueDifference(again(numbers(await layerxJson(args, options))), again(expected));
    await guarded(results, `${name}: ${form.name}`, () => compare(["inspect", form.path]));
    if (PIPED.test(form.name)) {
      await guarded(results, `${name}: ${form.name} on standard input`, () =>
        compare(["inspect", "-"], { input: form.path }),
      );
    }
    if (VERIFIED.test(form.name)) {
      await guarded(results, `${name}: ${form.name} --verify`, async () =>
        valueDifference((await layerxJson(["inspect", form.path, "--verify"])).warnings, []),
      );
    }
    if (form.transport !== null) {
      await guarded(results, `${name}: ${form.name} has the same image ID as in skopeo`, () => sameId(form));
    }
  }
}

/** @returns the fields that are the same in every form. A conversion to OCI changes the ID and Docker's own fields. */
function numbers({ image, dive, layers, history, waste, warnings }) {
  const { source, format, references, id, digest, compressedSize, config, ...rest } = image;
  const { healthcheck, shell, ...common } = config;
  return {
    image: { ...rest, config: common },
    dive,
    layers: layers.map(({ digest, mediaType, compressedSize, ...layer }) => layer),
    history,
    waste,
    warnings,
  };
}

/** An estargz layer is another tarball, with a table of contents in it; the files are the same. */
function withoutDiffIds(value) {
  return { ...value, layers: value.layers.map(({ diffId, ...layer }) => layer) };
}

/** @param {import("../forms.js").Form} form */
async function sameId({ path, transport }) {
  const { stdout } = await succeed("skopeo", ["inspect", "--raw", "--config", transport]);
  const theirs = `sha256:${createHash("sha256").update(stdout).digest("hex")}`;
  const { image } = await layerxJson(["inspect", path]);
  return valueDifference(image.id, theirs);
}
