/** Every list of states and kinds, once. Columns, screens, URLs and code use the same words. */

export const LOCALES = ["en", "zh-Hans", "zh-Hant"] as const;
export type Locale = (typeof LOCALES)[number];

/** A text of the organiser's in the languages they wrote it in; read it with `localized()`. */
export type Localized = Partial<Record<Locale, string>>;

export const INSTALLATION_ROLES = ["owner", "organiser"] as const;
export const GRANT_ROLES = ["owner", "organiser", "staff", "panelist", "partner"] as const;
export const GRANT_SCOPES = ["installation", "forum", "competition"] as const;
export type GrantRole = (typeof GRANT_ROLES)[number];
export type GrantScope = (typeof GRANT_SCOPES)[number];

export const TOKEN_SCOPES = ["read", "take_part", "organise", "operate"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const EDITION_STATES = ["draft", "published", "archived"] as const;
export const EDITION_FORMATS = ["in_person", "online", "hybrid"] as const;
export const SESSION_KINDS = [
  "talk",
  "keynote",
  "panel",
  "workshop",
  "poster",
  "final",
  "break",
  "ceremony",
] as const;
export const REGISTRATION_STATES = ["confirmed", "cancelled"] as const;

export const COMPETITION_STATES = ["draft", "published", "closed", "archived"] as const;
export type CompetitionState = (typeof COMPETITION_STATES)[number];
export const PAGE_FORMATS = ["markdown", "html"] as const;
/** A template is only where a competition starts from; everything stays editable. */
export const COMPETITION_TEMPLATES = ["ai_benchmark", "software_cup", "hackathon", "practice"] as const;
export type CompetitionTemplate = (typeof COMPETITION_TEMPLATES)[number];
export const COMPETITION_TYPES = ["competition", "benchmark"] as const;
export const SORTINGS = ["desc", "asc"] as const;
export type Sorting = (typeof SORTINGS)[number];
/** Codabench's four, then two of our own: a sum by weights, and the mean of a row's ranks in other columns. */
/**
 * How a column follows from others. Two are means of ranks over the whole board: `rank_avg` as Codabench's
 * `avg_rank`, `dense_rank_avg` as CodaLab's `Avg`.
 */
export const COMPUTATIONS = ["sum", "avg", "min", "max", "weighted", "rank_avg", "dense_rank_avg"] as const;
export type Computation = (typeof COMPUTATIONS)[number];
/** Which part of the hidden data a metric is measured on: private ones are told to nobody before the reveal. */
export const METRIC_SPLITS = ["public", "private"] as const;
export type MetricSplit = (typeof METRIC_SPLITS)[number];
/** Codabench's submission rules: which of an entry's scored submissions stand on the board. */
export const SUBMISSION_RULES = [
  "Add",
  "Add_And_Delete",
  "Add_And_Delete_Multiple",
  "Force_Last",
  "Force_Latest_Multiple",
  "Force_Best",
] as const;
export type SubmissionRule = (typeof SUBMISSION_RULES)[number];

export const TEAM_ROLES = ["captain", "member", "advisor"] as const;
export const ENTRY_STATES = [
  "pending",
  "accepted",
  "rejected",
  "withdrawn",
  "disqualified",
  "merged",
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** A team's entry, or the organisers' own: shown on the board, marked as such, never ranked. */
export const ENTRY_KINDS = ["team", "baseline", "reference"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];
export const MERGE_STATES = ["proposed", "accepted", "declined", "cancelled"] as const;

export const ORGANISATION_KINDS = ["school", "company", "institute", "alliance"] as const;
export const MEMBERSHIP_STATES = ["pending", "verified", "refused"] as const;
export const VERIFICATION_METHODS = ["domain", "document", "organiser"] as const;
/** Of a person at a school; groups of a competition may be open to some of them only. */
export const DEGREE_LEVELS = ["vocational", "bachelor", "master", "doctor", "staff"] as const;
export type DegreeLevel = (typeof DEGREE_LEVELS)[number];

/** What a deliverable slot is for: judged work, or proof that the team may take part. */
export const SLOT_PURPOSES = ["work", "eligibility"] as const;

/** What a submission is: an archive of results or code, or a container image. */
export const SUBMISSION_KINDS = ["archive", "image_tar", "image_reference"] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

export const REJUDGE_STATES = [
  "preparing",
  "running",
  "ready",
  "approving",
  "approved",
  "discarded",
] as const;
export const REPORT_STATES = ["queued", "running", "ready", "failed", "cancelled"] as const;
export const SUBSCRIPTION_TOPICS = [
  "announcements",
  "clarifications",
  "discussions",
  "thread",
  "organising",
] as const;

/**
 * What a submission, and each of its runs, may be; `held` waits for an organiser to start it. What ends them:
 * judge/contract/verdict.ts.
 */
export const RUN_STATES = ["held", "queued", "running", "scored", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const HOST_STATES = ["active", "draining", "disabled"] as const;
export const DEVICE_KINDS = ["gpu", "mig"] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];
/** `gone`: the host no longer sees it. */
export const DEVICE_STATES = ["active", "quarantined", "gone"] as const;
/** Why a device is in quarantine: busy after its run, what judge/contract/protocol.ts calls a fault, or its self-test. */
export const QUARANTINE_REASONS = ["not_idle", "lost", "xid", "ecc", "self_test"] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
export type DeviceState = (typeof DEVICE_STATES)[number];
export const IMAGE_STATES = ["wanted", "fetching", "here", "failed"] as const;
/** What is wrong with judging, and told to operators by mail. */
export const ALERT_KINDS = [
  "no_host",
  "host_silent",
  "failure_rate",
  "device_quarantined",
  "disk_low",
  "clock_skew",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export const ARTIFACT_KINDS = ["prediction_output", "scoring_output", "detailed_results"] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];
