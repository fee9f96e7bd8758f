import { createHash, randomBytes } from "node:crypto";
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
  expect(blob.registry.requested).toEqual([`/v2/lab/app/blobs/${blob.digest}`]);
});

test("a blob with a sha512 digest is checked by it", async () => {
  const { registry } = await registryWithBlob();
  const digest = `sha512:${createHash("sha512").update(CONTENT).digest("hex")}`;
  registry.blobs.set(digest, CONTENT);
  const blob = { registry, digest, size: CONTENT.length };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
  registry.blobs.set(digest, Buffer.alloc(CONTENT.length));
  await expect(blobOf(blob).bytes).rejects.toMatchObject({ code: "registry-mismatch" });
});

test("a blob that is cut is continued by a range request", async () => {
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

test("a server without ranges sends the whole blob again, and the known bytes are skipped", async () => {
  const blob = await registryWithBlob();
  blob.registry.ranges = false;
  blob.registry.answerer = (_, response) => {
    if (blob.registry.seen.length > 1) return false;
    cutAfter(response, CONTENT, 100_000);
    return true;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
});

test("bytes that overlap with the known bytes are dropped", async () => {
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

test("a status 416 is an error at once", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else sendBytes(response, CONTENT, `bytes=${CONTENT.length}-`);
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({ why: expect.stringContaining("answered 416") });
});

test("a range without its place is an error", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.range === undefined) cutAfter(response, CONTENT, 100_000);
    else response.writeHead(206).end(CONTENT.subarray(100_000));
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-answer",
    why: expect.stringContaining("with another range"),
  });
});

test("a download waits as long as Retry-After says, up to a minute", async () => {
  const blob = await registryWithBlob();
  const waits = ["7", "60"];
  blob.registry.answerer = (_, response) => {
    const wait = waits.shift();
    return wait !== undefined && json(response, 429, {}, { "retry-after": wait });
  };
  const { bytes, clock } = blobOf(blob);
  expect((await bytes).equals(CONTENT)).toBe(true);
  expect(clock.slept).toEqual([7000, 60_000]);
  blob.registry.seen.length = 0;
  blob.registry.answerer = (_, response) => json(response, 429, {}, { "retry-after": "61" });
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-rate-limited",
    why: expect.stringContaining("it requires a wait of 61 s, until 2026-01-01T00:01:01Z"),
  });
  expect(blob.registry.seen).toHaveLength(1);
});

test.each([408, 429, 500, 502, 503, 504])(
  "a download is tried four times after the status %i",
  async (status) => {
    const blob = await registryWithBlob();
    blob.registry.answerer = (_, response) => json(response, status, {});
    const { bytes, clock } = blobOf(blob);
    await expect(bytes).rejects.toMatchObject({ name: "LayerxError" });
    expect([blob.registry.seen.length, clock.slept]).toEqual([4, [500, 1000, 2000]]);
  },
);

test.each([401, 403, 404])("a download is not tried again after the status %i", async (status) => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => json(response, status, {});
  await expect(blobOf(blob).bytes).rejects.toMatchObject({ name: "LayerxError" });
  expect(blob.registry.seen).toHaveLength(1);
});

test("a download ends after four cuts with less than 1 MiB between them", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = ({ headers }, response) => {
    const from = Number(/\d+/.exec(headers.range ?? "0")?.[0]);
    response.writeHead(206, { "content-range": `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` });
    response.write(CONTENT.subarray(from, from + 1000), () => response.destroy());
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-cut",
    why: `the connection to ${blob.registry.host} broke again and again: it closed the connection in the middle of an answer`,
  });
  expect(blob.registry.seen).toHaveLength(4);
});

test("a download says in plain words why no connection is possible any more", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length });
    response.write(CONTENT.subarray(0, 1000), () => void blob.registry.stop());
    return true;
  };
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-cut",
    why: `the connection to ${blob.registry.host} broke again and again: nothing accepts connections there`,
  });
});

test("1 MiB of progress resets the count of failures", async () => {
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

test("a blob with a wrong digest is an error before its last bytes are returned", async () => {
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

test("reading stops at once if a blob is longer than its size", async () => {
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

test("a blob without a size in the manifest is checked by its digest", async () => {
  const blob = await registryWithBlob();
  expect((await blobOf({ ...blob, size: null }).bytes).equals(CONTENT)).toBe(true);
});

test("a blob that stops in the middle is a timeout", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length }).write(CONTENT.subarray(0, 1000));
    return true;
  };
  blob.registry.ranges = false;
  await expect(blobOf(blob, { idleMs: 20 }).bytes).rejects.toMatchObject({ code: "registry-timeout" });
});

test("a slow reader is not a timeout", async () => {
  const { registry, digest, size } = await registryWithBlob();
  const { client, clock } = clientOf(registry, { idleMs: 200 });
  let first = true;
  for await (const _ of download(client, { digest, size, part: escapeText("layer 0") })) {
    // Longer than the limit, by the real clock.
    if (first) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    first = false;
  }
  expect([registry.seen.length, clock.slept]).toEqual([1, []]);
});

test("a connection that breaks after the last byte is not an error", async () => {
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

test("bytes after the content length are not an error if the digest is right", async () => {
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

test("every range request starts at the registry again, because a redirect is valid only for a short time", async () => {
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

test("an error for a blob that is too short shows its size and the promised size", async () => {
  const blob = await registryWithBlob();
  blob.registry.blobs.set(blob.digest, CONTENT.subarray(0, 5000));
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    code: "registry-answer",
    why: `${blob.registry.host} answered 416 for layer 0: it has no byte behind 5000 bytes, but ${CONTENT.length} bytes were promised`,
  });
});

test("an empty blob is read", async () => {
  const { registry } = await registryWithBlob();
  const { digest, size } = registry.blob("");
  expect(await blobOf({ registry, digest, size }).bytes).toHaveLength(0);
});

test("a token that expires during a download is renewed, and a range request continues the blob", async () => {
  const blob = await registryWithBlob();
  blob.registry.guard = { is: "token" };
  blob.registry.answerer = ({ headers }, response) => {
    if (headers.authorization !== "Bearer token-1") return false;
    cutAfter(response, CONTENT, 100_000);
    blob.registry.tokens = 9;
    return true;
  };
  // The old token is sent once more, and the registry does not accept it any more.
  let cut = false;
  const { answerer } = blob.registry;
  blob.registry.answerer = (seen, response) => {
    if (cut) return false;
    cut = answerer(seen, response);
    return cut;
  };
  expect((await blobOf(blob).bytes).equals(CONTENT)).toBe(true);
  expect(blob.registry.requested.filter((url) => url.startsWith("/token"))).toHaveLength(2);
  expect(ranges(blob.registry).at(-1)).toBe("bytes=100000-");
});

test("an error for a missing blob names the layer and the registry's message", async () => {
  const blob = await registryWithBlob();
  blob.registry.answerer = (_, response) =>
    json(response, 404, { errors: [{ code: "BLOB_UNKNOWN", message: "gone" }] });
  await expect(blobOf(blob).bytes).rejects.toMatchObject({
    why: expect.stringContaining("404 for layer 0: BLOB_UNKNOWN: gone"),
  });
});
