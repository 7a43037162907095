export const OPERATING_SYSTEMS = ["linux", "windows", "darwin", "freebsd"] as const;
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number];
