/**
 * @param {Row[]} rows
 * @returns {string} a Markdown table
 */
export function markdown(rows) {
  const lines = rows.map(({ work, ms, bytes, target, limit, peak }) => {
    const [value, shown] = bytes === undefined ? [ms, duration] : [bytes, size];
    return [
      work,
      shown(value),
      `${target}${target.includes("×") ? ` = ${shown(limit)}` : ""}`,
      (value / limit).toFixed(2),
      peak === null ? "n/a" : size(peak),
    ];
  });
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

function size(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}

function duration(ms) {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 20 ? 1 : 0)} ms`;
}

/**
 * @typedef {object} Row
 * @property {string} work
 * @property {number} [ms] measured, or
 * @property {number} [bytes]
 * @property {string} target as text
 * @property {number} limit the target in ms or bytes
 * @property {number | null} peak peak memory in bytes
 * @property {unknown} measured every run, for `--json`
 */
