/** What was collected on another host: files named after the commands that printed them. */
export interface Bundle {
  folder: string;
  files: readonly BundleFile[];
}

export interface BundleFile {
  name: string;
  bytes: Uint8Array;
  /** Epoch milliseconds. */
  modifiedMs: number;
}
