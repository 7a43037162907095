export * from "./hosts.ts";
export * from "./organizations.ts";
export * from "./snapshots.ts";
