import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * Merges the chunks that a start loads together into one file. esbuild makes one chunk for each set of modules that the
 * same entries share, and each command is an entry. So without merging a start loads 40 files of 0.3 ms each.
 *
 * @param {import("esbuild").BuildResult & { metafile: import("esbuild").Metafile }} built with `splitting`, written to the disk
 * @param {Record<string, string>} starts for each merged file the entry whose chunks it gets, without those of earlier files
 * @param {import("esbuild").BuildOptions} options for the merged files
 */
export async function mergeChunks({ metafile: { outputs } }, starts, { banner, ...options }) {
  const files = Object.keys(outputs).filter((file) => file.endsWith(".js"));
  const folder = dirname(files[0]);
  const fileOf = new Map();
  for (const [name, entry] of Object.entries(starts)) {
    const first = files.find((file) => outputs[file].entryPoint === entry);
    for (const file of loadedBy(first, outputs)) {
      // An entry that is loaded later is not merged, because `import()` uses its file name.
      const isLoadedLater = outputs[file].entryPoint !== undefined && basename(file) !== name;
      if (!isLoadedLater && !fileOf.has(basename(file))) fileOf.set(basename(file), name);
    }
  }
  const textOf = (file, inside) =>
    renamed(readFileSync(file, "utf8").replace(banner.js, ""), (chunk) =>
      fileOf.get(chunk) === inside ? undefined : fileOf.get(chunk),
    );
  const merged = Object.keys(starts).map(async (name) => {
    const chunks = files.filter((file) => fileOf.get(basename(file)) === name);
    const lines = chunks.map((file) => {
      const all = outputs[file].exports.map((one) =>
        basename(file) === name ? one : `${one} as ${newName(basename(file), one)}`,
      );
      return `export{${all.join()}}from"./${basename(file)}";`;
    });
    const { outputFiles } = await build({
      ...options,
      banner,
      stdin: { contents: lines.join("\n"), resolveDir: folder },
      plugins: [chunksOf(chunks, (file) => textOf(file, name))],
      write: false,
    });
    return { path: join(folder, name), text: outputFiles[0].text, chunks };
  });
  const made = await Promise.all(merged);
  for (const file of files) {
    if (!fileOf.has(basename(file))) writeFileSync(file, banner.js + textOf(file, null));
  }
  for (const { chunks } of made) for (const file of chunks) rmSync(file);
  for (const { path, text } of made) writeFileSync(path, text);
}

/** @returns the files that are loaded together with a file. */
function loadedBy(first, outputs) {
  const found = new Set([first]);
  for (const file of found) {
    for (const { path, kind } of outputs[file].imports) {
      if (kind === "import-statement" && outputs[path] !== undefined) found.add(path);
    }
  }
  return found;
}

/** @returns a plugin that puts these chunks into the merged file, and leaves all other imports external. */
function chunksOf(chunks, textOf) {
  const names = new Set(chunks.map((file) => `./${basename(file)}`));
  return {
    name: "chunks",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === "import-statement" && names.has(path)
          ? { path, namespace: "chunk" }
          : { path, external: true },
      );
      onLoad({ filter: /.*/, namespace: "chunk" }, ({ path }) => ({
        contents: textOf(chunks.find((file) => `./${basename(file)}` === path)),
      }));
    },
  };
}

/** @returns the text of a chunk with changed imports, if the imported chunks were merged into another file. */
function renamed(text, movedTo) {
  return text
    .replace(/\bimport\{([^{}]*)\}from"\.\/([^"/]+)"/g, (whole, list, chunk) => {
      const file = movedTo(chunk);
      if (file === undefined) return whole;
      const names = list.split(",").map((one) => {
        const [name, local = name] = one.split(" as ");
        return `${file === chunk ? name : newName(chunk, name)} as ${local}`;
      });
      return `import{${names.join()}}from"./${file}"`;
    })
    .replace(/\bimport"\.\/([^"/]+)"/g, (whole, chunk) => {
      const file = movedTo(chunk);
      return file === undefined ? whole : `import"./${file}"`;
    });
}

/** @returns the name of a chunk's export in the merged file. It is unique, because chunks use the same short names. */
function newName(chunk, name) {
  return `${chunk.replace(/\W/g, "_")}_${name}`;
}
