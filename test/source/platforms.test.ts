import { describe, expect, test } from "vitest";
import type { Image } from "../../src/image/image.js";
import { placeAmongPlatforms } from "../../src/image/image.js";
import { platformName } from "../../src/image/platform.js";
import { openImage } from "../../src/source/open.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { push } from "../support/push.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { openTar, refusal } from "./opening.js";

const NAMES = ["linux/amd64", "linux/arm64/v8", "linux/s390x"];

const built = () => Promise.all(NAMES.map((platform) => image([{ [platform]: "x" }], { platform })));

/** @returns the open platform, its place in the list, and all platforms. */
async function platformsOf(opening: Promise<Image>): Promise<readonly [string, number, readonly string[]]> {
  const opened = await opening;
  await opened.close();
  const names = (opened.platforms ?? []).map((choice) => choice.platforms.map(platformName).join());
  return [platformName(opened.platform), placeAmongPlatforms(opened), names];
}

describe("an archive with an index", () => {
  test("lists all platforms of the image in the order of the index", async () => {
    const files = packings.ociNested.files(await built());
    expect(await platformsOf(openTar(files))).toEqual(["linux/amd64", 0, NAMES]);
    expect(await platformsOf(openTar(files, { platform: "linux/s390x" }))).toEqual(["linux/s390x", 2, NAMES]);
  });

  test("opens the platform of an exact digest, also if other options name another one", async () => {
    const files = packings.ociNested.files(await built());
    const { platforms = [] } = await openTar(files);
    for (const [place, { digest, id }] of platforms.entries()) {
      for (const exactly of [digest ?? "", id])
        expect(await platformsOf(openTar(files, { exactly, platform: "linux/arm64", image: "0" }))).toEqual([
          NAMES[place],
          place,
          NAMES,
        ]);
    }
  });

  test("refuses an unknown digest", async () => {
    const files = packings.ociNested.files(await built());
    expect(await refusal(openTar(files, { exactly: `sha256:${"0".repeat(64)}` }))).toMatch(
      /^no-such-image: /,
    );
  });
});

test("images of one platform in one archive are not platforms of each other", async () => {
  const named = (name: string) => image([{ [name]: "x" }], { references: [`${name}:1`] });
  const files = packings.podmanSave.files([await named("a"), await named("b")]);
  expect(await platformsOf(openTar(files, { image: "a:1" }))).toEqual(["linux/amd64", -1, []]);
});

describe("a registry's index", () => {
  async function pushed(names: readonly string[]) {
    const registry = await ScriptedRegistry.start();
    const manifests = await Promise.all(
      names.map(async (platform) => {
        const one = await image([{ [platform]: "x" }], { platform });
        const mediaType = "application/vnd.oci.image.manifest.v1+json";
        return { mediaType, platform: one.platform, ...push(registry, one, { tags: [] }) };
      }),
    );
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
    const open = (exactly?: string, image?: string) =>
      openImage(`registry:${registry.host}/lab/app:1`, {
        image,
        cwd: "/",
        stdin: null,
        host: { arch: "x64" },
        network: { env: {} },
        exactly,
      });
    return { open, manifests };
  }

  test("lists all platforms, and opens the platform of an exact digest", async () => {
    const { open, manifests } = await pushed(NAMES);
    expect(await platformsOf(open())).toEqual(["linux/amd64", 0, NAMES]);
    expect(await platformsOf(open(manifests[1].digest))).toEqual(["linux/arm64/v8", 1, NAMES]);
    expect(await refusal(open(`sha256:${"0".repeat(64)}`))).toMatch(/^no-such-image: /);
  });

  test("has one image that --image names, or is an error", async () => {
    const { open, manifests } = await pushed(NAMES);
    expect(await platformsOf(open(undefined, manifests[1].digest))).toEqual(["linux/arm64/v8", 1, NAMES]);
    expect(await refusal(open(undefined, "other:1"))).toMatch(/^no-such-image: .* contains no image other:1/);
  });

  test("with a single image has no other platforms", async () => {
    const { open } = await pushed(["linux/s390x"]);
    expect(await platformsOf(open())).toEqual(["linux/s390x", -1, []]);
  });
});
