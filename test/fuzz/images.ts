import { LAYER_COMPRESSIONS } from "../support/compression.js";
import { type BuiltImage, image } from "../support/fixture.js";
import {
  device,
  dir,
  fifo,
  file,
  hardlink,
  type MemberSpec,
  type SpecPair,
  symlink,
} from "../support/layer-spec.js";
import type { Random } from "./random.js";

// Few names, so that layers often have the same paths, and some unusual names.
const NAMES = [
  "a",
  "b",
  "lib",
  "usr",
  "c.d",
  ".wh.a",
  ".wh.lib",
  ".wh..wh..opq",
  ".wh.",
  ".wh..wh.x",
  "..",
  "\u202e\x1b[2J",
  "__proto__",
];
const TARGETS = ["a", "../a", "/usr/lib", "..", "/", "lib", "./lib/../lib", "a/".repeat(50), ""];
const NUMBERS = [
  "0",
  "1",
  "-1",
  "7",
  "511",
  "512",
  "1e3",
  "9007199254740991",
  "9223372036854775807",
  "-9223372036854775808",
  "",
  "x",
  "0.5",
  "1.123456789123",
  `${2 ** 32}`,
];
const PAX_KEYS = [
  "path",
  "linkpath",
  "size",
  "uid",
  "gid",
  "mtime",
  "GNU.sparse.major",
  "GNU.sparse.minor",
  "GNU.sparse.name",
  "GNU.sparse.realsize",
  "GNU.sparse.size",
  "GNU.sparse.map",
  "GNU.sparse.offset",
  "GNU.sparse.numbytes",
  "SCHILY.xattr.user.a",
  "SCHILY.xattr.security.capability",
  "comment",
  "__proto__",
];
const CONTENTS = ["", "x", "y", "one\ntwo\n", "\0".repeat(600), "x".repeat(3000), `\0${"z".repeat(700)}`];

/** @returns a random image of a few small layers, with every kind of member. */
export function randomImage(random: Random): Promise<BuiltImage> {
  const layers = random.list(5, () => random.list(9, (): SpecPair => [pathOf(random), memberOf(random)]));
  const history = random.once(4)
    ? random.list(6, () => ({
        created_by: random.of(["RUN x", "", "\x1b[31m", "COPY a b # buildkit"]),
        empty_layer: random.once(2),
      }))
    : undefined;
  return image(layers, {
    compression: random.of(LAYER_COMPRESSIONS),
    ...(history === undefined ? {} : { history }),
  });
}

function pathOf(random: Random): string {
  const parts = [random.of(NAMES), ...random.list(3, () => random.of(NAMES))];
  return random.once(12) ? `${parts.join("/")}/${"n".repeat(random.below(300))}` : parts.join("/");
}

function memberOf(random: Random): MemberSpec {
  const more = random.once(10) ? { pax: paxOf(random) } : {};
  const attributes = { mode: random.below(0o10000), uid: random.of([0, 7, 2 ** 21, 2 ** 33]), ...more };
  switch (random.below(9)) {
    case 0:
      return dir(attributes);
    case 1:
    case 2:
      return symlink(random.of(TARGETS), attributes);
    case 3:
      return hardlink(random.once(2) ? pathOf(random) : random.of(TARGETS), attributes);
    case 4:
      return random.once(2) ? fifo(attributes) : { ...device("char", 1, 3), ...attributes };
    case 5:
      return sparse(random);
    default:
      return file(random.of(CONTENTS), attributes);
  }
}

function paxOf(random: Random): Record<string, string> {
  const records = random.list(2, () => [
    random.of(PAX_KEYS),
    random.once(3) ? pathOf(random) : random.of(NUMBERS),
  ]);
  return Object.fromEntries(records);
}

/** @returns a sparse file in a PAX form, of any size, mostly with a valid map. */
function sparse(random: Random): MemberSpec {
  const data = random.of(CONTENTS);
  const at = random.of([0, 1, 512, 4096, 2 ** 40]);
  const size = random.once(40) ? 10 : at + data.length + random.of([0, 1, 2 ** 41]);
  const map = random.once(40) ? "1,2,x" : `${at},${data.length}`;
  return file(data, { pax: { "GNU.sparse.size": String(size), "GNU.sparse.map": map } });
}
