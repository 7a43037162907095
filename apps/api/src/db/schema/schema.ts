export * from "./hosts.ts";
export * from "./organizations.ts";
export * from "./rollups.ts";
export * from "./snapshots.ts";
