// ESC [ … letter, ESC ] … BEL and the like: colours and cursor moves of a terminal.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A log as plain text: terminal sequences, control and direction characters taken out; lines and tabs stay. */
export const stripControl = (text: string): string =>
  text.replaceAll("\r\n", "\n").replace(SEQUENCES, "").replaceAll("\r", "\n").replace(CONTROLS, "");

/** The last lines that say something. */
export const lastLines = (text: string, lines: number): string =>
  stripControl(text).trimEnd().split("\n").slice(-lines).join("\n");
