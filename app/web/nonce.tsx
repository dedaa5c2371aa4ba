import { createContext, useContext } from "react";

// The browser hides nonces from scripts, so there it is "" and React does not compare it.
const Nonce = createContext<string>("");
export const NonceProvider = Nonce.Provider;
export const useNonce = () => useContext(Nonce);
