import { expect, test } from "vitest";
import { parseDockerfile } from "../../../src/image/dockerfile/dockerfile.js";
import { matchDockerfile } from "../../../src/image/dockerfile/dockerfile-match.js";
import { historyOf } from "../../support/history.js";

/** @param recorded history, oldest first; `-` marks an instruction without a layer. @returns `layer:line`. */
function lines(dockerfile: readonly string[], recorded: readonly string[]): string[] {
  const made = matchDockerfile(parseDockerfile(dockerfile.join("\n")), historyOf(recorded));
  return [...made].sort(([a], [b]) => a - b).map(([layer, { line }]) => `${layer}:${line}`);
}

test("instructions of BuildKit are matched from the end down to the base image", () => {
  const dockerfile = [
    "FROM debian:12",
    "ARG V=1",
    "ENV A=$V",
    "RUN --mount=type=cache,target=/x apt-get update && \\",
    "    apt-get install -y curl",
    'SHELL ["/bin/bash", "-c"]',
    "COPY --chown=1:1 . /app/",
    "WORKDIR /app",
    'CMD ["/app/run"]',
  ];
  expect(
    lines(dockerfile, [
      "# debian.sh --arch 'amd64' out/ 'bookworm'",
      "-ARG V=1",
      "-ENV A=1",
      "RUN |1 V=1 /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit",
      "-SHELL [/bin/bash -c]",
      "COPY . /app/ # buildkit",
      "WORKDIR /app",
      '-CMD ["/app/run"]',
    ]),
  ).toEqual(["1:4", "2:7", "3:8"]);
});

test("instructions of the classic builder are matched from the end down to the base image", () => {
  expect(
    lines(
      ["FROM base", "ADD a.tar /srv", "RUN make", "EXPOSE 80", 'RUN ["/bin/tool", "--now"]'],
      [
        "/bin/sh -c #(nop) ADD file:1 in / ",
        "/bin/sh -c #(nop) ADD file:2 in /srv ",
        "/bin/sh -c make",
        "-/bin/sh -c #(nop)  EXPOSE 80",
        "/bin/tool --now",
      ],
    ),
  ).toEqual(["1:2", "2:3", "3:5"]);
});

test("only the last stage and the stages that it is built from are matched", () => {
  const dockerfile = [
    "FROM golang AS build",
    "RUN go build",
    "FROM --platform=linux/amd64 debian AS common",
    "RUN common",
    "FROM other",
    "RUN other",
    "FROM Common",
    "COPY --from=build /out /out",
  ];
  expect(
    lines(dockerfile, ["base", "RUN /bin/sh -c common # buildkit", "COPY /out /out # buildkit"]),
  ).toEqual(["1:4", "2:8"]);
});

test("an instruction without a layer is skipped if only the Dockerfile or only the history has it", () => {
  expect(
    lines(
      ["FROM base", "ARG X", "RUN a", "LABEL b=c", "RUN d"],
      ["base", "RUN a", "-STOPSIGNAL 9", "RUN d", "-LABEL added=by --label"],
    ),
  ).toEqual(["1:3", "2:5"]);
});

test("matching from the end stops at the first instruction that differs", () => {
  const history = ["base", "COPY . /a # buildkit", "RUN /bin/sh -c one # buildkit", "COPY x /b # buildkit"];
  expect(lines(["FROM base", "COPY . /a", "RUN two", "COPY y /b"], history)).toEqual(["3:4"]);
  expect(lines(["FROM base", "COPY . /a", "RUN one", "COPY x /c"], history)).toEqual([]);
});

test("a target that depends on a variable or the working directory is not a difference", () => {
  const history = ["COPY a /srv/app/ # buildkit", "COPY b /srv/app/b # buildkit"];
  expect(lines(["FROM scratch", "COPY a $HOME/", "COPY b ."], history)).toEqual(["0:2", "1:3"]);
});

test("builders record the beginning of a here-document", () => {
  const dockerfile = ["FROM a", "RUN <<EOF", "make", "EOF"];
  expect(lines(dockerfile, ["base", "RUN /bin/sh -c <<EOF (make...) # buildkit"])).toEqual(["1:2"]);
});
