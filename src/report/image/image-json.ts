import type { Analysis } from "../../analysis/analyze.js";
import type { Base } from "../../analysis/base-image.js";
import { diveMetrics } from "../../analysis/dive.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import type { Packages } from "../../analysis/packages/packages.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import type { ImageConfig } from "../../image/config/config.js";
import { redactedImage } from "../../image/config/redacted.js";
import { composeCommand } from "../../image/config/run-command.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { Image, Warning } from "../../image/image.js";
import { platformName } from "../../image/platform.js";
import { secretsJson, unsearchedText } from "../../words/secret-words.js";
import { jsonDocument } from "../syntax/json-document.js";
import { duplicatesJson, wasteJson } from "../waste/waste-json.js";
import { type BaseFinding, baseJson } from "./base-facts.js";
import { leftoversJson } from "./leftovers-section.js";
import { packagesJson } from "./packages-section.js";

export interface ImageFindings {
  readonly analysis: Analysis;
  readonly copies: readonly WastedCopy[];
  /** The findings, the most bytes first. */
  readonly wasteFindings: readonly WasteFinding[];
  /** `null` if not requested. */
  readonly duplicates: readonly Duplicate[] | null;
  readonly leftovers: readonly Leftover[];
  /** `null` if they were not searched for. */
  readonly secrets: SecretFindings | null;
  /** `null` if the databases were not read. */
  readonly packages: Packages | null;
  readonly base: BaseFinding;
}

/** Returns the document of `inspect --format json`. Scripts depend on its keys. */
export function imageJson({
  analysis,
  copies,
  duplicates,
  leftovers,
  secrets,
  packages,
  base,
}: ImageFindings): string {
  const { image, tree } = analysis;
  return jsonDocument({
    schemaVersion: 1,
    image: imageFields(analysis),
    dive: diveMetrics(tree),
    layers: layerFacts(analysis),
    history: image.history.map(({ created, createdBy, author, comment, emptyLayer, layer }) => ({
      created,
      createdBy,
      author,
      comment,
      emptyLayer,
      layer,
    })),
    waste: wasteJson(analysis, copies),
    duplicates: duplicates === null ? null : duplicatesJson(analysis, duplicates),
    warnings: [...image.warnings, ...secretsWarnings(secrets), ...(packages?.warnings ?? [])].map(
      ({ code, message }) => ({
        code,
        message,
      }),
    ),
    leftovers: leftoversJson(analysis, leftovers),
    base: baseJson(base, image),
    secrets: secrets === null ? null : secretsJson(analysis, secrets),
    packages: packages === null ? null : packagesJson(packages),
  });
}

function secretsWarnings(secrets: SecretFindings | null): Warning[] {
  const message = secrets === null ? null : unsearchedText(secrets);
  return message === null ? [] : [{ code: "secrets-not-searched", message }];
}

/** Returns the facts that identify an image. */
export function identityFacts({ source, format, references, id, digest, platform }: Image) {
  return { source, format, references, id, digest, platform: platformName(platform) };
}

/** Returns the object `image` of the JSON reports. */
export function imageFields({ image, metrics }: Analysis) {
  const { size, rootfsSize, compressedSize, files, efficiency, wastedBytes, userSize, wastedPercent } =
    metrics;
  return {
    ...identityFacts(image),
    created: image.config.created,
    author: image.config.author,
    config: configFacts(image.config),
    command: composeCommand(image.config).argv,
    size,
    rootfsSize,
    compressedSize,
    files,
    efficiency,
    wastedBytes,
    userSize,
    wastedPercent,
  };
}

function configFacts(config: ImageConfig) {
  const { user, workingDir, entrypoint, cmd, env, exposedPorts, volumes, labels } = config;
  const { stopSignal, healthcheck, shell } = config;
  return {
    user,
    workingDir,
    entrypoint,
    cmd,
    env,
    exposedPorts,
    volumes,
    labels: Object.fromEntries(labels),
    stopSignal,
    healthcheck: healthcheck === null ? null : healthcheckFacts(healthcheck),
    shell,
  };
}

function healthcheckFacts({
  test,
  interval,
  timeout,
  startPeriod,
  retries,
}: NonNullable<ImageConfig["healthcheck"]>) {
  return { test, interval, timeout, startPeriod, retries };
}

function layerFacts({ image, metrics }: { readonly image: Image; readonly metrics: Analysis["metrics"] }) {
  return image.layers.map(({ index, diffId, digest, mediaType, compressedSize }) => {
    const { size, entries, added, modified, removed, wastedBytes } = metrics.layers[index];
    const by = entryOfLayer(image, index);
    return {
      index,
      diffId,
      digest,
      mediaType,
      size,
      compressedSize,
      entries,
      added,
      modified,
      removed,
      wastedBytes,
      createdBy: by?.createdBy ?? null,
      created: by?.created ?? null,
      comment: by?.comment ?? null,
    };
  });
}

/**
 * Returns the findings without private texts (see `redactedImage`), so that no format can show them. Advice
 * and the end of the base image were computed before, and stay.
 */
export function redacted(findings: ImageFindings): ImageFindings {
  const { analysis, base } = findings;
  return {
    ...findings,
    analysis: { ...analysis, image: redactedImage(analysis.image) },
    base: { ...base, found: base.found === null ? null : withoutLabels(base.found) },
  };
}

/**
 * A base image that the user named keeps its name. Otherwise the name is from a label or an annotation, which
 * are private.
 */
function withoutLabels(base: Base): Base {
  return base.by === "image" ? base : { ...base, name: null, digest: null };
}
