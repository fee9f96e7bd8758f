import type { Image } from "../../image/image.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { News, OwnersJob } from "../viewer/job.js";

/** Bytes of the longest list of users or groups that is read. */
const MOST_BYTES = 1_000_000;

/** Looks up an owner in the image's own lists of users and groups. */
export async function ownerNames(
  image: Image,
  entries: EntryTable,
  { uid, gid, passwd, group }: OwnersJob,
  signal: AbortSignal,
): Promise<News> {
  const nameIn = async (row: EntryId, id: number) => {
    if (row < 0 || entries.bytes(row) > MOST_BYTES) return null;
    const layer = image.layers[entries.layer(row)];
    const [bytes] = await layer.readAll([entries.content(row)], signal);
    return nameOf(Buffer.from(bytes).toString("latin1"), id);
  };
  return { of: "owners", user: await nameIn(passwd, uid), group: await nameIn(group, gid) };
}

/** The first name with a number, as getpwuid(3) finds it: `name:password:number:…`. */
function nameOf(list: string, id: number): string | null {
  for (const line of list.split("\n")) {
    const [name, , number] = line.split(":");
    if (number !== undefined && /^\d+$/.test(number) && Number(number) === id && name !== "") return name;
  }
  return null;
}
