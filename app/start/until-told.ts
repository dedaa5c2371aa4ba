/**
 * Calls `stop` at the first Ctrl-C or TERM and ends this process with 0 after it, or with 1 when it fails.
 * A second signal changes nothing but what `again` does: whatever was started is stopped in order.
 */
export function untilTold(stop: () => Promise<void>, again: () => void = () => {}): void {
  let stopping = false;
  const told = () => {
    if (stopping) return again();
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, told);
}
