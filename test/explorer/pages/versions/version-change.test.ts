import { expect, test } from "vitest";
import { draw } from "../../draw.js";
import { press, start } from "../../start.js";

const FILE = { path: "app", content: "one", mode: 0o644, uid: 0, gid: 0 };

test("the page of versions shows the changes of each version since the version before", async () => {
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
    "RUN one",
    "owner 0:0 → 1000:1000, same content  RUN chown",
    "mode 0644 → 0755, other content of 3B  RUN chmod",
    "content 3B → 5B  RUN three",
    "RUN rm",
    "RUN six",
    "same content  RUN again",
    "a file → a symlink  RUN ln a",
    "target a → b  RUN ln b",
  ]);
});
