const STARTS = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
];
const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Whether the bytes begin as a PNG, a JPEG, a GIF or a WebP does. SVG is none: it may hold scripts. */
export const isPicture = (bytes: Uint8Array): boolean =>
  STARTS.some((start) => start.every((byte, i) => bytes[i] === byte)) ||
  (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP");
