/** A header that makes browsers save a file under this name, in any script. */
export function attachment(fileName: string): string {
  const name = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename*=UTF-8''${name}`;
}
