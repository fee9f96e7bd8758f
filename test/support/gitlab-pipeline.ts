import * as v from "valibot";
import { parse } from "yaml";

/*
 * The part of GitLab's "CI/CD YAML syntax reference" that the sample uses. An unknown keyword is an error, as in
 * GitLab's linter.
 */
const script = v.pipe(v.array(v.string()), v.minLength(1));

const job = v.strictObject({
  stage: v.picklist(["build", "test", "deploy"]),
  image: v.union([v.string(), v.strictObject({ name: v.string(), entrypoint: v.array(v.string()) })]),
  services: v.optional(v.array(v.string())),
  needs: v.optional(v.array(v.string())),
  script,
  artifacts: v.strictObject({
    when: v.optional(v.picklist(["on_success", "on_failure", "always"])),
    paths: v.optional(v.array(v.string())),
    expire_in: v.optional(v.string()),
    reports: v.optional(
      v.strictObject({ junit: v.optional(v.string()), codequality: v.optional(v.string()) }),
    ),
  }),
});

// The keywords of GitLab at the top level cannot be names of jobs.
const name = v.pipe(
  v.string(),
  v.check((text) => !["image", "services", "stages", "variables", "default", "include"].includes(text)),
);

const jobs = v.pipe(
  v.record(name, job),
  v.check((all) => Object.values(all).every(({ needs = [] }) => needs.every((one) => one in all))),
);

/** Reads a `.gitlab-ci.yml`. @throws if GitLab would not run it. */
export function gitlabJobs(text: string): v.InferOutput<typeof jobs> {
  return v.parse(jobs, parse(text));
}
