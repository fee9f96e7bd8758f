import { type BuiltImage, image } from "../../test/support/fixture.js";
import { file } from "../../test/support/layer-spec.js";
import { files, layer } from "./layer-files.js";

/** 2024-05-06T07:08:09Z */
const BUILT = 1_714_979_289;

/** One program and what it needs, each byte written once. See `../lean.Dockerfile`. */
export function lean(): Promise<BuiltImage> {
  return image(
    [
      layer(BUILT, files("etc/ssl/certs", "ca-certificates.crt:18200"), {
        "etc/passwd": "app:x:65532:65532:app:/data:/sbin/nologin\n",
      }),
      layer(BUILT, files("usr/share/lean", "schema.json:2600 help.txt:1900")),
      layer(BUILT, files("usr/bin", "lean:48300", { mode: 0o755 }), {
        "etc/lean.toml": file("listen = 8080\n", { uid: 65532, gid: 65532, mode: 0o600 }),
      }),
    ],
    {
      references: ["example.com/lean:1.0"],
      compression: "gzip-fixed",
      config: {
        User: "65532:65532",
        ExposedPorts: { "8080/tcp": {} },
        Env: ["PATH=/usr/bin"],
        Entrypoint: ["/usr/bin/lean"],
        Cmd: ["serve"],
        Volumes: { "/data": {} },
        WorkingDir: "/data",
        Labels: { "org.opencontainers.image.title": "lean", "org.opencontainers.image.version": "1.0" },
        StopSignal: "SIGINT",
        Healthcheck: { Test: ["CMD", "/usr/bin/lean", "ping"], Interval: 30_000_000_000, Retries: 3 },
      },
      document: { created: "2024-05-06T07:08:09Z", author: "the layerx authors" },
      history: HISTORY.map(([created_by, makesLayer]) => ({
        created: "2024-05-06T07:08:09Z",
        created_by,
        comment: "buildkit.dockerfile.v0",
        ...(makesLayer === "layer" ? {} : { empty_layer: true }),
      })),
    },
  );
}

const HISTORY = [
  ["COPY /rootfs/ / # buildkit", "layer"],
  ["COPY share/ /usr/share/lean/ # buildkit", "layer"],
  ["COPY /out/ / # buildkit", "layer"],
  ["LABEL org.opencontainers.image.title=lean org.opencontainers.image.version=1.0", "no layer"],
  ["ENV PATH=/usr/bin", "no layer"],
  ["USER 65532:65532", "no layer"],
  ["VOLUME [/data]", "no layer"],
  ["WORKDIR /data", "no layer"],
  ["EXPOSE map[8080/tcp:{}]", "no layer"],
  ["STOPSIGNAL SIGINT", "no layer"],
  ['HEALTHCHECK &{["CMD" "/usr/bin/lean" "ping"] "30s" "0s" "0s" "0s" \'\\x03\'}', "no layer"],
  ['ENTRYPOINT ["/usr/bin/lean"]', "no layer"],
  ['CMD ["serve"]', "no layer"],
] as const;
