import { writeFile } from "node:fs/promises";
import { sampleArchives } from "./images/samples.js";

// Writes the sample images beside this file: `npm run samples`.
for (const [name, bytes] of await sampleArchives()) {
  await writeFile(new URL(name, import.meta.url), bytes);
}
