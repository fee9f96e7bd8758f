import { describe, expect, test } from "vitest";
import { platformName } from "../../src/image/platform.js";
import { type BuiltImage, digestOf, image } from "../support/fixture.js";
import { imageManifest } from "../support/oci.js";
import { packings } from "../support/packings.js";
import { push } from "../support/push.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { open, openTar, refusal, type Wish } from "./opening.js";

const NAME = "lab/app:1";

/** Images for several platforms under one name. */
const platforms = async (names: readonly string[], references: readonly string[]) =>
  Promise.all(names.map((name) => image([{ a: name }], { platform: name, references })));

/** Pushes images to a registry under one name: a single manifest, or an index. */
function pushed(registry: ScriptedRegistry, images: readonly BuiltImage[]): string {
  const [only, ...others] = images;
  if (others.length === 0) push(registry, only);
  else {
    const manifests = images.map((built) => ({
      ...push(registry, built, { tags: [] }),
      platform: built.platform,
    }));
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
  }
  return `registry:${registry.host}/${NAME}`;
}

/** The sources of one set of images. A selector must mean the same in each of them. */
const SOURCES = {
  "a registry": async (names: readonly string[]) => {
    const registry = await ScriptedRegistry.start();
    const reference = `${registry.host}/${NAME}`;
    const images = await platforms(names, [reference]);
    const source = pushed(registry, images);
    return { images, reference, opened: (wish: Wish) => open(source, { ...wish, network: { env: {} } }) };
  },
  "an archive": async (names: readonly string[]) => {
    const reference = `example.com/${NAME}`;
    const images = await platforms(names, [reference]);
    const packing = names.length === 1 ? packings.ociArchive : packings.ociNested;
    const files = packing.files(images);
    return { images, reference, opened: (wish: Wish) => openTar(files, wish) };
  },
};

describe.each(Object.entries(SOURCES))("--image for %s", (_, sourceOf) => {
  async function platformOf(opening: ReturnType<typeof open>): Promise<string> {
    const opened = await opening;
    await opened.close();
    return platformName(opened.platform);
  }

  test("takes number, name, ID and digest of a single image", async () => {
    const { images, reference, opened } = await sourceOf(["linux/amd64"]);
    const digest = digestOf(imageManifest(images[0]));
    for (const selector of ["0", reference, images[0].id, digest, digest.slice(7, 19)])
      expect(await platformOf(opened({ image: selector }))).toBe("linux/amd64");
  });

  test.each(["1", "other:1", "sha256:0123456789ab", "nothing at all"])(
    "%s is an error for a single image without it, which lists the image",
    async (selector) => {
      const { reference, opened } = await sourceOf(["linux/amd64"]);
      expect(await refusal(opened({ image: selector }))).toMatch(
        new RegExp(
          `^no-such-image: .* contains no image ${selector}, .*\n +0 +${reference} +linux/amd64 +sha256:`,
        ),
      );
    },
  );

  test("takes number, name and digest of an image for several platforms, and of one platform", async () => {
    const { images, reference, opened } = await sourceOf(["linux/amd64", "linux/arm64"]);
    const arm64 = digestOf(imageManifest(images[1]));
    expect(await platformOf(opened({ image: "0" }))).toBe("linux/amd64");
    expect(await platformOf(opened({ image: reference }))).toBe("linux/amd64");
    expect(await platformOf(opened({ image: reference, platform: "linux/arm64" }))).toBe("linux/arm64");
    for (const selector of ["1", arm64, arm64.slice(7, 19)])
      expect(await platformOf(opened({ image: selector }))).toBe("linux/arm64");
  });

  test.each(["2", "other:1", "sha256:0123456789ab"])(
    "%s is an error for an image for several platforms without it, which lists them",
    async (selector) => {
      const { reference, opened } = await sourceOf(["linux/amd64", "linux/arm64"]);
      expect(await refusal(opened({ image: selector }))).toMatch(
        new RegExp(
          `^no-such-image: .* contains no image ${selector}, .*\n +0 +${reference} +linux/amd64, linux/arm64 +sha256:.*` +
            "\n +linux/amd64 +sha256:.*\n +linux/arm64 +sha256:",
        ),
      );
    },
  );

  test("with --platform is an error if the selected image is for another platform", async () => {
    const { images, opened } = await sourceOf(["linux/amd64", "linux/arm64"]);
    const arm64 = digestOf(imageManifest(images[1]));
    expect(await refusal(opened({ image: arm64, platform: "linux/amd64" }))).toMatch(
      /^platform-mismatch: .* no image for linux\/amd64, since it is for linux\/arm64$/,
    );
    const single = await sourceOf(["linux/arm64"]);
    expect(await refusal(single.opened({ image: single.reference, platform: "linux/amd64" }))).toMatch(
      /^platform-mismatch: .* no image for linux\/amd64, since it is for linux\/arm64$/,
    );
  });

  test("is not needed for the newest older arm, which runs on the wanted one", async () => {
    const { opened } = await sourceOf(["linux/arm/v5", "linux/arm/v6", "linux/amd64"]);
    expect(await platformOf(opened({ platform: "linux/arm/v7" }))).toBe("linux/arm/v6");
    expect(await refusal(opened({ platform: "linux/arm/v4" }))).toMatch(/^platform-mismatch: /);
  });
});
