import { useEffect, useState } from "react";

/** The time of the browser, a second at a time while `ticking`; before that the one that the server said. */
export function useNow(served: Date | string, ticking: boolean): Date {
  const [now, setNow] = useState<Date>();
  useEffect(() => {
    if (!ticking) return;
    // The two clocks differ: it is the server's that goes on.
    const ahead = new Date(served).getTime() - Date.now();
    const timer = setInterval(() => setNow(new Date(Date.now() + ahead)), 1000);
    return () => clearInterval(timer);
  }, [served, ticking]);
  return ticking && now ? now : new Date(served);
}
