/** The argument of every command that reads one image. */
export const IMAGE_ARGUMENT = {
  type: "string",
  demandOption: true,
  describe: "File, folder, - for stdin, or an image name",
} as const;
