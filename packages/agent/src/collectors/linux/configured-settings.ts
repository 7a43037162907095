import { printableText, shortenedText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { ConfiguredSetting } from "@berth/shared/domain/host/configuration.ts";
import { parseSysctlFile, sysctlPath } from "@berth/shared/domain/host/sysctl-file.ts";
import { isWatchedSysctl } from "@berth/shared/domain/host/watched-settings.ts";
import { errorCode } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

/** sysctl.d(5): of two files of the same name, the one in the earlier folder counts. */
const FOLDERS = ["/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d"];
const LAST_FILE = "/etc/sysctl.conf";

/** The wire's limits. */
const SETTINGS_MAX = 200;
const VALUE_LENGTH_MAX = 256;
const FILE_LENGTH_MAX = 256;

/**
 * What the files of sysctl.d(5) set for the next start, of the settings that bear on ports, in the order in which they are
 * applied: by name across the folders, /etc/sysctl.conf last, as procps does. Throws where a file that is there cannot be
 * read.
 */
export function readConfiguredSettings(files: HostFiles): ConfiguredSetting[] {
  const settings = filesInOrder(files).flatMap((file) =>
    parseSysctlFile(files.readText(file))
      .assignments.filter(({ key }) => isWatchedSysctl(key))
      .map(({ key, value, line }) => ({ key, value: printableText(value, VALUE_LENGTH_MAX), file, line })),
  );
  const last = new Map(settings.map(({ key }, index) => [key, index]));
  return settings
    .map((setting, index) => ({
      ...setting,
      file: shortenedText(setting.file, FILE_LENGTH_MAX),
      runtime: readRuntime(files, setting.key),
      isOverridden: last.get(setting.key) !== index,
    }))
    .slice(-SETTINGS_MAX);
}

function filesInOrder(files: HostFiles): string[] {
  const byName = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const name of listed(files, folder)) if (name.endsWith(".conf") && !byName.has(name)) byName.set(name, `${folder}/${name}`);
  const ordered = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  const isThere = identity(files, LAST_FILE);
  // Debian links 99-sysctl.conf to it: once is enough.
  return isThere === null || ordered.some((file) => identity(files, file) === isThere) ? ordered : [...ordered, LAST_FILE];
}

function listed(files: HostFiles, folder: string): string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function identity(files: HostFiles, file: string): string | null {
  try {
    const { device, inode } = files.identify(file);
    return `${device}:${inode}`;
  } catch {
    return null;
  }
}

/** Null where the kernel has no such setting, or keeps it from us. */
function readRuntime(files: HostFiles, key: string): string | null {
  try {
    const value = files.readText(`/proc/sys/${sysctlPath(key)}`).trim();
    return printableText(value.replace(/\s+/g, " "), VALUE_LENGTH_MAX);
  } catch {
    return null;
  }
}
