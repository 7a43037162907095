/** The pages of `docs`, as the repository has them. */
export interface Handbook {
  /** Markdown of `checks/eph-dest.md`; null where there is no such page. */
  page(path: string): string | null;
}
