import { createContext, useContext } from "react";

// Empty in the browser, which hides the attribute: React would warn of a difference otherwise.
const Nonce = createContext<string>("");
export const NonceProvider = Nonce.Provider;
/** The value that lets a page's own scripts pass its Content-Security-Policy. */
export const useNonce = () => useContext(Nonce);
