import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { download } from "../../../src/source/registry/download.js";
import { escapeText } from "../../../src/text/escape.js";
import { cutAfter, json, ScriptedRegistry, sendBytes } from "../../support/scripted-registry.js";
import { bytesOf, clientOf, type Surroundings } from "./client-of.js";

const MIB = 1024 * 1024;
const CONTENT = randomBytes(3 * MIB + 17);

async function registryWithBlob() {
  const registry = await ScriptedRegistry.start();
  const { digest, size } = registry.blob(CONTENT);
  return { registry, digest, size };
}

function blobOf(
  { registry, digest, size }: { registry: ScriptedRegistry; digest: string; size: number | null },
  around: Surroundings = {},
) {
  const { client, clock, traced } = clientOf(registry, around);
  return { bytes: bytesOf(download(client, { digest, size, part: escapeText("layer 0") })), clock, traced };
}

const ranges = (registry: ScriptedRegistry) => registry.seen.map(({ headers }) => headers.range);

test("a blob is read in one request, and its digest is checked", async () => {
  const blob = await registryWithBlob();
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
  expect(blob.registry.asked).toEqual([`/v2/lab/app/blobs/${blob.digest}`]);
});

test("a blob that is cut goes on by a range where it ended", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range !== undefined) return false;
    cutAfter(response, CONTENT, 100_000);
    return true;
  };
  const { bytes, clock } = blobOf(blob);
  expect((await bytes).equals(CONTENT)).toBe(true);
  expect([ranges(blob.registry), clock.slept]).toEqual([[undefined, "bytes=100000-"], [500]]);
});

test("a server without ranges sends all again, and what is known is skipped", async () => {
  const blob = await registryWithBlob();
  blob.registry.ranges = false;
  blob.registry.answerer = (_, response) => {
    if (blob.registry.seen.length > 1) return false;
    cutAfter(response, CONTENT, 100_000);
    return true;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
});

test("an overlap of a range is dropped", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else sendBytes(response, CONTENT, "bytes=65536-");
    return true;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
});

test("a range that begins too late is an error", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else sendBytes(response, CONTENT, "bytes=100001-");
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({ code: "registry-answer" });
});

test("a 416 is an error at once, although its body never comes", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else sendBytes(response, CONTENT, `bytes=${CONTENT.length}-`);
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({ why: expect.stringContaining("answered 416") });
});

test("four cuts without a mebibyte between them end it", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    const from = Number(/\d+/.exec(headers.range ?? "0")?.[0]);
    response.writeHead(206, { "content-range": `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` });
    response.write(CONTENT.subarray(from, from + 1000), () => response.destroy());
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-cut",
    why: `the connection to ${blob.registry.host} broke again and again: it was closed early`,
  });
  expect(blob.registry.seen).toHaveLength(4);
});

test("a mebibyte of progress resets the count of failures", async () => {
  const blob = await registryWithBlob();
  const content = randomBytes(6 * MIB);
  const { digest, size } = blob.registry.blob(content);
  blob.registry.answerer = ({ headers }, response) => {
    const from = Number(/\d+/.exec(headers.range ?? "0")?.[0]);
    response.writeHead(206, {
      "content-range": `bytes ${from}-${size - 1}/${size}`,
      "content-length": size - from,
    });
    response.write(content.subarray(from, from + MIB), () => response.destroy());
    return true;
  };
  const { bytes, clock } = blobOf({ ...blob, digest, size });
  expect((await bytes).equals(content)).toBe(true);
  expect(clock.slept).toEqual([500, 500, 500, 500, 500]);
});

test("a blob with other bytes than its digest says is an error, and its last bytes are not passed on", async () => {
  const { registry, digest, size } = await registryWithBlob();
  const changed = Buffer.from(CONTENT);
  changed[5] ^= 1;
  registry.blobs.set(digest, changed);
  const { client } = clientOf(registry);
  let read = 0;
  const all = async () => {
    for await (const chunk of download(client, { digest, size, part: escapeText("layer 0") }))
      read += chunk.length;
  };
  await expect(all()).rejects.toMatchObject({
    code: "registry-mismatch",
    what: expect.stringContaining("layer 0"),
  });
  expect(read).toBeLessThan(CONTENT.length);
});

test("a blob that is longer than promised is left at once", async () => {
  const blob = await registryWithBlob();
  let sent = 0;
  blob.registry.answerer = (_, response) => {
    response.writeHead(200);
    const more = () => {
      sent += MIB;
      if (!response.destroyed) response.write(Buffer.alloc(MIB), () => setImmediate(more));
    };
    more();
    return true;
  };
  await expect(blobOf({ ...blob, size: MIB }).bytes).rejects.toMatchObject({
    code: "registry-mismatch",
    why: expect.stringContaining("more bytes"),
  });
  expect(sent).toBeLessThan(64 * MIB);
});

test("a blob without a promised size is checked by its digest alone", async () => {
  const blob = await registryWithBlob();
  expect((await blobOf({ ...blob, size: null }).bytes).equals(CONTENT)).toBe(true);
});

test("a blob that stops in its middle ends by the idle limit, not by ECONNRESET", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length }).write(CONTENT.subarray(0, 1000));
    return true;
  };
  blob.registry.ranges = false;
  await expect(blobOf(blob, { idleMs: 20 }).bytes).rejects.toMatchObject({ code: "registry-timeout" });
});

test("a reader that takes its time is no reason for the idle limit", async () => {
  const { registry, digest, size } = await registryWithBlob();
  const { client, clock } = clientOf(registry, { idleMs: 200 });
  let first = true;
  for await (const _ of download(client, { digest, size, part: escapeText("layer 0") })) {
    // Longer than the limit, by the clock that the limit goes by.
    if (first) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    first = false;
  }
  expect([registry.seen.length, clock.slept]).toEqual([1, []]);
});

test("a connection that breaks behind the last byte took nothing away", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => {
    response.writeHead(200);
    response.write(CONTENT, () => response.destroy());
    return true;
  };
  const { bytes, clock } = blobOf(blob);
  expect((await bytes).equals(CONTENT)).toBe(true);
  expect([blob.registry.seen.length, clock.slept]).toEqual([1, []]);
});

test("bytes behind the announced length are an error of the connection only, if the digest holds", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length }).write(CONTENT);
    response.socket?.write("HTTP/1.1 nonsense");
    response.end();
    return true;
  };
  const { bytes, clock } = blobOf(blob);
  expect((await bytes).equals(CONTENT)).toBe(true);
  expect([blob.registry.seen.length, clock.slept]).toEqual([1, []]);
});

test("every range starts at the registry again, because a redirect is signed for a short time", async () => {
  const blob = await registryWithBlob();
  const storage = await ScriptedRegistry.start();
  let signed = 0;
  blob.registry.answerer = (_, response) => {
    response.writeHead(307, { location: `${storage.origin}/x?signature=${++signed}` }).end();
    return true;
  };
  storage.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else sendBytes(response, CONTENT, headers.range);
    return true;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
  expect(storage.seen.map(({ url, headers }) => [url, headers.range])).toEqual([
    ["/x?signature=1", undefined],
    ["/x?signature=2", "bytes=100000-"],
  ]);
});

test("a blob of fewer bytes than promised says how many it has", async () => {
  const blob = await registryWithBlob();
  blob.registry.blobs.set(blob.digest, CONTENT.subarray(0, 5000));
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-answer",
    why: `${blob.registry.host} answered 416 for layer 0: it has no byte behind 5000 bytes, but ${CONTENT.length} bytes were promised`,
  });
});

test("an empty blob has no bytes, and is checked", async () => {
  const { registry } = await registryWithBlob();
  const { digest, size } = registry.blob("");
  expect(await blobOf({ registry, digest, size }).bytes).toHaveLength(0);
});

test("a token that ends while a blob is read is renewed, and the blob goes on by a range", async () => {
  const blob = await registryWithBlob();
  blob.registry.guard = { is: "token" };
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.authorization !== "Bearer token-1") return false;
    cutAfter(response, CONTENT, 100_000);
    blob.registry.tokens = 9;
    return true;
  };
  // The old token is sent once more; the registry knows it no longer.
  let cut = false;
  const { answerer } = blob.registry;
  blob.registry.answerer = (seen, response) => {
    if (cut) return false;
    cut = answerer(seen, response);
    return cut;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
  expect(blob.registry.asked.filter((url) => url.startsWith("/token"))).toHaveLength(2);
  expect(ranges(blob.registry).at(-1)).toBe("bytes=100000-");
});

test("a blob that the registry does not have names it", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) =>
    json(response, 404, { errors: [{ code: "BLOB_UNKNOWN", message: "gone" }] });
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    why: expect.stringContaining("404 for layer 0: BLOB_UNKNOWN: gone"),
  });
});
