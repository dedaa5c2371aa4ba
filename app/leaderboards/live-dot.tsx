import { useTranslation } from "react-i18next";
import type { Connection } from "../live/use-live.tsx";
import { Badge } from "../ui/badge.tsx";

/** Whether what is on the screen follows by itself. */
export function LiveDot({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const tone = { live: "live", connecting: "neutral", reconnecting: "warn" } as const;
  return (
    <span role="status">
      <Badge tone={tone[connection]}>{t(`leaderboards.connection.${connection}`)}</Badge>
    </span>
  );
}
