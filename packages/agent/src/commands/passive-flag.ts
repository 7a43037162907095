/** `--passive`: who took a port is guessed from the sockets, the kernel is not asked. */
export const PASSIVE_FLAG = { takes: "nothing" } as const;
