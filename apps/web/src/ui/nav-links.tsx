"use client";

import { usePathname } from "next/navigation";

export interface NavLink {
  href: string;
  label: string;
  /** Further pages that belong to it, by the beginning of their address. */
  within?: string;
}

/** The pages there are; the one that is open is marked. */
export function NavLinks({ links }: { links: readonly NavLink[] }) {
  const path = usePathname();
  return links.map(({ href, label, within }) => (
    <a key={href} href={href} aria-current={path === href ? "page" : within && path.startsWith(within) ? "true" : undefined}>
      {label}
    </a>
  ));
}
