/** Where the API answers: BERTH_API_URL, or the origin that this page came from. */
export const apiOrigin = (ownOrigin: string): string => process.env.BERTH_API_URL ?? ownOrigin;
