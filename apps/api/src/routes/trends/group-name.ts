/** `zone:eu-1` as the contract lets it through; null where none was said. */
export function groupOf(name: string | undefined): { label: string; value: string } | null {
  if (name === undefined) return null;
  const colon = name.indexOf(":");
  return { label: name.slice(0, colon), value: name.slice(colon + 1) };
}
