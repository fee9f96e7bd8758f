import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type OpenOptions, openImage } from "../../src/source/open.js";
import { type BuiltImage, image } from "../support/fixture.js";
import { type Packing, packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

type Choice = Pick<OpenOptions, "image" | "platform"> & { readonly arch?: string };

/** @returns the ID of the opened image, or the code of the error. */
async function chosen(packing: Packing, images: readonly BuiltImage[], choice: Choice): Promise<string> {
  const path = await save(packing, images, tempDir());
  const { arch = "x64", ...options } = choice;
  const world = { cwd: "/", stdin: Readable.from([]), host: { arch } };
  try {
    const opened = await openImage(path, { ...world, ...options });
    await opened.close();
    return opened.id;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

const several: readonly Packing[] = Object.values(packings).filter((packing) => packing.several);
// In these packings a tag names an index of manifests: one image for several platforms.
const nested: readonly Packing[] = [packings.ociNested, packings.ociAttested];

describe.each(several.filter((packing) => !nested.includes(packing)))("several images: $name", (packing) => {
  test("a reference, an ID or a number selects an image; without one, opening is an error", async () => {
    const a = await image([{ a: "1" }], { references: ["example.com/a:1", "example.com/also-a:1"] });
    const b = await image([{ a: "1" }, { b: "2" }], { references: ["example.com/b:1"] });
    const choices: readonly Choice[] = [
      { image: "example.com/a:1" },
      { image: "example.com/also-a:1" },
      { image: "example.com/b:1" },
      { image: b.id },
      { image: "0" },
      { image: "1" },
      { image: "example.com/c:1" },
      {},
    ];
    const results = await Promise.all(choices.map((choice) => chosen(packing, [a, b], choice)));
    expect(results).toEqual([a.id, a.id, b.id, b.id, a.id, b.id, "no-such-image", "several-images"]);
  });
});

describe.each(several.filter((packing) => packing.format === "oci-archive"))(
  "several platforms: $name",
  (packing) => {
    test("without --platform, linux on the host's architecture is opened; if it is missing, opening is an error", async () => {
      const amd = await image([{ a: "amd64" }], { platform: "linux/amd64" });
      const arm = await image([{ a: "arm64" }], { platform: "linux/arm64" });
      const choices: readonly Choice[] = [
        { platform: "linux/arm64" },
        { platform: "linux/amd64", arch: "arm64" },
        { arch: "arm64" },
        { arch: "x64" },
        { arch: "s390x" },
        { platform: "linux/s390x" },
      ];
      const results = await Promise.all(choices.map((choice) => chosen(packing, [amd, arm], choice)));
      expect(results).toEqual([arm.id, amd.id, arm.id, amd.id, "several-platforms", "platform-mismatch"]);
    });

    test("an image with only one platform is opened on any host", async () => {
      const arm = await image([{ a: "arm64" }], { platform: "linux/arm64" });
      expect(await chosen(packing, [arm], { arch: "x64" })).toBe(arm.id);
    });
  },
);
