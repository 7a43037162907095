/** The objects of a JSON text, the text whole or cut off: what ConvertTo-Json prints for one object or an array of them. */
export function jsonObjects(text: string): { objects: { value: Record<string, unknown>; line: number }[]; isWhole: boolean } {
  const objects: { value: Record<string, unknown>; line: number }[] = [];
  let depth = 0;
  let from = -1;
  let isInText = false;
  let line = 1;
  let fromLine = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "\n") line++;
    if (isInText) {
      if (character === "\\") at++;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "{" && depth++ === 0) [from, fromLine] = [at, line];
    else if (character === "}" && depth > 0 && --depth === 0) {
      const value = parseObject(text.slice(from, at + 1));
      if (value) objects.push({ value, line: fromLine });
    }
  }
  return { objects, isWhole: isJson(text) };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
