import { placeAmongPlatforms } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import type { Node } from "../../tree/file-tree.js";
import { askWhich } from "../choosing/ask-which.js";
import { AUTO, type FilesState } from "../files/files-state.js";
import { withProgress } from "../opening/with-progress.js";
import { initialState, type State } from "../state.js";
import type { Subject } from "../subject.js";
import { failedText, type OpenSubject, type Tools } from "./in-terminal.js";

interface PlatformTools extends Tools {
  /** Opens one platform of the image, by the digest of its manifest or its ID. */
  readonly openPlatform?: ((digest: string) => OpenSubject) | undefined;
}

/**
 * Lets the user choose another platform of the image and opens it.
 * @returns the state of the other image. If the user cancels or an error occurs, the same state with a
 * message.
 */
export async function switchPlatform(
  state: State,
  tools: PlatformTools,
): Promise<{ readonly state: State; readonly problem: string | null }> {
  const { display, look, closed, openPlatform } = tools;
  const { image } = state.subject.analysis;
  const { platforms = [] } = image;
  const source = sourceName(image.source);
  const opened = placeAmongPlatforms(image);
  if (openPlatform === undefined) return { state, problem: "other platforms cannot be opened here" };
  const cancelled = new AbortController();
  const choice = await askWhich(
    { code: "several-platforms", choices: platforms },
    {
      display,
      look,
      source,
      opened,
      signal: AbortSignal.any([closed, cancelled.signal]),
      leave: () => cancelled.abort(CANCELLED),
    },
  ).catch((error: unknown) => {
    if (error === CANCELLED || closed.aborted) return null;
    throw error;
  });
  if (choice === null || platforms.indexOf(choice) === opened) return { state, problem: null };
  try {
    const open = openPlatform(choice.digest ?? choice.id);
    const subject = await withProgress({ ...tools, source }, open);
    return { state: subject === null ? state : onPlatform(subject, state), problem: null };
  } catch (error) {
    return { state, problem: await failedText(error, { ...tools, source }) };
  }
}

const CANCELLED = Symbol("the user did not choose a platform");

/** Returns the state of another platform with the same focus, layer, path, order and filter. */
function onPlatform(subject: Subject, before: State): State {
  const { screen, layers, files, waste } = before;
  const opened = initialState(subject, screen, before);
  return {
    ...opened,
    focus: before.focus,
    zoomed: before.zoomed,
    leftWidth: before.leftWidth,
    layers: {
      ...opened.layers,
      cursor: Math.max(Math.min(layers.cursor, subject.instructions.length - 1), 0),
    },
    files: filesOn(subject, files, before.subject),
    waste: { ...opened.waste, by: waste.by },
    typedBefore: before.typedBefore,
  };
}

/**
 * Returns the files with the same settings. Paths are found by name, because another tree has other nodes.
 */
function filesOn(subject: Subject, files: FilesState, before: Subject): FilesState {
  const { tree } = subject.analysis;
  const same = (node: Node) => tree.find(before.analysis.tree.path(node));
  const opened = [...files.folds.plain.opened].flatMap(([node, open]) => {
    const other = same(node);
    return other < 0 ? [] : [[other, open] as const];
  });
  return {
    ...files,
    chosen: Math.max(same(files.chosen), 0),
    top: 0,
    otherTop: 0,
    folds: { plain: { ...files.folds.plain, opened: new Map(opened) }, filtered: AUTO },
  };
}
