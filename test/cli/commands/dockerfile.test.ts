import { beforeAll, expect, test } from "vitest";
import { layerx } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

test("the Dockerfile is given back from the history, with what it does not keep in comments", async () => {
  expect(await layerx(["dockerfile", "app.tar"], { cwd })).toEqual({
    code: 0,
    stdout: [
      "# Given back from the history of the image, which does not keep stages (COPY --from), mounts of RUN, comments,",
      "# what was copied, and, as most builders write it, for whom (COPY --chown).",
      "",
      "FROM scratch",
      "",
      "# The base image, most likely: the next layer is 2 days younger.",
      "# Of what was copied, the history keeps the digest only.",
      "ADD file:12 /",
      "RUN echo second > /etc/hosts",
      "",
      "# What was built on the base image.",
      "ENV A=1",
      "COPY a /usr/lib/os-release",
      "",
      "# The history does not tell of these, the config does.",
      'LABEL a.b="\\u{202e}c"',
      "EXPOSE 80/tcp",
      "USER app",
      "WORKDIR /srv",
      'ENTRYPOINT ["/bin/sh","-c"]',
      'CMD ["serve it"]',
      "",
    ].join("\n"),
    stderr: "",
  });
});
