import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/** Loads the page's data again so long after it last came, while somebody looks. */
export function useRefresh(everyMs: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    let again: ReturnType<typeof setTimeout>;
    const wait = () => {
      again = setTimeout(() => (document.visibilityState === "visible" ? revalidate() : wait()), everyMs);
    };
    wait();
    return () => clearTimeout(again);
  }, [everyMs, state, revalidate]);
}
