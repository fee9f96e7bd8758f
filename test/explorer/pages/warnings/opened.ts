import { image } from "../../../support/fixture.js";
import { packings } from "../../../support/packings.js";
import { save } from "../../../support/save.js";
import { tempDir } from "../../../support/temp.js";
import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "!"),
  steps: [["!", /╭ Warnings ─[\s\S]*│ ! /]],
  // Its history has one instruction too many.
  archive: async () => {
    const history = [{ created_by: "ADD a" }, { created_by: "RUN b" }];
    return save(packings.dockerSave25, [await image([{ a: "1" }], { history })], tempDir());
  },
  keys: { "show-warnings in layers": [["!", "there are no warnings"]] },
};
