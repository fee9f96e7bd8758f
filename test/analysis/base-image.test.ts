import { describe, expect, test } from "vitest";
import {
  baseCreated,
  baseMembership,
  countedBase,
  guessedBase,
  namedBase,
  sharedBase,
} from "../../src/analysis/base-image.js";
import type { Image } from "../../src/image/image.js";
import { memoryImage } from "../support/memory-image.js";

/** Returns an image with this history. An instruction that begins with `=` makes no layer. */
function built(instructions: readonly string[], created: readonly string[] = []): Image {
  const made = instructions.filter((words) => !words.startsWith("="));
  const image = memoryImage(made.map((_, index) => [{ path: `f${index}`, content: "x" }]));
  let layer = 0;
  const history = instructions.map((words, index) => {
    const empty = words.startsWith("=");
    const createdBy = empty ? words.slice(1) : words;
    const entry = { created: created[index] ?? null, createdBy, author: null, comment: null };
    return { ...entry, emptyLayer: empty, layer: empty ? null : layer++ };
  });
  return { ...image, history };
}

function withDiffIds(image: Image, ids: readonly (string | null)[]): Image {
  return { ...image, layers: image.layers.map((layer, index) => ({ ...layer, diffId: ids[index] })) };
}

describe("a guessed base image", () => {
  test.each([
    [
      "instructions after a CMD belong to a later build",
      ["ADD rootfs", "=CMD [bash]", "RUN a", "=CMD [app]"],
      1,
      "CMD",
    ],
    [
      "the base ends at the last CMD or ENTRYPOINT that has a layer after it",
      ["ADD rootfs", "=CMD [bash]", "RUN python", "=ENTRYPOINT [python]", "=ENV A=1", "COPY . /"],
      2,
      "ENTRYPOINT",
    ],
    [
      "a CMD with the prefix of an old builder also ends the base",
      ["ADD rootfs", '=/bin/sh -c #(nop)  CMD ["bash"]', "RUN a"],
      1,
      "CMD",
    ],
  ] as const)("%s", (_, instructions, layers, word) => {
    expect(guessedBase(built(instructions))).toEqual({
      layers,
      by: "history",
      guessed: true,
      name: null,
      digest: null,
      reason: `instructions follow its ${word}`,
    });
  });

  test("a CMD with no layer before it, or no layer after it, does not end the base image", () => {
    expect(guessedBase(built(["ADD rootfs", "RUN a", "=ENTRYPOINT [a]", "=CMD [b]"]))).toBe(null);
    expect(guessedBase(built(["=CMD [b]", "ADD rootfs"]))).toBe(null);
    expect(guessedBase(memoryImage([]))).toBe(null);
  });

  test("without a CMD, the base ends at the longest pause of a day or more between two layers", () => {
    const times = [
      "2024-01-01T00:00:00Z",
      "2024-01-03T00:00:00Z",
      "2024-03-01T12:00:00Z",
      "2024-03-01T12:00:09Z",
    ];
    expect(guessedBase(built(["RUN a", "RUN b", "RUN c", "RUN d"], times))).toEqual({
      layers: 2,
      by: "history",
      guessed: true,
      name: null,
      digest: null,
      reason: "the next layer is 58 days newer",
    });
  });

  test("a pause of less than a day, or an invalid time, does not end the base", () => {
    const times = ["2024-01-01T00:00:00Z", "2024-01-01T23:59:59Z", "yesterday"];
    expect(guessedBase(built(["RUN a", "RUN b", "RUN c"], times))).toBe(null);
  });
});

describe("a known base image", () => {
  test("the base cannot have more layers than the image", () => {
    const image = built(["RUN a", "RUN b"]);
    expect([0, 2, 3].map((layers) => countedBase(image, layers)?.layers ?? null)).toEqual([0, 2, null]);
  });

  test("an image is the base if its diff IDs are the lowest diff IDs of the other image", () => {
    const image = withDiffIds(built(["RUN a", "RUN b", "RUN c"]), ["sha256:a", "sha256:b", "sha256:c"]);
    const base = { ...withDiffIds(built(["RUN a", "RUN b"]), ["sha256:a", "sha256:b"]), references: ["b:1"] };
    expect(sharedBase(image, base)).toEqual({
      layers: 2,
      by: "image",
      guessed: false,
      name: "b:1",
      digest: null,
      reason: "its diff IDs are the lowest ones of the image",
    });
  });

  test("the first differing layer is named if an image is not the base; a layer without a diff ID differs", () => {
    const image = withDiffIds(built(["RUN a", "RUN b"]), ["sha256:a", null]);
    const differing = (ids: readonly (string | null)[]) =>
      sharedBase(image, withDiffIds(built(ids.map(() => "RUN x")), ids));
    expect(differing(["sha256:a", "sha256:x"])).toEqual({ differs: 1 });
    expect(differing(["sha256:a", null])).toEqual({ differs: 1 });
    expect(differing(["sha256:a", "sha256:b", "sha256:c"])).toEqual({ differs: 1 });
  });
});

test("annotations about the base override labels, because labels may be inherited from the base", () => {
  const image = built(["RUN a"]);
  const labels = new Map([["org.opencontainers.image.base.name", "debian:12"]]);
  const annotations = new Map([["org.opencontainers.image.base.digest", "sha256:12"]]);
  const labelled = { ...image, config: { ...image.config, labels } };
  expect(namedBase(image)).toEqual({ name: null, digest: null });
  expect(namedBase(labelled)).toEqual({ name: "debian:12", digest: null });
  expect(namedBase({ ...labelled, annotations })).toEqual({ name: null, digest: "sha256:12" });
});

describe("the layers of the base image", () => {
  const memberships = (instructions: readonly string[], layers?: number) => {
    const image = built(instructions);
    const membership = baseMembership(image, layers === undefined ? null : countedBase(image, layers));
    return image.layers.map(({ index }) => membership(index));
  };

  test("layers that an option counts, and a first layer with a whole filesystem, certainly belong to the base", () => {
    expect(memberships(["RUN a", "RUN b", "COPY x /"], 2)).toEqual(["certain", "certain", "no"]);
    expect(memberships(["ADD file:12ab in /", "RUN b", "COPY x /"])).toEqual(["certain", "no", "no"]);
  });

  test("without an option, the history gives a guess of the layers that belong to the base", () => {
    expect(memberships(["ADD file:12ab in /", "RUN python", "=CMD [python]", "COPY x /"])).toEqual([
      "certain",
      "guessed",
      "no",
    ]);
  });

  test("a first layer that an engine imported certainly belongs to the base", () => {
    const image = built(["", "RUN b"]);
    const [first, second] = image.history;
    const imported = { ...image, history: [{ ...first, comment: "Imported from -" }, second] };
    const kinds = [image, imported].map((one) => baseMembership(one, null)(0));
    expect(kinds).toEqual(["no", "certain"]);
  });

  test("no layer belongs to the base if an option says that there is no base", () => {
    expect(memberships(["ADD file:12ab in /", "=CMD [sh]", "RUN b"], 0)).toEqual(["no", "no"]);
  });
});

describe("the build time of a base image", () => {
  const image = built(
    ["ADD base", "=CMD sh", "COPY app"],
    ["2025-01-31T10:00:00+02:00", "2025-01-31T11:00:00Z", "2026-01-01T00:00:00Z"],
  );

  test("the build time of a base image is the time of its topmost layer in the history", () => {
    expect(baseCreated(image, { layers: 1 })).toBe("2025-01-31T10:00:00+02:00");
    expect(baseCreated(image, { layers: 2 })).toBe("2026-01-01T00:00:00Z");
    expect(baseCreated(image, { layers: 0 })).toBeNull();
  });

  test.each(["1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday"])(
    "a placeholder or an invalid date is not a build time: %s",
    (created) => expect(baseCreated(built(["ADD base"], [created]), { layers: 1 })).toBeNull(),
  );
});
