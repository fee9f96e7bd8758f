import fs, { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, test, vi } from "vitest";
import { certificateFault, certificatesFor } from "../../../src/source/registry/net/certificates.js";
import { GOOD_CERTIFICATE, TEST_CA, TEST_KEY } from "../../support/certificates.js";
import { updateImports } from "../../support/node-module.js";
import { tempDir } from "../../support/temp.js";

/** Creates a folder like `/etc/docker/certs.d`. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = tempDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function caOf(url: string, folders: readonly string[], env: Record<string, string> = {}): string[] | null {
  const { ca } = certificatesFor(new URL(url), { env, folders });
  return ca?.map(String).filter((one) => !rootCertificates.includes(one)) ?? null;
}

describe("the certificates of a host", () => {
  test("are trusted in addition to those of Node", () => {
    const SSL_CERT_FILE = join(folderWith({ "ca.pem": TEST_CA }), "ca.pem");
    const { ca } = certificatesFor(new URL("https://quay.io"), { env: { SSL_CERT_FILE }, folders: [] });
    expect(ca).toEqual([...rootCertificates, Buffer.from(TEST_CA)]);
  });

  test("are in the folder of the host, and of its port", () => {
    const folder = folderWith({ "quay.io/a.crt": "a", "quay.io:443/b.crt": "b", "quay.io:5000/c.crt": "c" });
    expect([
      caOf("https://quay.io", [folder]),
      caOf("https://quay.io:5000", [folder]),
      caOf("https://quay.io:6000", [folder]),
      caOf("https://cdn.quay.io", [folder]),
    ]).toEqual([["a", "b"], ["c"], null, null]);
  });

  test("are those files of the folder whose names end in .crt", () => {
    const files = {
      "quay.io/a.crt": "a",
      "quay.io/a.pem": "x",
      "quay.io/a.crt.bak": "x",
      "quay.io/b.crt": "b",
    };
    expect(caOf("https://quay.io", [folderWith(files)])).toEqual(["a", "b"]);
  });

  test("may be in the folders of Docker and of Podman, and a client has both files from one of them", () => {
    const docker = folderWith({ "quay.io/a.crt": "a", "quay.io/client.cert": GOOD_CERTIFICATE });
    const podman = folderWith({
      "quay.io/b.crt": "b",
      "quay.io/client.cert": GOOD_CERTIFICATE,
      "quay.io/client.key": TEST_KEY,
    });
    expect(caOf("https://quay.io", [docker, podman])).toEqual(["a", "b"]);
    const { cert, key } = certificatesFor(new URL("https://quay.io"), { env: {}, folders: [docker, podman] });
    expect([cert, key].map(String)).toEqual([GOOD_CERTIFICATE, TEST_KEY]);
    const onlyOne = certificatesFor(new URL("https://quay.io"), { env: {}, folders: [docker] });
    expect([onlyOne.cert, onlyOne.key]).toEqual([null, null]);
  });

  test("are in /etc/docker/certs.d and /etc/containers/certs.d, with and without the port", () => {
    // Only root can write to these folders.
    const read = vi.spyOn(fs, "readdirSync");
    updateImports(() => void read.mockRestore());
    certificatesFor(new URL("https://quay.io"), { env: {} });
    certificatesFor(new URL("https://quay.io:5000"), { env: {} });
    expect(read.mock.calls.map(([path]) => path)).toEqual([
      "/etc/docker/certs.d/quay.io",
      "/etc/docker/certs.d/quay.io:443",
      "/etc/containers/certs.d/quay.io",
      "/etc/containers/certs.d/quay.io:443",
      "/etc/docker/certs.d/quay.io:5000",
      "/etc/containers/certs.d/quay.io:5000",
    ]);
  });
});

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed", "/etc/docker/certs.d/quay.io/ca.crt"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed", "NODE_EXTRA_CA_CERTS"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unknown issuer", "/etc/docker/certs.d/quay.io/ca.crt"],
  ["UNABLE_TO_GET_ISSUER_CERT", "unknown issuer", "NODE_EXTRA_CA_CERTS"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unknown issuer", "NODE_EXTRA_CA_CERTS"],
  ["CERT_HAS_EXPIRED", "has expired", "have it renewed"],
  ["CERT_NOT_YET_VALID", "is not valid yet", "check this machine's clock"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "for another host name", "use the name in the certificate"],
])("the error %s of a certificate has its reason, and two next steps", (code, reason, next) => {
  const fault = certificateFault(code, "quay.io");
  expect(fault).toEqual({ reason: expect.stringContaining(reason), next: expect.stringContaining(next) });
  expect(fault?.next).toMatch(/, or skip the check with --insecure-registry quay\.io$/);
});
