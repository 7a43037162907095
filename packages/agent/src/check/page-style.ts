import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { CliCheckText } from "@berth/shared/text/cli-check.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Paint } from "../terminal/paint.ts";

/** What every section of the page needs to word and lay itself out. A section is lines, its heading first, or none. */
export interface PageStyle {
  language: Language;
  text: CliCheckText;
  paint: Paint;
  columns: number;
  /** Of times; the viewer's own where undefined. */
  timeZone: string | undefined;
}

export const count = (value: number, { language }: PageStyle): string => new Intl.NumberFormat(language).format(value);

/** Per second: one decimal below 10. */
export const rate = (perSecond: number, { language }: PageStyle): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond);

export const percent = (ratio: number, { language, text }: PageStyle): string =>
  text.percent(new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ratio * 100));

/** A namespace as a person would say it: by its name, or by its number where it has none. */
export const namespaceName = ({ kind, name, id }: NamespaceSnapshot, { text }: PageStyle): string =>
  text.namespace(kind, kind === "host" ? name : (name ?? id));

/** Which namespace, where it is not the host's own. */
export function placeOf({ namespaceId }: { namespaceId: string }, namespaces: readonly NamespaceSnapshot[], style: PageStyle): string[] {
  const namespace = namespaces.find(({ id }) => id === namespaceId);
  return namespace && namespace.kind !== "host" ? [style.text.inNamespace(namespaceName(namespace, style))] : [];
}
