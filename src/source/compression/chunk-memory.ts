/** `ArrayBuffer` of Node 22 and later. */
interface Transferable {
  transfer?(length: number): unknown;
}

/**
 * Frees the memory of a chunk at once, if nothing follows the chunk in its memory: zlib fills the rest later. Memory that
 * waits for garbage collection makes V8 mark the whole heap again and again, and each new page takes time.
 */
export function freeEnd({ buffer, byteOffset, length }: Buffer): void {
  // Small buffers share the memory of a pool.
  if (buffer.byteLength <= Buffer.poolSize || byteOffset + length < buffer.byteLength) return;
  (buffer as Transferable).transfer?.(0);
}

/** The largest block in bytes that glibc counts is 32 MiB with its header. */
const LARGEST = 31 * 1024 * 1024;

/**
 * Makes the process keep the memory of freed chunks for the next ones. Linux's allocator (glibc) returns free
 * memory to the system if it is more than twice the largest block that was freed before. Then each page of a
 * new chunk takes time. So this frees a large block, whose pages were never used. With other allocators it
 * does nothing. Call it once: a second block would be taken from the kept memory, and filled with zeros.
 */
export function keepFreed(): void {
  (new ArrayBuffer(LARGEST) as Transferable).transfer?.(0);
}
