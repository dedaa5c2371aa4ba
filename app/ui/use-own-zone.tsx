import { useSyncExternalStore } from "react";
import { useRoot } from "./use-root.tsx";

const never = () => () => {};

/**
 * The time zone that the viewer lives by: the one in their account, else their device's. At a browser's first page,
 * and on those that all guests share, only the browser knows its device: null until the page is alive.
 */
export function useOwnZone(): string | null {
  const { timeZone, deviceZone } = useRoot();
  return useSyncExternalStore(
    never,
    () => timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => timeZone ?? deviceZone,
  );
}
