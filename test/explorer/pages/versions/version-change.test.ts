import { expect, test } from "vitest";
import { draw } from "../../draw.js";
import { press, start } from "../../start.js";

const FILE = { path: "app", content: "one", mode: 0o644, uid: 0, gid: 0 };

test("the page of versions shows the changes of each version, and since when its bytes are wasted", async () => {
  const state = await start(
    [
      [FILE],
      [{ ...FILE, uid: 1000, gid: 1000 }],
      [{ ...FILE, uid: 1000, gid: 1000, mode: 0o755, content: "two" }],
      [{ ...FILE, uid: 1000, gid: 1000, mode: 0o755, content: "three" }],
      [{ path: ".wh.app" }],
      [FILE],
      [FILE],
      [{ path: "app", type: "symlink", linkname: "a" }],
      [{ path: "app", type: "symlink", linkname: "b" }],
    ],
    {
      history: [
        "RUN one",
        "RUN chown",
        "RUN chmod",
        "RUN three",
        "RUN rm",
        "RUN six",
        "RUN again",
        "RUN ln a",
        "RUN ln b",
      ],
    },
  );
  const lines = draw(press(state, "G2a/app⏎t")).split("\n");
  const changes = lines
    .filter((line) => line.includes("RUN "))
    .map((line) => line.replace(/^│ +/, "").replace(/ *│$/, ""));
  expect(changes).toEqual([
    "wasted since layer 1: metadata  RUN one",
    "owner 0:0 → 1000:1000, same content  wasted since layer 2: overwritten  RUN chown",
    "mode 0644 → 0755, other content of 3B  wasted since layer 3: overwritten  RUN chmod",
    "content 3B → 5B  wasted since layer 4: deleted  RUN three",
    "RUN rm",
    "wasted since layer 6: rewritten  RUN six",
    "same content  wasted since layer 7: overwritten  RUN again",
    "a file → a symlink  RUN ln a",
    "target a → b  RUN ln b",
  ]);
});
