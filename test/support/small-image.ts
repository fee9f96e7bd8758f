import { image } from "./fixture.js";
import { file, hardlink, symlink } from "./layer-spec.js";
import { packings } from "./packings.js";
import { save } from "./save.js";

/**
 * Saves a small image as a docker archive in `folder`. Its three layers have one example of everything that commands
 * show: links, a setuid bit, an owner, a name with control characters, an instruction without a layer. @returns the path.
 */
export async function saveSmallImage(folder: string): Promise<string> {
  const built = await image(
    [
      {
        "bin/": null,
        "bin/sh": file("shell", { mode: 0o4755 }),
        "etc/": null,
        "etc/hosts": "first\n",
        "etc/old": "old",
        "etc/evil\x1b[2J": "x",
        lib: symlink("usr/lib"),
      },
      {
        "etc/": null,
        "etc/hosts": file("second\n", { uid: 1000, gid: 50 }),
        "etc/.wh.old": "",
        "etc/hosts.link": hardlink("etc/hosts", { uid: 1000, gid: 50 }),
      },
      {
        "usr/lib/os-release": "NAME=x\n",
        "etc/hosts": file("second\n", { uid: 1000, gid: 50, mode: 0o600 }),
      },
    ],
    {
      references: ["example.com/app:1", "app:latest"],
      config: {
        User: "app",
        WorkingDir: "/srv",
        Entrypoint: ["/bin/sh", "-c"],
        Cmd: ["serve it"],
        ExposedPorts: { "80/tcp": {} },
        Labels: { "a.b": "\u202ec" },
      },
      history: [
        { created: "2024-01-01T00:00:00Z", created_by: "/bin/sh -c #(nop) ADD file:12 in / " },
        { created: "2024-01-02T00:00:00Z", created_by: "RUN /bin/sh -c echo second > /etc/hosts # buildkit" },
        { created: "2024-01-03T00:00:00Z", created_by: "ENV A=1", empty_layer: true },
        {
          created: "2024-01-04T00:00:00Z",
          created_by: "COPY a /usr/lib/os-release # buildkit",
          comment: "buildkit",
        },
      ],
    },
  );
  return save(packings.kaniko, [built], folder, { name: "app.tar" });
}
