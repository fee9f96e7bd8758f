/**
 * @param {Row[]} rows
 * @returns {string} a Markdown table
 */
export function markdown(rows) {
  const lines = rows.map(({ work, ms, target, limit, peak }) => [
    work,
    duration(ms),
    `${target}${target.includes("×") ? ` = ${duration(limit)}` : ""}`,
    (ms / limit).toFixed(2),
    peak === null ? "n/a" : `${(peak / 1e6).toFixed(0)} MB`,
  ]);
  const table = [
    ["work", "measured", "target", "ratio", "peak memory"],
    ["---", "--:", "---", "--:", "--:"],
    ...lines,
  ];
  return table.map((cells) => `| ${cells.map(escaped).join(" | ")} |\n`).join("");
}

/** A pipe would end the cell. */
function escaped(cell) {
  return cell.replaceAll("|", "\\|");
}

function duration(ms) {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 20 ? 1 : 0)} ms`;
}

/**
 * @typedef {object} Row
 * @property {string} work
 * @property {number} ms measured
 * @property {string} target as text
 * @property {number} limit the target in ms
 * @property {number | null} peak peak memory in bytes
 * @property {unknown} measured every run, for `--json`
 */
