/** How long the engine may take over a call that does no long work. */
export const CALL_MS = 30_000;

/** Asks the engine, and fails when it does not answer in time: a hanging runtime must not hang the slot. */
export async function call<T>(
  what: string,
  act: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ms = CALL_MS,
): Promise<T> {
  const tooLate = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the engine did not answer ${what} in ${ms} ms`));
      tooLate.abort();
    }, ms);
  });
  return Promise.race([act({ abortSignal: tooLate.signal }), late]).finally(() => clearTimeout(timer));
}

/** The HTTP status of the engine's refusal, or undefined when it was none. */
export const statusOf = (error: unknown) => (error as { statusCode?: number }).statusCode;
