import type { VersionsPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { movedVersions, openedVersion } from "./versions-page.js";
import { versionsPage, versionsTitle } from "./versions-rows.js";

function Versions({ state, page, look }: PageProps<VersionsPage>) {
  return (
    <PageFrame
      state={state}
      title={versionsTitle(state, page)}
      rows={versionsPage(state, page, pageArea(state))}
      look={look}
    />
  );
}

/** What each layer did to one path. */
export const VERSIONS: PageView<VersionsPage> = {
  Component: Versions,
  moved: movedVersions,
  opened: openedVersion,
};
