import { type Yoga as Layout, loadYoga } from "yoga-layout/load";
import constants from "../../node_modules/yoga-layout/dist/src/generated/YGEnums.js";

export * from "yoga-layout/load";

/**
 * Ink's layout engine, which is WebAssembly. The original module waits for it with a top-level `await`, and so
 * it could not be in a bundle of CommonJS. Here it has only the constants, which Ink reads when it is loaded,
 * until {@link layoutLoaded} is resolved.
 */
const layout = { ...constants } as unknown as Layout;
export default layout;

/** Resolves when Ink can draw. */
export const layoutLoaded: Promise<unknown> = loadYoga().then((loaded) => Object.assign(layout, loaded));
