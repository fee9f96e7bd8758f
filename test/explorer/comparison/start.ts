import { analyze } from "../../../src/analysis/analyze.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import { comparedState } from "../../../src/explorer/comparison/compared-state.js";
import { comparedSubject } from "../../../src/explorer/comparison/compared-subject.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import type { Image } from "../../../src/image/image.js";
import { historyOf } from "../../support/history.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

export interface SideSpec {
  readonly name?: string;
  readonly layers: readonly (readonly MemberSpec[])[];
  /** The instruction of each layer. */
  readonly history?: readonly string[];
  readonly env?: readonly string[];
}

export interface ComparisonOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly upTo?: { readonly a: number; readonly b: number };
}

/** Returns the state of the explorer for two images. Layers with the same members are the same layer. */
export async function compared(
  a: SideSpec,
  b: SideSpec,
  { columns = 120, rows = 36, ...options }: ComparisonOptions = {},
): Promise<State> {
  const [before, after] = [await analyze(imageOf(a, "old:1")), await analyze(imageOf(b, "new:2"))];
  const subject = comparedSubject(await compareImages(before, after, options));
  return update(comparedState(subject, { columns, rows }), { type: "resize", columns, rows }).state;
}

function imageOf({ name, layers, history = [], env = [] }: SideSpec, usual: string): Image {
  const image = memoryImage(layers);
  return {
    ...image,
    source: `${(name ?? usual).replace(":", "-")}.tar`,
    references: [name ?? usual],
    config: { ...image.config, env },
    history: historyOf(history),
    layers: image.layers.map((layer, index) => ({ ...layer, diffId: JSON.stringify(layers[index]) })),
  };
}

const BASE: readonly MemberSpec[] = [
  { path: "bin", type: "dir" },
  { path: "bin/sh", content: "shell" },
  { path: "etc", type: "dir" },
  { path: "etc/hosts", content: "one\ntwo\n" },
];

/** A shared base, a changed layer, a removed layer (in `OLD`) and an added layer (in `NEW`). */
export const OLD: SideSpec = {
  layers: [
    BASE,
    [
      { path: "lib", type: "dir" },
      { path: "lib/a", content: "aaaa" },
      { path: "lib/gone", content: "123" },
      { path: "lib/b", content: "bb" },
      { path: "lib/link", type: "symlink", linkname: "a" },
    ],
    [{ path: "tmp/old", content: "1234567" }],
  ],
  history: ["ADD rootfs /", "RUN pip install", "RUN make old"],
  env: ["A=1"],
};
export const NEW: SideSpec = {
  layers: [
    BASE,
    [
      { path: "lib", type: "dir" },
      { path: "lib/a", content: "aaaa", mode: 0o755 },
      { path: "lib/b", content: "bbbbbb" },
      { path: "lib/link", type: "symlink", linkname: "b" },
      { path: "lib/new", content: "new file" },
    ],
    [
      { path: "srv", type: "dir" },
      { path: "srv/model", content: "0123456789" },
    ],
  ],
  history: ["ADD rootfs /", "RUN pip install", "COPY model /srv"],
  env: ["A=2"],
};
