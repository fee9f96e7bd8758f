/** What an engine puts into every container, whatever the image holds. */
export const OF_THE_ENGINE =
  /^\/(\.dockerenv|dev|dev\/(console|pts|shm)|proc|sys|run|run\/\.containerenv|run\/secrets|etc\/(hosts|hostname|resolv\.conf|mtab))$/;
/** What an engine makes only where the image has none. */
export const MADE_IF_MISSING = ["/etc"];
