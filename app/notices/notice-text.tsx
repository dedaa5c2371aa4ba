import { Link } from "@remix-run/react";
import type { Piece } from "./links.ts";

/** A mail's text as it was written, with links that lead into this installation. */
export function NoticeText({ locale, body }: { locale: string; body: Piece[] }) {
  return (
    <div lang={locale} className="break-words whitespace-pre-wrap">
      {body.map((piece, i) =>
        piece.path ? (
          <Link key={i} to={piece.path} className="break-all underline underline-offset-4">
            {piece.text}
          </Link>
        ) : (
          piece.text
        ),
      )}
    </div>
  );
}
