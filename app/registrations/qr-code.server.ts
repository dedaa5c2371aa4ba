import { toString as draw } from "qrcode";

/** A QR code as a data: URL of an SVG, dark on white whatever the theme, since scanners want that. */
export async function qrCode(text: string): Promise<string> {
  const svg = await draw(text, { type: "svg", errorCorrectionLevel: "M", margin: 1 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
