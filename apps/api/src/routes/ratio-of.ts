/** 0 to 1 (a rate over its ceiling may be more), from the thousandths that are stored. */
export const ratioOf = (permille: number | null): number | null => (permille === null ? null : permille / 1_000);
