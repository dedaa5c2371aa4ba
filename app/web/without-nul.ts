/**
 * A piece of a page without zero bytes. React 18 leaves one or two where a character of several bytes does not
 * fit into the rest of its buffer, and browsers draw them as broken characters: Chinese pages had some.
 */
export function withoutNul(piece: Uint8Array): Uint8Array {
  return piece.includes(0) ? piece.filter((byte) => byte !== 0) : piece;
}
