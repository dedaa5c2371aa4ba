import { useSyncExternalStore } from "react";
import { useRoot } from "./use-root.tsx";

const never = () => () => {};

/**
 * The time zone that the viewer lives by: the one in their account, else their device's. Null on the server and
 * until the page is alive, as only the browser knows its device.
 */
export function useOwnZone(): string | null {
  const { timeZone } = useRoot();
  return useSyncExternalStore(
    never,
    () => timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => timeZone,
  );
}
