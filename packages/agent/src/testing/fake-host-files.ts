import type { HostFiles } from "../collectors/host-files.ts";

export interface FakeHost {
  /** Contents by path; an error code stands for a file that answers with it. */
  texts?: Record<string, string | { code: string }>;
  links?: Record<string, string | { code: string }>;
  folders?: Record<string, string[] | { code: string }>;
  /** Device and inode by path. */
  identities?: Record<string, [device: number, inode: number]>;
  sizes?: Record<string, number>;
}

/** A host made of a few files: whatever is not named is absent. */
export function fakeHostFiles({ texts = {}, links = {}, folders = {}, identities = {}, sizes = {} }: FakeHost): HostFiles {
  const readText = (path: string) => orThrow(path, texts[path]);
  return {
    readText,
    readStart: (path, maxBytes) => readText(path).slice(0, maxBytes),
    readBytes: (path) => new TextEncoder().encode(readText(path)),
    list: (path) => orThrow(path, folders[path]),
    readLink: (path) => orThrow(path, links[path]),
    identify: (path) => {
      const [device, inode] = orThrow(path, identities[path]);
      return { device, inode };
    },
    sizeOf: (path) => orThrow(path, sizes[path]),
  };
}

function orThrow<T>(path: string, value: T | { code: string } | undefined): T {
  if (value === undefined) throw systemError("ENOENT", path);
  if (typeof value === "object" && value !== null && "code" in value) throw systemError(value.code, path);
  return value;
}

export const systemError = (code: string, what: string) => Object.assign(new Error(`${code}: ${what}`), { code });
