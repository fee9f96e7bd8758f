import type { Layer } from "../image/layer.js";
import { type ArchivePlan, dataBytes, type PlannedFile } from "./archive-plan.js";
import type { Member } from "./member.js";
import { TarWriter } from "./tar-writer.js";

export interface WriteOptions {
  /** Of the image that the plan is for. */
  readonly layers: readonly Layer[];
  onProgress?(doneBytes: number, totalBytes: number): void;
  readonly signal?: AbortSignal;
}

/**
 * The archive's bytes, chunk by chunk. Each layer is read once, from its lowest byte to its highest.
 * @throws what reading a layer throws; the signal's reason.
 */
export async function* archiveChunks(plan: ArchivePlan, options: WriteOptions): AsyncGenerator<Uint8Array> {
  const writer = new TarWriter();
  const written = write(plan, writer, options).then(
    () => writer.finish(),
    (error: unknown) => writer.fail(error),
  );
  try {
    yield* writer.chunks;
  } finally {
    writer.fail(new Error("the reader stopped"));
    await written;
  }
}

async function write(
  { folders, files, rest }: ArchivePlan,
  writer: TarWriter,
  options: WriteOptions,
): Promise<void> {
  const { layers, signal } = options;
  const progress = progressOf({ folders, files, rest }, options);
  await addAll(folders, writer, signal);
  for (const [layer, planned] of files) {
    const filled = planned.filter(({ data }) => data.size > 0);
    const empty = planned.filter(({ data }) => data.size === 0);
    for (const { member } of empty) await writer.add(member);
    for await (const { index, content } of layers[layer].contents(filled.map(dataOf), signal)) {
      await writer.add(filled[index].member, content);
      progress(filled[index].data.size);
    }
  }
  await addAll(rest, writer, signal);
}

async function addAll(members: readonly Member[], writer: TarWriter, signal?: AbortSignal): Promise<void> {
  for (const member of members) {
    signal?.throwIfAborted();
    await writer.add(member);
  }
}

function dataOf({ data }: PlannedFile) {
  return data;
}

function progressOf(plan: ArchivePlan, { onProgress }: WriteOptions): (bytes: number) => void {
  const total = dataBytes(plan);
  let done = 0;
  return (bytes) => {
    done += bytes;
    onProgress?.(done, total);
  };
}
