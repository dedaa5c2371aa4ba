/**
 * An agenda as a file says it, whichever format it came in. Nothing is checked yet: times and durations are text,
 * anything may be missing or there twice. `mend.ts` makes an agenda of it.
 */

/** One text, or one for each language tag. */
export type RawText = string | Record<string, string>;

export type RawPerson = {
  guid?: string | undefined;
  id?: string | undefined;
  name: string;
  affiliation?: string | undefined;
  biography?: RawText | undefined;
};

export type RawRoom = {
  guid?: string | undefined;
  id?: string | undefined;
  name: RawText;
  capacity?: number | undefined;
};

export type RawDay = { date?: string | undefined; start?: string | undefined; end?: string | undefined };
export type RawLink = { title: string; href: string };

export type RawSession = {
  guid?: string | undefined;
  id?: string | undefined;
  title?: RawText | undefined;
  subtitle?: RawText | undefined;
  abstract?: RawText | undefined;
  description?: RawText | undefined;
  /** The room it is listed in; a session in none belongs to all. */
  room?: RawRoom | undefined;
  day?: RawDay | undefined;
  /** A date with or without time and offset. */
  date?: string | undefined;
  /** "10:00", or a date and time. */
  start?: string | undefined;
  end?: string | undefined;
  /** Text of any kind, or minutes. */
  duration?: string | number | undefined;
  track?: RawText | undefined;
  type?: string | undefined;
  language?: string | undefined;
  state?: string | undefined;
  persons: RawPerson[];
  links: RawLink[];
  hasLogo?: boolean;
};

export type Raw = {
  format: "xml" | "json" | "pretalx" | "calendar";
  /** The program that wrote the file, in lower case: what "1:00:00" means depends on it. */
  generator: string;
  timeZone?: string | undefined;
  /** Until when the night belongs to the day before, as "04:00". */
  dayChange?: string | undefined;
  /** The language of texts that do not say theirs. */
  language?: string | undefined;
  /** What relative links start from. */
  baseUrl?: string | undefined;
  rooms: RawRoom[];
  tracks: { name: RawText; color?: string | undefined }[];
  sessions: RawSession[];
  /** Names of what was not understood. */
  unknown: Set<string>;
  /** One page of several: what is missing may be on another. */
  partial: boolean;
};

export const emptyRaw = (format: Raw["format"]): Raw => ({
  format,
  generator: "",
  rooms: [],
  tracks: [],
  sessions: [],
  unknown: new Set(),
  partial: false,
});
