/** One assignment of a sysctl file. */
export interface SysctlAssignment {
  /** With dots: `net.ipv4.tcp_tw_reuse`; a `*` where the file has one. */
  key: string;
  /** Outer blanks removed, inner runs of them made one. */
  value: string;
  /** From 1. */
  line: number;
}

export interface SysctlFile {
  assignments: SysctlAssignment[];
  /** Lines that are neither an assignment nor a comment. */
  unreadable: { line: number; text: string }[];
}

const LINE = /^-?\s*([^\s=#;][^=]*?)\s*=\s*(.*?)\s*$/;

/**
 * Reads a file of sysctl.d(5): `key = value`, `#` and `;` begin a comment, a leading `-` forgives errors, and slashes may
 * stand for dots. Where a key's first separator is a slash, its dots are part of a name (`net/ipv4/conf/eth0.1/…`), which
 * is kept with slashes and dots exchanged as the kernel's own file is.
 */
export function parseSysctlFile(text: string): SysctlFile {
  const file: SysctlFile = { assignments: [], unreadable: [] };
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = raw.replace(/^\uFEFF/, "").trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const match = LINE.exec(trimmed);
    // `-net.ipv4.conf.lo.x` without a value leaves a key out of a pattern before it.
    if (!match && /^-[\w./*-]+$/.test(trimmed)) continue;
    if (match) file.assignments.push({ key: dotted(match[1]!), value: match[2]!.replace(/\s+/g, " "), line: index + 1 });
    else file.unreadable.push({ line: index + 1, text: trimmed });
  }
  return file;
}

function dotted(key: string): string {
  const separator = /[./]/.exec(key)?.[0];
  return separator === "/" ? key.replace(/[./]/g, (each) => (each === "/" ? "." : "/")) : key;
}

/** The kernel's file below /proc/sys. */
export const sysctlPath = (key: string): string => key.replace(/[./]/g, (each) => (each === "." ? "/" : "."));
