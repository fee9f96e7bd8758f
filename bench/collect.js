// Is loaded into the explorer before it starts. A signal starts a garbage collection, so that memory can be compared. The
// second collection frees objects whose finalizers ran after the first collection.
process.on("SIGUSR2", () => {
  globalThis.gc();
  globalThis.gc();
});
