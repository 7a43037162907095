/**
 * The name of the file that holds what a command printed: a leading `cat ` and leading slashes go, every run of characters
 * other than letters, digits, dot and hyphen becomes `_`, `.txt` follows.
 */
export const fileNameOf = (command: string): string =>
  `${command
    .trim()
    .replace(/^cat /, "")
    .replace(/^\/+/, "")
    .replace(/[^A-Za-z0-9.-]+/g, "_")}.txt`;

/** The words of a command that a file's name keeps; also of a name that was not made by the rule. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/\.(?:txt|json|csv|log|out)$/i, "")
    .replace(/^((?:sudo_)?(?:netstat|ss|lsof|sockstat|tasklist|sysctl|journalctl))-(?=[a-z])/i, "$1_-")
    .split(/[^A-Za-z0-9.+:-]+/)
    .filter((word) => word !== "" && !/^(?:cat|sudo|doas)$/i.test(word));
