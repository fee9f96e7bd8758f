import { expect, test } from "vitest";
import type { FactsPage } from "../../../../src/explorer/pages/facts/facts-page.js";
import { capabilitiesText } from "../../../../src/explorer/pages/facts/file-facts.js";
import { topPage } from "../../../../src/explorer/pages/page-stack.js";
import { file, hardlink } from "../../../support/layer-spec.js";
import { viewing } from "../../viewing.js";

const RAW = Buffer.from("0100000200200000000000000000000000000000", "hex");

test("the details page names the owner with the users and groups of the image", async () => {
  const session = await viewing(
    [
      {
        "etc/passwd": "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/:\n",
        "etc/group": "root:x:0:\nstaff:x:1001:app\n",
        "srv/app": file("x", { uid: 1000, gid: 1001 }),
        "srv/other": file("x", { uid: 1000, gid: 7 }),
        "srv/unknown": file("x", { uid: 5, gid: 6 }),
      },
      { "etc/passwd": "service:x:1000:1001::/:\n", "srv/app": file("y", { uid: 1000, gid: 1001 }) },
    ],
    { rows: 24 },
  );
  session.press("2/srv/app⏎");
  await session.show("I", /owner +1000:1001 {2}app:staff/);
  await session.show("⎋⎋/srv/other⏎I", /owner +1000:7 {2}app:\?/);
  session.press("⎋⎋/srv/unknown⏎I");
  await session.until(() => (topPage<FactsPage>(session.state, "facts")?.names ?? null) !== null);
  expect(session.drawing).toMatch(/owner +5:6 +│/);
  // A version has the names of the users and groups up to its layer.
  await session.show("⎋⎋1j2/srv/app⏎I", /owner +1000:1001 {2}service:staff/);
});

test("the details page shows capabilities, the hard links of a file, and the contents of a folder", async () => {
  const session = await viewing(
    [
      {
        "bin/ping": file("12345", { xattrs: { "security.capability": RAW.toString("latin1") } }),
        "bin/one": "12",
        "bin/two": hardlink("bin/one"),
        "bin/three": hardlink("bin/one"),
      },
    ],
    { rows: 24 },
  );
  session.press("2");
  await session.show("I", /contains +4 files, 7B/);
  await session.show("⎋/ping⏎I", "security.capability = cap_net_raw=ep");
  session.press("⎋⎋/two⏎I");
  expect(session.drawing).toMatch(/same file +\/bin\/one +│\n│ +\/bin\/three/);
});

test("s on the details page computes the SHA-256, and the footer shows this key", async () => {
  const session = await viewing([{ a: "abc" }], { rows: 24, columns: 90 });
  session.press("2I");
  expect(session.drawing).toMatch(/s sha256/);
  await session.show("s", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test.each([
  ["0100000200200000000000000000000000000000", "cap_net_raw=ep"],
  ["0000000200040000000000000000000000000000", "cap_net_bind_service=p"],
  ["010000020004000000200000c000000000000000", "cap_net_bind_service,cap_perfmon,cap_bpf=ep cap_net_raw=ei"],
  ["0100000300200000000000000000000000000000e8030000", "cap_net_raw=ep (in the user namespace of 1000)"],
  ["0000000200000000000000000000000000000000", "no capabilities"],
  ["00000002", null],
  ["0100000900200000000000000000000000000000", null],
])("the capability attribute %s is shown as %s", (hex, text) => {
  expect(capabilitiesText(Buffer.from(hex, "hex"))).toBe(text);
});
