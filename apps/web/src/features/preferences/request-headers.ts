/** Set by the proxy on the way in, read by server components; a visitor's own values are overwritten. */
export const NONCE_HEADER = "x-nonce";
export const LANGUAGE_HEADER = "x-berth-language";
