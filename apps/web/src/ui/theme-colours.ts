/** The palette for what CSS cannot reach: canvases. */
export type ColourName =
  | "held"
  | "wait"
  | "wait-old"
  | "blocked"
  | "sunken"
  | "card"
  | "line"
  | "line-strong"
  | "ink"
  | "ink-2"
  | "ink-3"
  | "accent"
  | "warn"
  | "fail";

/** Colours of the theme in force at `element`, as the browser resolves them. */
export function coloursAt(element: HTMLElement): (name: ColourName) => string {
  const probe = element.ownerDocument.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const resolved = new Map<ColourName, string>();
  queueMicrotask(() => probe.remove());
  return (name) => {
    const known = resolved.get(name);
    if (known) return known;
    probe.style.color = `var(--${name})`;
    const colour = getComputedStyle(probe).color;
    resolved.set(name, colour);
    return colour;
  };
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
