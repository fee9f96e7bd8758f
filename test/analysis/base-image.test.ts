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

/** An image of `layers` layers, and a history of instructions, `=` before those that make no layer. */
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

describe("a guess", () => {
  test.each([
    [
      "instructions behind a CMD are of a later build",
      ["ADD rootfs", "=CMD [bash]", "RUN a", "=CMD [app]"],
      1,
      "CMD",
    ],
    [
      "the last CMD or ENTRYPOINT below a layer ends the base",
      ["ADD rootfs", "=CMD [bash]", "RUN python", "=ENTRYPOINT [python]", "=ENV A=1", "COPY . /"],
      2,
      "ENTRYPOINT",
    ],
    [
      "builders' own words around an instruction do not hide it",
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

  test("the last CMD of an image does not end its base image", () => {
    expect(guessedBase(built(["ADD rootfs", "RUN a", "=ENTRYPOINT [a]", "=CMD [b]"]))).toBe(null);
    expect(guessedBase(built(["=CMD [b]", "ADD rootfs"]))).toBe(null);
    expect(guessedBase(memoryImage([]))).toBe(null);
  });

  test("without a CMD the longest pause of a day or more shows where the base ends", () => {
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
      reason: "the next layer is 58 days younger",
    });
  });

  test("a pause of less than a day, and invalid times, show nothing", () => {
    const times = ["2024-01-01T00:00:00Z", "2024-01-01T23:59:59Z", "yesterday"];
    expect(guessedBase(built(["RUN a", "RUN b", "RUN c"], times))).toBe(null);
  });
});

describe("a base that is known", () => {
  test("the number of layers that an option gives, and no more than the image has", () => {
    const image = built(["RUN a", "RUN b"]);
    expect([0, 2, 3].map((layers) => countedBase(image, layers)?.layers ?? null)).toEqual([0, 2, null]);
  });

  test("an image is the base where all its diff IDs are the lowest", () => {
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

  test("the first layer that differs is named, and a layer without a diff ID differs", () => {
    const image = withDiffIds(built(["RUN a", "RUN b"]), ["sha256:a", null]);
    const differing = (ids: readonly (string | null)[]) =>
      sharedBase(image, withDiffIds(built(ids.map(() => "RUN x")), ids));
    expect(differing(["sha256:a", "sha256:x"])).toEqual({ differs: 1 });
    expect(differing(["sha256:a", null])).toEqual({ differs: 1 });
    expect(differing(["sha256:a", "sha256:b", "sha256:c"])).toEqual({ differs: 1 });
  });
});

test("annotations name the base before labels, which the base may have handed down", () => {
  const image = built(["RUN a"]);
  const labels = new Map([["org.opencontainers.image.base.name", "debian:12"]]);
  const annotations = new Map([["org.opencontainers.image.base.digest", "sha256:12"]]);
  const labelled = { ...image, config: { ...image.config, labels } };
  expect(namedBase(image)).toEqual({ name: null, digest: null });
  expect(namedBase(labelled)).toEqual({ name: "debian:12", digest: null });
  expect(namedBase({ ...labelled, annotations })).toEqual({ name: null, digest: "sha256:12" });
});

describe("whether a layer belongs to the base image", () => {
  const teller = (instructions: readonly string[], layers?: number) => {
    const image = built(instructions);
    const tell = baseMembership(image, layers === undefined ? null : countedBase(image, layers));
    return image.layers.map(({ index }) => tell(index));
  };

  test("is certain for a number that an option gives, and for a first layer that is a whole filesystem", () => {
    expect(teller(["RUN a", "RUN b", "COPY x /"], 2)).toEqual(["certain", "certain", "no"]);
    expect(teller(["ADD file:12ab in /", "RUN b", "COPY x /"])).toEqual(["certain", "no", "no"]);
  });

  test("is guessed from the history without an option", () => {
    expect(teller(["ADD file:12ab in /", "RUN python", "=CMD [python]", "COPY x /"])).toEqual([
      "certain",
      "guessed",
      "no",
    ]);
  });

  test("is certain for what an engine imported as an archive, which has a comment and no instruction", () => {
    const image = built(["", "RUN b"]);
    const [first, second] = image.history;
    const imported = { ...image, history: [{ ...first, comment: "Imported from -" }, second] };
    const kinds = [image, imported].map((one) => baseMembership(one, null)(0));
    expect(kinds).toEqual(["no", "certain"]);
  });

  test("is not used if an option says that there is no base, as for an image that is a base itself", () => {
    expect(teller(["ADD file:12ab in /", "=CMD [sh]", "RUN b"], 0)).toEqual(["no", "no"]);
  });
});

describe("when a base was built", () => {
  const image = built(
    ["ADD base", "=CMD sh", "COPY app"],
    ["2025-01-31T10:00:00+02:00", "2025-01-31T11:00:00Z", "2026-01-01T00:00:00Z"],
  );

  test("is when its topmost layer was made, as the history says", () => {
    expect(baseCreated(image, { layers: 1 })).toBe("2025-01-31T10:00:00+02:00");
    expect(baseCreated(image, { layers: 2 })).toBe("2026-01-01T00:00:00Z");
    expect(baseCreated(image, { layers: 0 })).toBeNull();
  });

  test.each(["1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday"])(
    "%s is a placeholder, or no date at all",
    (created) => expect(baseCreated(built(["ADD base"], [created]), { layers: 1 })).toBeNull(),
  );
});
