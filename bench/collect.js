// Loaded into the explorer before it starts: a signal makes it collect garbage, so that its memory can be compared. A second
// collection frees what the first one only marks for the end of its finalizers.
process.on("SIGUSR2", () => {
  globalThis.gc();
  globalThis.gc();
});
