import { beforeAll, expect, test } from "vitest";
import { layerx } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

test("the Dockerfile is reconstructed from the history, with comments about missing information", async () => {
  expect(await layerx(["dockerfile", "app.tar"], { cwd })).toEqual({
    code: 0,
    stdout: [
      "# Reconstructed from the image history, which does not record stages (COPY --from), mounts of RUN, comments,",
      "# the copied files, and, with most builders, their owner (COPY --chown).",
      "",
      "FROM scratch",
      "",
      "# The base image (guess): the next layer is 2 days newer.",
      "# The history keeps only a digest of the copied files.",
      "ADD file:12 /",
      "RUN echo second > /etc/hosts",
      "",
      "# Instructions above the base image.",
      "ENV A=1",
      "COPY a /usr/lib/os-release",
      "",
      "# From the config; the history does not have these.",
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
