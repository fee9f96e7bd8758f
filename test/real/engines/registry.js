import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { attempt, succeed } from "../command.js";
import { startDaemon } from "./daemon.js";

const START_MS = 20_000;
const USER = "me";

/**
 * Starts two docker-registries with one storage on free ports of this machine: one with plain http, one with https, its own CA
 * and a password.
 *
 * @param {{ folder: string }} options
 */
export async function startRegistries({ folder }) {
  mkdirSync(folder, { recursive: true });
  const password = "hunter2:with colon";
  const { ca, cert, key } = await certificate(folder);
  const htpasswd = join(folder, "htpasswd");
  const { stdout } = await succeed("htpasswd", ["-Bbn", USER, password]);
  writeFileSync(htpasswd, stdout);
  const plain = await start("plain", { folder, options: "" });
  const secure = await start("secure", {
    folder,
    options: `auth: {htpasswd: {realm: lab, path: ${htpasswd}}}\n`,
    tls: `, tls: {certificate: ${cert}, key: ${key}}`,
  });
  const login = (secret) => {
    const auth = Buffer.from(`${USER}:${secret}`).toString("base64");
    return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [secure.host]: { auth } } }) };
  };
  return {
    plain: plain.host,
    secure: secure.host,
    ca,
    password,
    login,
    /** The folder with the repositories of both registries. Blobs are in another folder. */
    repositories: join(folder, "data/docker/registry/v2/repositories"),
    async stop() {
      await Promise.all([plain.stop(), secure.stop()]);
    },
  };
}

async function start(name, { folder, options, tls = "" }) {
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, `${name}.yml`);
  const storage = `storage: {filesystem: {rootdirectory: ${join(folder, "data")}}}\n`;
  const head = "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n";
  writeFileSync(config, `${head}${storage}${options}http: {addr: "${host}"${tls}}\n`);
  const url = `${tls === "" ? "http" : "https"}://${host}/v2/`;
  const stop = await startDaemon("docker-registry", ["serve", config], {
    log: join(folder, `${name}.log`),
    answers: async () => (await attempt("curl", ["-sk", "-o", "/dev/null", url])).code === 0,
    startMs: START_MS,
  });
  return { host, stop };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function certificate(folder) {
  const [ca, caKey, cert, key] = ["ca.crt", "ca.key", "server.crt", "server.key"].map((name) =>
    join(folder, name),
  );
  const make = (...args) =>
    succeed("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", ...args]);
  await make("-keyout", caKey, "-out", ca, "-subj", "/CN=layerx real test CA");
  const issued = [
    "-CA",
    ca,
    "-CAkey",
    caKey,
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-addext",
    "basicConstraints=critical,CA:false",
  ];
  await make("-keyout", key, "-out", cert, "-subj", "/CN=127.0.0.1", ...issued);
  return { ca, cert, key };
}
