/** The palette for what CSS cannot reach: canvases. */
const COLOUR_NAMES = [
  "held",
  "wait",
  "wait-old",
  "blocked",
  "sunken",
  "line",
  "line-strong",
  "ink",
  "ink-3",
  "accent",
  "warn",
  "fail",
] as const;

export type ColourName = (typeof COLOUR_NAMES)[number];
export type Colours = Record<ColourName, string>;

/** Colours of the theme in force at `element`, as the browser resolves them. */
export function coloursAt(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement("span");
  element.append(probe);
  const resolve = (name: ColourName) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(COLOUR_NAMES.map((name) => [name, resolve(name)])) as Colours;
  probe.remove();
  return colours;
}

/** Calls back when the system's or the visitor's theme changes; returns how to stop. */
export function onThemeChange(callback: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(callback);
  system.addEventListener("change", callback);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", callback);
    chosen.disconnect();
  };
}
