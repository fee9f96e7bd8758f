import { expect, test } from "vitest";
import { filesTitle } from "../../../src/explorer/files/files-title.js";
import { members, press, start } from "../start.js";

test("the title names the visible kinds of changes if some kinds are hidden", async () => {
  const state = await start([members("a: 1")]);
  const title = (keys: string) => filesTitle(press(state, keys), "layer 0").join(", ");
  expect(title("=")).toBe("Files, layer 0, with unchanged paths");
  expect(title("")).toBe("Files, layer 0");
  expect(title("-")).toBe("Files, layer 0, only + ~");
  expect(title("a=")).toBe("Files, layer 0, only + ~ −");
});
