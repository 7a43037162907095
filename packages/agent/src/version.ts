/** The agent's release, as snapshots and the User-Agent header carry it; a test holds it to package.json. */
export const AGENT_VERSION = "0.1.0";
