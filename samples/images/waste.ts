import { type BuiltImage, type HistorySpec, image } from "../../test/support/fixture.js";
import { file, hardlink, type LayerSpec, type SpecPair, symlink } from "../../test/support/layer-spec.js";
import { files, layer, standIn } from "./layer-files.js";

/** 2023-06-01T08:00:00Z, and a minute more for each step. */
const FIRST_STEP = 1_685_606_400;
const MINUTE = 60;

/** Every way in which bytes die, an instruction each. See `../waste.Dockerfile`. */
export function waste(): Promise<BuiltImage> {
  return image(
    STEPS.map(({ makes }, n) => makes(FIRST_STEP + n * MINUTE)),
    {
      references: ["waste:1.0"],
      config: { WorkingDir: "/app", Cmd: ["/app/server"] },
      document: { created: time(STEPS.length) },
      history: [
        ...STEPS.map(({ instruction }, n): HistorySpec => ({ created: time(n), created_by: instruction })),
        {
          created: time(STEPS.length),
          created_by: '/bin/sh -c #(nop)  CMD ["/app/server"]',
          empty_layer: true,
        },
      ],
    },
  );
}

function time(step: number): string {
  return new Date((FIRST_STEP + step * MINUTE) * 1000).toISOString().replace(".000", "");
}

interface Step {
  readonly instruction: string;
  makes(mtime: number): LayerSpec;
}

const SERVER = standIn("app/server", 6000);
const ICON = standIn("app/icons/a.svg", 900);
const TABLE = standIn("app/data/table.csv", 4000);
const NOTES = standIn("app/notes.txt", 2500);

const STEPS: readonly Step[] = [
  {
    instruction: "/bin/sh -c #(nop) ADD file:6d1f5c3e0a9b47c2 in / ",
    makes: (mtime) =>
      layer(mtime, files("bin", "busybox:9000", { mode: 0o755 }), {
        "bin/sh": symlink("busybox"),
        "etc/os-release": 'NAME="Waste"\nID=waste\n',
        "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
        "usr/share/": null,
      }),
  },
  {
    instruction: "/bin/sh -c #(nop) COPY dir:0c8ab2f41e7d9563 in / ",
    makes: (mtime) =>
      layer(mtime, {
        "app/server": SERVER,
        "app/icons/a.svg": ICON,
        "app/data/table.csv": TABLE,
        "app/notes.txt": NOTES,
        ...files("app", "config.json:1500 start:700"),
        ...files("opt/tool", "tool:3000 readme.txt:800"),
        ...files("tmp/build", "main.o:5000 main.d:300"),
        ...files("var/cache/app", "first:2200 second:1800"),
      }),
  },
  {
    // overwritten: 1500 + 700
    instruction: "/bin/sh -c sed -i s/debug/release/ /app/config.json && ln -sf server /app/start",
    makes: (mtime) =>
      layer(mtime, {
        "app/config.json": standIn("app/config.json", 1510, 2),
        "app/start": symlink("server"),
      }),
  },
  {
    // metadata: 6000 + 900
    instruction: "/bin/sh -c chmod +x /app/server && chown 1000:1000 /app/icons/a.svg",
    makes: () =>
      layer(FIRST_STEP + MINUTE, {
        "app/server": file(SERVER, { mode: 0o755 }),
        "app/icons/a.svg": file(ICON, { uid: 1000, gid: 1000 }),
      }),
  },
  {
    // rewritten: 4000
    instruction: "/bin/sh -c touch /app/data/table.csv",
    makes: (mtime) => layer(mtime, { "app/data/table.csv": TABLE }),
  },
  {
    // moved: 2500
    instruction: "/bin/sh -c mv /app/notes.txt /usr/share/notes.txt",
    makes: (mtime) => layer(mtime, { "app/.wh.notes.txt": "", "usr/share/notes.txt": NOTES }),
  },
  {
    // deleted, by a whiteout: 5000 + 300
    instruction: "/bin/sh -c rm -rf /tmp/build",
    makes: (mtime) => layer(mtime, { "tmp/.wh.build": "" }),
  },
  {
    // deleted, by an opaque folder: 2200 + 1800
    instruction: "/bin/sh -c rm -rf /var/cache/app && mkdir /var/cache/app && touch /var/cache/app/empty",
    makes: (mtime) => layer(mtime, { "var/cache/app/.wh..wh..opq": "", "var/cache/app/empty": "" }),
  },
  {
    // deleted, by a file in place of a folder: 3000 + 800
    instruction: "/bin/sh -c rm -rf /opt/tool && cp /bin/busybox /opt/tool",
    makes: (mtime) => layer(mtime, files("opt", "tool:9000", { mode: 0o755 })),
  },
  {
    instruction:
      "/bin/sh -c make-data /srv/data && ln /srv/data /srv/data.1 && ln /srv/data /srv/data.2 && make-data /srv/kept && ln /srv/kept /srv/kept.1",
    makes: (mtime) =>
      layer(mtime, files("srv", "data:6400 kept:1200"), {
        "srv/data.1": hardlink("srv/data"),
        "srv/data.2": hardlink("srv/data"),
        "srv/kept.1": hardlink("srv/kept"),
      }),
  },
  {
    // deleted, with the last of its names: 6400; what keeps a name stays alive
    instruction: "/bin/sh -c rm /srv/data /srv/data.1 /srv/data.2 /srv/kept",
    makes: (mtime) =>
      layer(mtime, { "srv/.wh.data": "", "srv/.wh.data.1": "", "srv/.wh.data.2": "", "srv/.wh.kept": "" }),
  },
  {
    // repeated: 1600
    instruction: "/bin/sh -c #(nop) ADD appended.tar in /app ",
    makes: (mtime) => [...release(mtime, 1600, 1), ...release(mtime, 1700, 2)],
  },
];

/** One member of an archive that `tar --append` went over twice. */
function release(mtime: number, bytes: number, version: number): SpecPair[] {
  return [["app/release.txt", file(standIn("app/release.txt", bytes, version), { mtime })]];
}
