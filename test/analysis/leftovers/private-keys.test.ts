import { expect, test } from "vitest";
import { findPrivateKeys } from "../../../src/analysis/leftovers/private-keys.js";
import { loadTree } from "../../../src/tree/load.js";
import { memoryImage } from "../../support/memory-image.js";

test("a private key is a file with the name and the content of a private key, in any layer", async () => {
  const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;
  const image = memoryImage([
    [
      { path: "root/.ssh/id_ed25519", content: pem("OPENSSH PRIVATE KEY") },
      { path: "root/.ssh/id_ed25519.pub", content: "ssh-ed25519 AAAA" },
      { path: "etc/ssl/server.key", content: `Bag Attributes\n${pem("PRIVATE KEY")}` },
      { path: "etc/ssl/certs/ca.pem", content: pem("CERTIFICATE") },
      { path: "usr/share/doc/example.txt", content: pem("RSA PRIVATE KEY") },
      { path: "etc/keys/putty.ppk", content: "PuTTY-User-Key-File-3: ssh-rsa\n" },
      { path: "etc/keys/empty.pem" },
    ],
    [{ path: "root/.ssh/.wh.id_ed25519" }],
  ]);
  const tree = await loadTree(image);
  const found = await findPrivateKeys(tree, image.layers);
  expect([...found.keys()].filter((node) => found[node] === 1).map((node) => tree.path(node))).toEqual([
    "/etc/keys/putty.ppk",
    "/etc/ssl/server.key",
    "/root/.ssh/id_ed25519",
  ]);
});
