import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { readConfiguredSettings } from "./configured-settings.ts";

const RANGE = "net.ipv4.ip_local_port_range";

describe("settings kept for the next start", () => {
  it("come in the order in which they are applied, with what the kernel has now", () => {
    const files = fakeHostFiles({
      folders: { "/etc/sysctl.d": ["90-ports.conf", "README"], "/usr/lib/sysctl.d": ["10-base.conf", "90-ports.conf"] },
      texts: {
        "/etc/sysctl.d/90-ports.conf": `# ours\n${RANGE} = 15000 64999\nkernel.pid_max = 1\n`,
        "/usr/lib/sysctl.d/10-base.conf": `${RANGE}=32768 60999\nnet.ipv4.tcp_tw_recycle=1\n`,
        "/usr/lib/sysctl.d/90-ports.conf": `${RANGE}=1 2\n`,
        "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
      },
    });
    expect(readConfiguredSettings(files)).toEqual([
      { key: RANGE, value: "32768 60999", file: "/usr/lib/sysctl.d/10-base.conf", line: 1, runtime: "32768 60999", isOverridden: true },
      { key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/usr/lib/sysctl.d/10-base.conf", line: 2, runtime: null, isOverridden: false },
      { key: RANGE, value: "15000 64999", file: "/etc/sysctl.d/90-ports.conf", line: 2, runtime: "32768 60999", isOverridden: false },
    ]);
  });

  it("reads /etc/sysctl.conf last, and once where another name is a link to it", () => {
    const texts = { "/etc/sysctl.conf": "net.core.somaxconn=1\n", "/etc/sysctl.d/99-sysctl.conf": "net.core.somaxconn=1\n" };
    const identities = { "/etc/sysctl.conf": [1, 7], "/etc/sysctl.d/99-sysctl.conf": [1, 7] } as Record<string, [number, number]>;
    expect(readConfiguredSettings(fakeHostFiles({ texts, identities })).map(({ file }) => file)).toEqual(["/etc/sysctl.conf"]);
    const folders = { "/etc/sysctl.d": ["99-sysctl.conf"] };
    expect(readConfiguredSettings(fakeHostFiles({ texts, identities, folders })).map(({ file }) => file)).toEqual([
      "/etc/sysctl.d/99-sysctl.conf",
    ]);
  });

  it("is refused whole where a file cannot be read", () => {
    const files = fakeHostFiles({ folders: { "/etc/sysctl.d": ["a.conf"] }, texts: { "/etc/sysctl.d/a.conf": { code: "EACCES" } } });
    expect(() => readConfiguredSettings(files)).toThrow("EACCES");
  });
});
