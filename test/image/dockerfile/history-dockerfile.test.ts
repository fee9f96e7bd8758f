import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageConfig } from "../../../src/image/config/config.js";
import { dockerfileLines, type MarkedBase } from "../../../src/image/dockerfile/history-dockerfile.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { parseDockerfile } from "../../support/dockerfile.js";
import { historyEntry } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

interface Facts {
  readonly config?: Partial<ImageConfig>;
  readonly os?: string;
  readonly base?: MarkedBase;
  /** The number of layers of the image; by default 0. */
  readonly layers?: number;
}

function dockerfile(
  instructions: readonly (string | null)[],
  { config = {}, os = "linux", base, layers: count = 0 }: Facts = {},
): string[] {
  const image = memoryImage(Array.from({ length: count }, () => []));
  let layers = 0;
  const history = instructions.map((createdBy) =>
    historyEntry(createdBy, /CMD|ENV/.test(createdBy ?? "") ? null : layers++),
  );
  const { platform } = image;
  return dockerfileLines(
    { ...image, platform: { ...platform, os }, config: { ...image.config, ...config }, history },
    base ?? null,
  );
}

/** The lines of one instruction. */
function written(createdBy: string, facts: Facts = {}): string[] {
  const lines = dockerfile([createdBy], facts);
  parseDockerfile(lines.join("\n"));
  const from = lines.findIndex((line) => line.startsWith("# The image history does not show where")) + 1;
  const to = lines.indexOf("", from);
  return lines.slice(from, to < 0 ? undefined : to);
}

const NOP = "/bin/sh -c #(nop) ";

describe("an instruction is reconstructed", () => {
  test.each<[string, string, string[]]>([
    ["RUN of BuildKit", "RUN /bin/sh -c make # buildkit", ["RUN make"]],
    ["RUN of the classic builder", "/bin/sh -c make", ["RUN make"]],
    ["RUN with build arguments", "RUN |1 A=1 /bin/sh -c make # buildkit", ["RUN make"]],
    ["a chain with one line for each command", "RUN /bin/sh -c a && b # buildkit", ["RUN a && \\", "    b"]],
    [
      "RUN in the exec form",
      "RUN make all # buildkit",
      [
        "# In exec form: it runs without a shell. The history does not show where its arguments begin.",
        "RUN make all",
      ],
    ],
    [
      "a here-document",
      "RUN /bin/sh -c set -e\n\tmake\n # buildkit",
      ["RUN <<EOF", "set -e", "\tmake", "EOF"],
    ],
    [
      "a here-document that contains its own end mark",
      "RUN /bin/sh -c cat\nEOF\n # buildkit",
      ["RUN <<EOF1", "cat", "EOF", "EOF1"],
    ],
    [
      "a command with a here-document",
      "RUN /bin/sh -c cat <<E > /x\nhi\nE # buildkit",
      ["RUN cat <<E > /x", "hi", "E"],
    ],
    ["COPY", "COPY --chown=1:1 a b /c # buildkit", ["COPY --chown=1:1 a b /c"]],
    [
      "COPY of the classic builder",
      `${NOP}COPY --chown=1:1 dir:${"0123456789ab".padEnd(64, "f")} in /srv `,
      ["# The history keeps only a digest of the copied files.", "COPY --chown=1:1 dir:0123456789ab /srv"],
    ],
    ["CMD", `${NOP} CMD ["a" "b c"]`, ['CMD ["a", "b c"]']],
    ["an empty ENTRYPOINT", "ENTRYPOINT []", ["ENTRYPOINT []"]],
    ["CMD as a line", `${NOP} CMD a b`, ["CMD a b"]],
    [
      "SHELL",
      "SHELL [/bin/bash -c]",
      ["# The history does not show where its arguments begin.", 'SHELL ["/bin/bash","-c"]'],
    ],
    ["EXPOSE", "EXPOSE map[443/tcp:{} 80/tcp:{}]", ["EXPOSE 443/tcp 80/tcp"]],
    ["VOLUME", `${NOP} VOLUME [/data /srv]`, ["VOLUME /data /srv"]],
    ["ARG", "ARG V=1", ["ARG V=1"]],
    ["ARG without a value", "ARG V", ["ARG V"]],
    [
      "HEALTHCHECK",
      `HEALTHCHECK &{["CMD-SHELL" "up || exit 1"] "5s" "0s" "0s" "0s" '\\x02'}`,
      ["HEALTHCHECK --interval=5s --retries=2 CMD up || exit 1"],
    ],
    [
      "HEALTHCHECK of a newer builder",
      "HEALTHCHECK {Test:[CMD-SHELL [[ -f /up ]] || exit 1] Interval:5s Timeout:0s StartPeriod:0s StartInterval:0s Retries:2}",
      ["HEALTHCHECK --interval=5s --retries=2 CMD [[ -f /up ]] || exit 1"],
    ],
    [
      "HEALTHCHECK with words that have no quotes",
      "HEALTHCHECK {Test:[CMD /up a b] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}",
      ["# The history does not show where its arguments begin.", 'HEALTHCHECK CMD ["/up","a","b"]'],
    ],
    ["ONBUILD, unchanged", `${NOP} ONBUILD RUN a &&  b`, ["ONBUILD RUN a &&  b"]],
    ["ONBUILD with its quotes", `${NOP} ONBUILD ENV A="b c" D=e`, ['ONBUILD ENV A="b c" D=e']],
    ["USER", "USER 1000:1000", ["USER 1000:1000"]],
  ])("%s", (_, createdBy, lines) => {
    expect(written(createdBy)).toEqual(lines);
  });

  test("quotes of ENV and LABEL are restored by the names in the config", () => {
    const config = { env: ["A=x y", "B=2", "PATH=/bin"], labels: new Map([["a.b", 'c "d" $e']]) };
    expect(written("ENV A=x y C=3 B=2", { config })).toEqual(['ENV A="x y C=3" B=2']);
    expect(written('LABEL a.b=c "d" $e', { config })).toEqual(['LABEL a.b="c \\"d\\" \\$e"']);
    expect(written("ENV A x y", { config })).toEqual(['ENV A="x y"']);
  });

  test("words of a list without quotes are restored from the config", () => {
    expect(written("CMD [a b c]", { config: { cmd: ["a", "b c"] } })).toEqual(['CMD ["a","b c"]']);
    const healthcheck = {
      test: ["CMD", "/up", "a b"],
      interval: null,
      timeout: null,
      startPeriod: null,
      retries: 200,
    };
    const check = "HEALTHCHECK {Test:[CMD /up a b] Interval:0s StartInterval:0s Retries:200}";
    expect(written(check, { config: { healthcheck } })).toEqual([
      'HEALTHCHECK --retries=200 CMD ["/up","a b"]',
    ]);
  });
});

describe("text that is not a valid instruction becomes a comment:", () => {
  test.each([
    ["another builder's words", "bazel build ..."],
    ["a here-document without its lines", "COPY <<EOF /etc/x # buildkit"],
    ["a shift, which newer builders read as a here-document", "RUN /bin/sh -c echo $((1 << 3)) # buildkit"],
    ["a line that continues on the next line", "RUN /bin/sh -c echo \\ # buildkit"],
    ["an option that does not exist", "COPY --colour a b # buildkit"],
    ["a COPY without a source", "COPY a # buildkit"],
    ["an empty VOLUME", "VOLUME [ ]"],
    ["an empty SHELL", "SHELL [ ]"],
    ["an EXPOSE without a port", "EXPOSE /bin/sh"],
    ["an unknown structure", "HEALTHCHECK &{[] 5}"],
  ])("%s", (_, createdBy) => {
    const lines = written(createdBy);
    expect(lines[0]).toBe("# Not recorded as an instruction of a Dockerfile:");
    expect(lines.slice(1).every((line) => line.startsWith("#   "))).toBe(true);
  });

  test("an instruction that is not recorded", () => {
    expect(dockerfile([null]).at(-1)).toBe("# An instruction that was not recorded.");
    const image = memoryImage([]);
    const comment = "store paths:\n ['/nix/store/a']";
    const history = [{ created: null, createdBy: "", author: null, comment, emptyLayer: true, layer: null }];
    expect(dockerfileLines({ ...image, history }, null).at(-1)).toBe(
      "# An instruction that was not recorded: store paths: ['/nix/store/a']",
    );
  });
});

test("comments mark the instructions of the base image and those above it", () => {
  const base = { layers: 1, name: "alpine:3\n# x", reason: "instructions follow its CMD" };
  const instructions = ["ADD rootfs /", 'CMD ["sh"]', "ENV A=1", "RUN /bin/sh -c make # buildkit"];
  expect(dockerfile(instructions, { base }).slice(3)).toEqual([
    "FROM scratch",
    "",
    "# The base image alpine:3 # x (guess): instructions follow its CMD.",
    "ADD rootfs /",
    'CMD ["sh"]',
    "",
    "# Instructions above the base image.",
    "ENV A=1",
    "RUN make",
  ]);
});

test("an ONBUILD that only the config has is added at the end", () => {
  const config = { onBuild: ["RUN a && b", "COPY . /src", "FROM x"] };
  expect(dockerfile(['CMD ["sh"]'], { config }).slice(-7)).toEqual([
    'CMD ["sh"]',
    "",
    "# From the config; the history does not have these.",
    "ONBUILD RUN a && b",
    "ONBUILD COPY . /src",
    "# Not recorded as an instruction of a Dockerfile:",
    "#   ONBUILD FROM x",
  ]);
  expect(dockerfile(["ONBUILD RUN a && b"], { config }).at(-1)).toBe("ONBUILD RUN a && b");
});

test("the time does not grow with the instructions times the names in the config", async () => {
  const names = Array.from({ length: 60_000 }, (_, n) => `k${n}`);
  const labels = new Map(names.map((name) => [name, "v"]));
  const env = names.map((name) => `${name}=v`);
  const instructions = names.slice(0, 6000).flatMap((name) => [`LABEL ${name}=v`, `ENV ${name}=v`]);
  const seconds = await cpuSeconds(() => dockerfile(instructions, { config: { labels, env } }));
  expect(seconds).toBeLessThan(8);
});

test("settings that only the config has become instructions at the end", () => {
  const config: Partial<ImageConfig> = {
    env: [
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "TOLD=1",
      'A="b" $c',
      "L=1\n2",
    ],
    labels: new Map([["a key", "v"]]),
    exposedPorts: ["53/udp", "80/tcp"],
    volumes: ["/a b"],
    user: "app",
    workingDir: "/srv",
    shell: ["/bin/sh", "-ec"],
    stopSignal: "SIGINT",
    healthcheck: {
      test: ["CMD", "up", "a b"],
      interval: 90e9,
      timeout: 0,
      startPeriod: null,
      retries: 3,
    },
    entrypoint: ["/app", "a b"],
    cmd: ["told"],
  };
  const lines = dockerfile(["bazel build ...", "ENV TOLD=1", 'CMD ["told"]'], { config });
  parseDockerfile(lines.join("\n"));
  expect(lines.slice(lines.indexOf("# From the config; the history does not have these.") + 1)).toEqual([
    'ENV A="\\"b\\" \\$c"',
    "# ENV that cannot be written on a line: L",
    "# LABEL that cannot be written on a line: a key",
    "EXPOSE 53/udp 80/tcp",
    'VOLUME ["/a b"]',
    "USER app",
    "WORKDIR /srv",
    'SHELL ["/bin/sh","-ec"]',
    "STOPSIGNAL SIGINT",
    'HEALTHCHECK --interval=1m30s --retries=3 CMD ["up","a b"]',
    'ENTRYPOINT ["/app","a b"]',
  ]);
});

test("a working folder that another tool changed back to / becomes an instruction", () => {
  expect(dockerfile(["WORKDIR /old"], { config: { workingDir: "/" } }).at(-1)).toBe("WORKDIR /");
  expect(dockerfile(["RUN a"], { config: { workingDir: "/" } }).at(-1)).toBe("RUN a");
});

test("settings that another tool changed after the build become instructions at the end", () => {
  const config: Partial<ImageConfig> = {
    env: ["PATH=/bin", "A=new", "B=x y"],
    labels: new Map([["k", "new"]]),
    exposedPorts: ["53/udp", "80/tcp", "99/tcp"],
    volumes: ["/a b", "/v", "/new"],
    user: "1000",
    workingDir: "/new",
    entrypoint: ["/new"],
    cmd: null,
  };
  const history = [
    "ENV PATH=/bin GONE=1 A=old B=x y",
    "LABEL k=old",
    "EXPOSE 80 53/udp",
    'VOLUME ["/a b"]',
    "VOLUME [/v]",
    "USER root",
    "WORKDIR /old",
    'ENTRYPOINT ["/old"]',
    'CMD ["old"]',
  ];
  const lines = dockerfile(history, { config });
  parseDockerfile(lines.join("\n"));
  expect(lines.slice(lines.indexOf("# From the config; the history does not have these.") + 1)).toEqual([
    "ENV A=new",
    "LABEL k=new",
    "EXPOSE 99/tcp",
    'VOLUME ["/new"]',
    "USER 1000",
    "WORKDIR /new",
    'ENTRYPOINT ["/new"]',
    "CMD []",
  ]);
});

test.each([
  [["NONE"], ["HEALTHCHECK NONE"]],
  [["CMD-SHELL", "up || exit 1"], ["HEALTHCHECK CMD up || exit 1"]],
  [[], []],
])("a health check that only the config has: %j", (check, expected) => {
  const healthcheck = { test: check, interval: null, timeout: null, startPeriod: null, retries: null };
  const lines = dockerfile([], { config: { healthcheck } });
  expect(lines.filter((line) => line.startsWith("HEALTHCHECK"))).toEqual(expected);
});

test("a comment names a layer without a history entry", () => {
  expect(dockerfile(['CMD ["sh"]'], { layers: 1 }).slice(-2)).toEqual([
    'CMD ["sh"]',
    "# Layer 0: its instruction was not recorded.",
  ]);
});

test("the escape character for a Windows image is a backtick, so a path can end in a backslash", () => {
  const lines = dockerfile(["cmd /S /C #(nop)  WORKDIR C:\\app\\", "cmd /S /C dir && dir"], {
    os: "windows",
  });
  expect([lines[0], ...lines.slice(-2)]).toEqual(["# escape=`", "WORKDIR C:\\app\\", "RUN dir && dir"]);
  parseDockerfile(lines.join("\n"));
});

const word = fc.constantFrom(
  ..."RUN COPY ADD ENV LABEL ARG CMD ENTRYPOINT SHELL EXPOSE VOLUME USER ONBUILD HEALTHCHECK FROM --from=x --x NONE".split(
    " ",
  ),
  ...[
    "a",
    "A=1",
    "b c=d",
    '"',
    "'",
    "\\",
    "`",
    "$x",
    "#",
    "&&",
    "<<EOF",
    "<<-E",
    "<<<",
    "EOF",
    "\n",
    "\t",
    "  ",
    "[",
  ],
  ...[
    "]",
    '["a"]',
    "map[80/tcp:{}]",
    "in",
    "file:0123",
    "|1",
    "# buildkit",
    "/bin/sh -c",
    "#(nop)",
    "\x1b[31m",
    "é",
    "=",
  ],
);
const history = fc.array(
  fc.array(word, { maxLength: 8 }).map((words) => words.join(" ")),
  { maxLength: 6 },
);

test("a Dockerfile that is reconstructed from any history is valid", () => {
  fc.assert(
    fc.property(history, fc.constantFrom("linux", "windows"), (instructions, os) => {
      const config = {
        env: ["a=1", ...instructions],
        labels: new Map([["A", "1"], ...instructions.map((text) => [text, text] as const)]),
        exposedPorts: instructions,
        volumes: instructions,
        user: instructions.join(),
        entrypoint: instructions,
        healthcheck: {
          test: ["CMD-SHELL", ...instructions],
          interval: 1,
          timeout: 1,
          startPeriod: 1,
          retries: 1,
        },
        onBuild: instructions,
      };
      expect(parseDockerfile(dockerfile(instructions, { config, os }).join("\n"))[0]).toEqual({
        keyword: "FROM",
        rest: "scratch",
        hereDocuments: [],
      });
    }),
    { numRuns: 4000 },
  );
});
