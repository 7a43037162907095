/** How a host is enrolled. Commands are the same in every language and stand with the component. */
export interface WebEnrolmentText {
  addHost: string;
  empty: {
    title: string;
    lead: string;
    waiting: string /** `hosts` are enrolled and silent so far. */;
    waitingFor(hosts: string): string;
    create: string;
  };
  title: string;
  lead: string;
  create: string;
  /** `minutes` until the token expires, `uses` it has left. */
  tokenMeta(minutes: number, uses: number): string;
  steps: {
    download: { title: string; detail: string };
    token: { title: string; detail: string };
    enrol: { title: string; detail: string };
    run: { title: string; detail: string };
  };
  tokenLabel: string;
  loopback: { title: string; detail(server: string): string; command: string };
  failed: string;
}
