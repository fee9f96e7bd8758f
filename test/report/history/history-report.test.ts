import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { report, type StoredEntry } from "./run.js";

interface Image {
  readonly case: string;
  readonly now: string;
  readonly imageId: string;
  readonly layerSizes: readonly number[];
  readonly history: readonly StoredEntry[];
}

interface Output {
  readonly case: string;
  readonly args: readonly string[];
  readonly stdout: string;
}

/** Real outputs of docker 28.2.2 with three unusual images. Each line is an image or an output. */
const RECORDED: readonly (Image | Output)[] = readFileSync(
  new URL("docker-history.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const images = RECORDED.filter((line) => "history" in line);
const outputs = RECORDED.filter((line) => "args" in line);

test("there are fourteen recorded outputs of docker", () => {
  expect(outputs.length).toBe(14);
});

test.each(outputs)(
  "history of the image $case with $args prints the same bytes as docker",
  ({ case: name, args, stdout }) => {
    const image = images.find((candidate) => candidate.case === name);
    const format = args.indexOf("--format");
    const bytes = report(image?.history ?? [], {
      imageId: image?.imageId,
      layerSizes: image?.layerSizes,
      now: Date.parse(image?.now ?? ""),
      noTrunc: args.includes("--no-trunc"),
      human: !args.includes("--human=false"),
      quiet: args.includes("-q"),
      format: format < 0 ? "" : args[format + 1],
    });
    expect(bytes.toString("utf8")).toBe(stdout);
  },
);

const THREE: readonly StoredEntry[] = [
  { created: "2023-09-07T00:20:00Z", created_by: "ADD rootfs" },
  { created: "2023-09-07T00:20:00Z", created_by: "ENV A=1", empty_layer: true },
  { created: "2023-09-07T00:20:00Z", created_by: "RUN\tit", comment: "a\tb" },
];

function check(options: Parameters<typeof report>[1], expected: string): void {
  expect(report(THREE, { layerSizes: [999500, 7], ...options }).toString("utf8")).toBe(expected);
}

describe("rows of the history", () => {
  test("are listed newest first, with the size of their layers", () => {
    check(
      { format: "{{.CreatedBy}}: {{.Size}}", human: false },
      "RUN it: 7\nENV A=1: 0\nADD rootfs: 999500\n",
    );
  });

  test("have the size 0 if there is no layer left", () => {
    check({ format: "{{.Size}}", layerSizes: [5] }, "0B\n0B\n5B\n");
  });

  test("show the IDs of known parents, and <missing> for others", () => {
    check(
      { format: "{{.ID}}", parents: ["sha256:abcdef0123456789"] },
      "0862b2a32f59\nabcdef012345\n<missing>\n",
    );
  });

  test("are missing for an image without history, so a table has only its header", () => {
    expect(report([], {}).toString()).toBe("IMAGE     CREATED   CREATED BY   SIZE      COMMENT\n");
    expect(report([], { format: "json" }).toString()).toBe("");
    expect(report([], { format: "{{.Nope}}" }).toString()).toBe("");
    expect(report([], { format: "table {{.Nope}}|" }).toString()).toBe("<no value>|\n");
  });
});

describe("fields of a row:", () => {
  test("each tab in the instruction becomes a space, a tab in the comment is unchanged", () => {
    const row: StoredEntry = { created_by: "a\tb\t\t", comment: "c\td" };
    for (const noTrunc of [false, true]) {
      const format = "{{.CreatedBy}}|{{.Comment}}";
      expect(report([row], { format, noTrunc }).toString()).toBe("a b  |c\td\n");
    }
  });

  test("texts are neither trimmed nor escaped", () => {
    const row: StoredEntry = { created_by: " \u001b[31m\u202e ", comment: "\r\n" };
    expect(report([row], { format: "{{.CreatedBy}}{{.Comment}}" }).toString()).toBe(
      " \u001b[31m\u202e \r\n\n",
    );
  });

  test("a lone surrogate prints as U+FFFD", () => {
    expect(report([{ created_by: "a\ud800b" }], { format: "{{.CreatedBy}}" }).toString()).toBe("a\ufffdb\n");
  });

  test.each([
    ["no date", undefined, "N/A 1970-01-01T00:00:00Z\n"],
    ["the first second of 2000", "2000-01-01T00:00:00Z", "N/A 2000-01-01T00:00:00Z\n"],
    ["the end of that second", "2000-01-01T00:00:00.9Z", "N/A 2000-01-01T00:00:00Z\n"],
    ["the second after it", "2000-01-01T00:00:01Z", "26 years ago 2000-01-01T00:00:01Z\n"],
    ["half a second before 1970", "1969-12-31T23:59:59.5Z", "N/A 1969-12-31T23:59:59Z\n"],
    ["a date in the future", "2030-01-01T00:00:00Z", "Less than a second ago 2030-01-01T00:00:00Z\n"],
  ])("%s has the age that docker prints", (_, created, expected) => {
    expect(report([{ created }], { format: "{{.CreatedSince}} {{.CreatedAt}}" }).toString()).toBe(expected);
  });

  test("the age uses the present time with its fraction of a second", () => {
    const at = (now: number) =>
      report([{ created: "2026-01-01T00:00:00Z" }], { format: "{{.CreatedSince}}", now }).toString();
    const created = Date.parse("2026-01-01T00:00:00Z");
    expect(at(created + 1999.9)).toBe("1 second ago\n");
    expect(at(created + 2000)).toBe("2 seconds ago\n");
  });

  test("a date is printed in the time zone of TZ", () => {
    const row: StoredEntry = { created: "2024-07-15T12:00:00Z" };
    const options = { format: "{{.CreatedAt}}", timeZone: "America/St_Johns" };
    expect(report([row], options).toString()).toBe("2024-07-15T09:30:00-02:30\n");
  });

  test("without human, the age is the date and the size has no unit", () => {
    const format = "{{.CreatedSince}} {{.Size}}";
    check(
      { format, human: false },
      "2023-09-07T00:20:00Z 7\n2023-09-07T00:20:00Z 0\n2023-09-07T00:20:00Z 999500\n",
    );
  });
});

describe("options of history:", () => {
  test("quiet applies without a format and with `table`", () => {
    check({ quiet: true }, "0862b2a32f59\n<missing>\n<missing>\n");
    check({ quiet: true, format: "table" }, "0862b2a32f59\n<missing>\n<missing>\n");
  });

  test("quiet is ignored with any other format", () => {
    check({ quiet: true, format: "{{.Size}}" }, "7B\n0B\n1e+03kB\n");
    check({ quiet: true, format: "table {{.Size}}" }, "SIZE\n7B\n0B\n1e+03kB\n");
  });

  test("`table` without a template prints the default table", () => {
    const expected = report(THREE, { layerSizes: [999500, 7] }).toString();
    check({ format: "table" }, expected);
    expect(expected.split("\n")[0]).toBe("IMAGE          CREATED       CREATED BY   SIZE      COMMENT");
  });

  test("a format that begins with `table` prints a table of the rest", () => {
    check({ format: "tableX {{.Size}}" }, "X SIZE\nX 7B\nX 0B\nX 1e+03kB\n");
  });

  test("`table` with a space prints empty lines", () => {
    check({ format: "table " }, "\n\n\n\n");
  });

  test("spaces around a template are trimmed, tabs and newlines are not", () => {
    check({ format: "  {{.Size}}  " }, "7B\n0B\n1e+03kB\n");
    check({ format: "\t{{.Size}} \n" }, "\t7B \n\n\t0B \n\n\t1e+03kB \n\n");
  });

  test.each(["raw", "pretty", "json ", " table"])("the format %j is plain text", (format) => {
    check({ format }, `${format.trim()}\n`.repeat(3));
  });

  test("\\t and \\n in a template are a tab and a newline, and columns are not aligned", () => {
    check(
      { format: "{{.ID}}\\t{{.Size}}\\n" },
      "0862b2a32f59\t7B\n\n<missing>\t0B\n\n<missing>\t1e+03kB\n\n",
    );
  });

  test("the columns of a table are separated by the tabs in its template", () => {
    check(
      { format: "table {{.ID}}\\t{{.Size}}" },
      "IMAGE          SIZE\n0862b2a32f59   7B\n<missing>      0B\n<missing>      1e+03kB\n",
    );
    check(
      { format: "table {{.ID}} {{.Size}}" },
      "IMAGE SIZE\n0862b2a32f59 7B\n<missing> 0B\n<missing> 1e+03kB\n",
    );
  });

  test("the header of the age is CREATED, with and without --human", () => {
    check(
      { format: "table {{.CreatedSince}}", human: false },
      `CREATED\n${"2023-09-07T00:20:00Z\n".repeat(3)}`,
    );
  });
});
