/**
 * What stands in the folder, for a person who wants to try layerx on it.
 *
 * @param {{ path: string, what: string }[]} files
 * @returns {string}
 */
export function readme(files) {
  const width = Math.max(...files.map(({ path }) => path.length));
  return [
    "Real images, built by `npm run test:real`. Try:",
    "",
    "    node bin/layerx.js PATH",
    "",
    ...files.map(({ path, what }) => `${path.padEnd(width)}  ${what}`),
    "",
  ].join("\n");
}
