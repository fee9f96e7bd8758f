import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";
import { keptFolder } from "../kept.js";

const LAYOUT = "umoci-layout";
const ROOTFS = "umoci-unpacked.tar";

/**
 * Makes an image with umoci from an empty layout, in three repacks. The last one removes and replaces files.
 *
 * @param {string} folder
 * @returns {Promise<{ layout: string, rootfs: string }>} the layout's folder, and a tarball of the files that umoci unpacks from it
 */
export async function umociImage(folder) {
  await keptFolder(folder, [fill.toString()], fill);
  return { layout: join(folder, LAYOUT), rootfs: join(folder, ROOTFS) };
}

async function fill(folder) {
  const layout = join(folder, LAYOUT);
  const rootfs = join(folder, ROOTFS);
  const image = `${layout}:latest`;
  await succeed("umoci", ["init", "--layout", layout]);
  await succeed("umoci", ["new", "--image", image]);

  await change(image, join(folder, "bundle-1"), (root) => {
    mkdirSync(join(root, "etc/app"), { recursive: true });
    mkdirSync(join(root, "usr/share/doc"), { recursive: true });
    writeFileSync(join(root, "etc/app/config"), "a = 1\n");
    writeFileSync(join(root, "etc/app/old"), "old\n".repeat(400));
    writeFileSync(join(root, "usr/share/doc/readme"), "read me\n".repeat(900));
  });
  await change(image, join(folder, "bundle-2"), (root) => {
    writeFileSync(join(root, "etc/app/config"), "a = 2\n");
    rmSync(join(root, "usr/share/doc"), { recursive: true });
  });
  await change(image, join(folder, "bundle-3"), (root) => {
    rmSync(join(root, "etc/app/old"));
    mkdirSync(join(root, "etc/app/old"));
    writeFileSync(join(root, "etc/app/old/now-a-folder"), "new\n");
  });
  await succeed("umoci", [
    "config",
    "--image",
    image,
    "--config.entrypoint",
    "/bin/app",
    "--config.env",
    "MADE_BY=umoci",
  ]);

  const last = join(folder, "bundle-last");
  await succeed("umoci", ["unpack", "--image", image, last]);
  await succeed("tar", ["--numeric-owner", "-C", join(last, "rootfs"), "-cf", rootfs, "."]);
  rmSync(last, { recursive: true });
}

async function change(image, bundle, edit) {
  await succeed("umoci", ["unpack", "--image", image, bundle]);
  edit(join(bundle, "rootfs"));
  await succeed("umoci", ["repack", "--image", image, bundle]);
  rmSync(bundle, { recursive: true });
}
