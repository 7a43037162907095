import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";

/** Where each server keeps its settings, and how it says which ports passive transfers use. */
export const FTP_SERVERS: Record<string, { files: readonly string[]; parse: (text: string) => PortInterval | null }> = {
  vsftpd: { files: ["/etc/vsftpd.conf", "/etc/vsftpd/vsftpd.conf"], parse: vsftpdPorts },
  proftpd: { files: ["/etc/proftpd/proftpd.conf", "/etc/proftpd.conf"], parse: proftpdPorts },
};

/** `pasv_min_port=40000` and `pasv_max_port=40100`; 0, the default, is any port (vsftpd.conf(5)). */
function vsftpdPorts(text: string): PortInterval | null {
  const [low, high] = ["min", "max"].map((end) => Number(new RegExp(`^pasv_${end}_port=(\\d{1,5})\\s*$`, "m").exec(text)?.[1] ?? 0));
  return intervalOf(low!, high!);
}

/** `PassivePorts 49152 65534`. */
function proftpdPorts(text: string): PortInterval | null {
  const match = /^\s*PassivePorts\s+(\d{1,5})\s+(\d{1,5})\s*$/im.exec(text);
  return match ? intervalOf(Number(match[1]), Number(match[2])) : null;
}

const intervalOf = (low: number, high: number): PortInterval | null => (low > 0 && low <= high && high <= PORT_MAX ? { low, high } : null);
