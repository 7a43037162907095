import type { NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";

/** Its own name, "host" for the host's, else the inode that the kernel knows it by. */
export function namespaceName(language: Language, { kind, name, id }: Pick<NamespaceView, "kind" | "name" | "id">): string {
  if (name) return printable(name);
  return kind === "host" ? textOf(language).host.namespaces.ofHost : `net:[${id}]`;
}
