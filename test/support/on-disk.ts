import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { modeText } from "../../src/image/mode.js";
import { escapePath, rawBytes } from "../../src/text/escape.js";

/**
 * @returns one line for each path below a folder, sorted by bytes: `-rw-r--r-- etc/hosts = first`, `lrwxrwxrwx lib ->
 * usr/lib`. Names, contents and targets are escaped.
 */
export function onDisk(folder: string): string[] {
  const lines: string[] = [];
  const visit = (path: Buffer, shown: string): void => {
    const names = readdirSync(path, { encoding: "buffer" }).sort(Buffer.compare);
    for (const name of names) {
      const child = Buffer.concat([path, Buffer.from("/"), name]);
      const own = `${shown}${escapePath(rawBytes(name))}`;
      const found = lstatSync(child);
      const type = found.isSymbolicLink() ? "symlink" : found.isDirectory() ? "dir" : "file";
      const mode = modeText(type, found.mode & 0o7777);
      if (type === "dir") {
        lines.push(`${mode} ${own}`);
        visit(child, `${own}/`);
      } else if (type === "symlink") {
        lines.push(`${mode} ${own} -> ${escapePath(rawBytes(readlinkSync(child, { encoding: "buffer" })))}`);
      } else {
        lines.push(`${mode} ${own} = ${escapePath(rawBytes(readFileSync(child)))}`);
      }
    }
  };
  visit(Buffer.from(folder), "");
  return lines;
}
