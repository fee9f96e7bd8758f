/** The programs that can build an image, in the order in which they are tried. */
export const BUILDERS = ["docker", "podman", "buildah"] as const;

export type Builder = (typeof BUILDERS)[number];
