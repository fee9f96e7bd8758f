// Loaded into the explorer before it starts: a signal makes it collect garbage, so that its memory can be compared.
process.on("SIGUSR2", () => globalThis.gc());
