import loadSqlite from "sql.js/dist/sql-wasm-inline.js";

export interface RpmSpec {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  /** Absolute paths of files. */
  readonly paths?: readonly string[];
}

/** The definition of rpm's table in rpm 4.16 to 4.20. */
const PACKAGES_TABLE = "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)";

type Value = readonly [tag: number, type: 4 | 6 | 8, values: readonly (string | number)[]];

/** @returns a header in the form of rpm: counts, entries, data. */
export function rpmHeader({ name, version = "1", release = "1", epoch, paths = [] }: RpmSpec): Buffer {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1)))];
  const split = paths.map((path) => {
    const slash = path.lastIndexOf("/") + 1;
    return { folder: folders.indexOf(path.slice(0, slash)), name: path.slice(slash) };
  });
  const values: Value[] = [
    [1000, 6, [name]],
    [1001, 6, [version]],
    [1002, 6, [release]],
    ...(epoch === undefined ? [] : [[1003, 4, [epoch]] as const]),
    ...(paths.length === 0
      ? []
      : ([
          [1116, 4, split.map(({ folder }) => folder)],
          [1117, 8, split.map((one) => one.name)],
          [1118, 8, folders],
        ] as const)),
  ];
  const entries: Buffer[] = [];
  let data = Buffer.alloc(0);
  for (const [tag, type, list] of values) {
    if (type === 4) data = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    const parts = list.map((value) =>
      typeof value === "number" ? int32(value) : Buffer.from(`${value}\0`, "latin1"),
    );
    entries.push(Buffer.concat([tag, type, data.length, list.length].map(int32)));
    data = Buffer.concat([data, ...parts]);
  }
  return Buffer.concat([int32(values.length), int32(data.length), ...entries, data]);
}

/** @returns the bytes of a SQLite database with this table of packages. */
export async function rpmDatabase(
  headers: readonly Uint8Array[],
  { table = PACKAGES_TABLE }: { readonly table?: string } = {},
): Promise<Buffer> {
  const { Database } = await loadSqlite();
  const database = new Database();
  database.run(table);
  for (const header of headers) database.run("INSERT INTO Packages (blob) VALUES (?)", [header]);
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
