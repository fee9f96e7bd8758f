// A program that opens the explorer, for events that no image file can cause. Its argument names the event.
import { openExplorer } from "../../src/explorer/session/open-explorer.js";
import { memoryImage } from "../support/memory-image.js";

const image = memoryImage([[{ path: "etc/hosts", content: "1" }]]);

/** An image that throws when it is drawn after SIGUSR2, like a bug in layerx. */
const faulty = { ...image };
let isWrong = false;
Object.defineProperty(faulty, "references", {
  get: () => {
    if (isWrong) throw new Error("a mistake");
    return [];
  },
});

const OPEN: Readonly<Record<string, (signal: AbortSignal) => Promise<typeof image>>> = {
  "takes forever": (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  fails: () => Promise.reject(new Error("no such image")),
  "has a mistake": () => {
    process.once("SIGUSR2", () => {
      isWrong = true;
    });
    return Promise.resolve(faulty);
  },
  "forgets an error": () => {
    process.once("SIGUSR2", () => {
      throw new Error("forgotten");
    });
    return Promise.resolve(image);
  },
};

try {
  const code = await openExplorer({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    colour: true,
    cwd: process.cwd(),
    reports: {
      formats: [{ name: "text", ending: "txt" }],
      save: () => Promise.reject(new Error("no reports here")),
    },
    signal: new AbortController().signal,
    release: (image) => image.close(),
    source: "some image.tar",
    open: ({ onProgress, signal }) => {
      onProgress({ phase: "unpacking", doneBytes: 1_000_000, totalBytes: 4_000_000 });
      return OPEN[process.argv[2]](signal);
    },
    onSignal: (name, listener) => {
      process.on(name, listener);
      return () => process.off(name, listener);
    },
    onCrash: (listener) => {
      process.on("uncaughtException", listener);
      return () => process.off("uncaughtException", listener);
    },
  });
  console.log(`code ${code}`);
} catch (error) {
  console.log(`thrown: ${error instanceof Error ? error.message : error}`);
}
