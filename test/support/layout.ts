import { layoutLoaded } from "../../src/ink/layout.js";

// Tests draw without the session that waits for it.
await layoutLoaded;
