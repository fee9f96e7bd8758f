import type {
  ArrivedLayer,
  Blob,
  ChunkRange,
  LayerMemory,
  ReadableCompression,
  SeekableBlob,
} from "./blob.js";

interface LateOptions extends Pick<Blob, "memory" | "arrived"> {
  load(): Promise<Blob>;
}

/** A blob whose bytes are loaded when they are read. Its layer is usually known already. */
export class LateBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly compression: ReadableCompression;
  readonly memory?: LayerMemory;
  readonly arrived?: ArrivedLayer;
  private readonly load: () => Promise<Blob>;
  private loading: Promise<Blob> | null = null;
  private loaded: Blob | null = null;

  constructor(
    { key, size, compression }: Pick<Blob, "key" | "size"> & { compression: ReadableCompression },
    { memory, arrived, load }: LateOptions,
  ) {
    this.key = key;
    this.size = size;
    this.available = size;
    this.compression = compression;
    this.memory = memory;
    this.arrived = arrived;
    this.load = load;
  }

  get seekable(): SeekableBlob | null {
    return this.loaded?.seekable ?? null;
  }

  async prepare(): Promise<void> {
    await this.whole();
  }

  async *chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    yield* (await this.whole()).chunks(range);
  }

  private async whole(): Promise<Blob> {
    this.loading ??= this.load();
    this.loaded = await this.loading;
    return this.loaded;
  }
}
