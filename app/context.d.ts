import "@remix-run/node";

declare module "@remix-run/node" {
  interface AppLoadContext {
    nonce: string;
    requestId: string;
    /**
     * Present where a page is rendered once for all guests. A loader says what its page shows (`board:ID`,
     * or `board` for any of them) and the moments at which it will look otherwise without a change.
     */
    shows?: (topics: readonly string[], moments?: readonly (Date | string | null)[]) => void;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
