import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { isImageId, type NamedSource } from "../named-source.js";
import { openRegistry } from "./open-registry.js";
import { quoted } from "./registry-message.js";
import { fullName, parseReference } from "./registry-reference.js";

/** The source of images in registries. */
export const registry: NamedSource = {
  name: "registry",
  open: async ({ name, source, forced }, options) => {
    if (!forced && isImageId(name)) {
      const reason = escapeText("an image ID belongs to an engine, and a registry has none");
      const error = new LayerxError("bad-reference", { input: quoted(name), reason });
      return { is: "not available", why: reason, error };
    }
    try {
      const keepContent = options.keepContent === true;
      return { is: "image", image: await openRegistry(name, { ...options, source, keepContent }) };
    } catch (error) {
      const absent = error instanceof LayerxError && error.code === "registry-not-found";
      if (!absent) throw error;
      return { is: "absent", why: escapeText(`${fullName(parseReference(name))}: ${error.why}`), error };
    }
  },
};
