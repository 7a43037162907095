/** What packet filters do to replies. */
export const FIREWALL_CHECKS = ["fw-return", "fw-stateless"] as const;

/** Findings (they warn or fail) stand before notes (they inform) in each group. */
export const FIREWALL_RULES = [
  // fw-return
  "return-dropped",
  "return-partly",
  "return-denied-out",
  "return-seen-to-pass",
  "return-stateless",
  "return-uncertain",
  "return-stateful",
  "return-open",
  "return-untracked",
  // fw-stateless
  "stateless-open-to-world",
  "stateless-gap",
  "acl-gap",
  "stateless-fits",
  "acl-fits",
  "acl-narrow",
  "acl-undeclared",
] as const;
