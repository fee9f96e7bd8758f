import { packings } from "../../test/support/packings.js";
import { archive } from "../../test/support/save.js";
import { flask } from "./flask.js";
import { lean } from "./lean.js";
import { waste } from "./waste.js";

/** Every sample archive by its file name: the same bytes on every machine and on every day. */
export async function sampleArchives(): Promise<ReadonlyMap<string, Buffer>> {
  return new Map([
    ["flask.tar", await archive(packings.dockerSave25, [await flask()])],
    ["waste.tar", await archive(packings.dockerSave24, [await waste()])],
    ["lean.tar", await archive(packings.ociArchive, [await lean()])],
  ]);
}
