import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerxJson } from "../layerx.js";
import { guarded } from "./guarded.js";

const SPEC = `
Name: hello
Epoch: 2
Version: 1.2
Release: 3.fc40
Summary: Files of two packages
License: MIT
BuildArch: noarch
%description
Files of two packages.
%package -n many
Summary: Many files
%description -n many
Many files.
%install
mkdir -p %{buildroot}/usr/share/hello %{buildroot}/usr/share/many %{buildroot}/etc
echo hello > %{buildroot}/usr/share/hello/hello.txt
echo conf > %{buildroot}/etc/hello.conf
for n in $(seq 2000); do echo $n > %{buildroot}/usr/share/many/$n; done
%files
/usr/share/hello
/etc/hello.conf
%files -n many
/usr/share/many
`;

/**
 * Checks that the packages of a database that rpm wrote are the same as in `rpm -qa`, with the bytes of their files. The
 * check builds the packages, because Debian has none.
 *
 * @param {string} folder
 * @param {import("../tally.js").Tally} results
 */
export async function checkRpm(folder, results) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const spec = join(folder, "hello.spec");
  writeFileSync(spec, SPEC);
  await guarded(
    results,
    "rpm: packages are the same as in rpm -qa, with the bytes of their files",
    async () => {
      await succeed("rpmbuild", ["-bb", "--quiet", "--define", `_topdir ${folder}/build`, spec]);
      const built = ["hello", "many"].map(
        (name) => `${folder}/build/RPMS/noarch/${name}-1.2-3.fc40.noarch.rpm`,
      );
      const root = join(folder, "root");
      mkdirSync(root);
      const rpm = (...args) => succeed("rpm", ["--root", root, "--dbpath", "/usr/lib/sysimage/rpm", ...args]);
      await rpm("--nodeps", "--force-debian", "-i", ...built);
      const query = "%{NAME} %{EVR} [%{FILEMODES:perms}%{FILESIZES},]\n";
      const { stdout } = await rpm("-qa", "--qf", query);
      const layout = join(folder, "image");
      await succeed("umoci", ["init", "--layout", layout]);
      await succeed("umoci", ["new", "--image", `${layout}:1`]);
      for (const top of ["etc", "usr"])
        await succeed("umoci", ["insert", "--image", `${layout}:1`, join(root, top), `/${top}`]);
      const { packages } = await layerxJson(["packages", layout, "--sort", "name"]);
      const ours = packages.map(({ type, name, version, size }) => `${type} ${name} ${version} ${size}`);
      return valueDifference(ours, stdout.toString("utf8").trim().split("\n").map(line).sort());
    },
  );
}

/** @returns `rpm NAME VERSION BYTES`, with the bytes of regular files. */
function line(text) {
  const [name, version, files] = text.split(" ");
  const sizes = [...files.matchAll(/-[rwxst-]{9}(\d+),/g)].map(([, size]) => Number(size));
  return `rpm ${name} ${version} ${sizes.reduce((sum, size) => sum + size, 0)}`;
}
