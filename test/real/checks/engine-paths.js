/** Paths that an engine adds to every container. */
export const OF_THE_ENGINE =
  /^\/(\.dockerenv|dev|dev\/(console|pts|shm)|proc|sys|run|run\/\.containerenv|run\/secrets|etc\/(hosts|hostname|resolv\.conf|mtab))$/;
/** Paths that an engine adds only if the image does not have them. */
export const MADE_IF_MISSING = ["/etc"];
