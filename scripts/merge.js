import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * Puts the chunks that a start loads together into one file. esbuild makes a chunk of the modules that the same entries
 * share, and each command is an entry: a start would load 40 files, at 0.3 ms each.
 *
 * @param {import("esbuild").BuildResult & { metafile: import("esbuild").Metafile }} built with `splitting`, on the disk
 * @param {Record<string, string>} starts file to make: the entry whose chunks go into it, where no earlier file has them
 * @param {import("esbuild").BuildOptions} options of the files that are made
 */
export async function mergeChunks({ metafile: { outputs } }, starts, { banner, ...options }) {
  const files = Object.keys(outputs).filter((file) => file.endsWith(".js"));
  const folder = dirname(files[0]);
  const fileOf = new Map();
  for (const [name, entry] of Object.entries(starts)) {
    const first = files.find((file) => outputs[file].entryPoint === entry);
    for (const file of loadedBy(first, outputs)) {
      // An entry that is loaded later keeps its file name, since `import()` names it.
      const isAsked = outputs[file].entryPoint !== undefined && basename(file) !== name;
      if (!isAsked && !fileOf.has(basename(file))) fileOf.set(basename(file), name);
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

/** What loading a file loads. */
function loadedBy(first, outputs) {
  const found = new Set([first]);
  for (const file of found) {
    for (const { path, kind } of outputs[file].imports) {
      if (kind === "import-statement" && outputs[path] !== undefined) found.add(path);
    }
  }
  return found;
}

/** Takes these chunks into the file, and leaves all else where it is. */
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

/** A chunk's text with its imports from chunks that went into another file taken from there. */
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

/** Under which name the merged file exports what a chunk exports: each chunk has names of its own. */
function newName(chunk, name) {
  return `${chunk.replace(/\W/g, "_")}_${name}`;
}
