import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SettingChange } from "../../remedies/remedy.ts";
import { formatPorts } from "./format-ports.ts";
import { instructionsFor, type Tool } from "./instruction.ts";
import { shellWord } from "./sysctl-settings.ts";

const RANGE: SettingChange = { kind: "sysctl", key: "net.ipv4.ip_local_port_range", value: "15000 64999", present: "32768 60999" };
const HOST = { os: "linux", isContainer: false } as const;

const by = (tool: Tool, ...[settings, place]: Parameters<typeof instructionsFor>) =>
  instructionsFor(settings, place).find((instruction) => instruction.tool === tool);

describe("instructions", () => {
  it("write a sysctl at once, for every start, and by Ansible, and write the present value back", () => {
    expect(by("sysctl", [RANGE], HOST)).toMatchObject({
      apply: 'sysctl -w net.ipv4.ip_local_port_range="15000 64999"',
      undo: 'sysctl -w net.ipv4.ip_local_port_range="32768 60999"',
    });
    expect(by("sysctl.d", [RANGE], HOST)).toMatchObject({ apply: "net.ipv4.ip_local_port_range = 15000 64999" });
    expect(by("ansible", [RANGE], HOST)?.undo).toContain('value: "32768 60999"');
  });

  it("undo in the opposite order, and not at all where a present value is not known", () => {
    const list: SettingChange = { kind: "sysctl", key: "net.ipv4.ip_local_reserved_ports", value: "15672", present: "" };
    expect(by("sysctl", [list, RANGE], HOST)?.undo).toBe(
      'sysctl -w net.ipv4.ip_local_port_range="32768 60999"\nsysctl -w net.ipv4.ip_local_reserved_ports=""',
    );
    expect(by("sysctl", [{ ...RANGE, present: null }], HOST)?.undo).toBeNull();
  });

  it("add to a list that nobody read, and write back what the shell read", () => {
    const key = "net.ipv4.ip_local_reserved_ports";
    const list: SettingChange = { kind: "sysctl", key, value: "30000-32767", present: null, extends: true };
    const longer = `\${old:+$old,}30000-32767`;
    expect(by("sysctl", [list, RANGE], HOST)).toMatchObject({
      apply: `old=$(sysctl -n ${key})\nsysctl -w ${key}="${longer}"\nsysctl -w net.ipv4.ip_local_port_range="15000 64999"`,
      undo: `sysctl -w net.ipv4.ip_local_port_range="32768 60999"\nsysctl -w ${key}="\${old?}"`,
    });
    for (const { tool, apply } of instructionsFor([list, RANGE], HOST)) {
      expect(apply, tool).toContain(`old=$(sysctl -n ${key})`);
      expect(apply, tool).toContain(longer);
    }
    expect(by("ansible", [list, RANGE], HOST)).toBeUndefined();
    expect(by("kubernetes-pod", [list, RANGE], HOST)).toBeUndefined();
  });

  it("put what a pod may set into its security context, and the rest into an init container", () => {
    const pod = { os: "linux", isContainer: true } as const;
    expect(instructionsFor([RANGE], pod)[0]).toMatchObject({ tool: "kubernetes-pod", apply: expect.stringContaining("sysctls:") });
    const reuse: SettingChange = { kind: "sysctl", key: "net.ipv4.tcp_tw_reuse", value: "1", present: "2" };
    expect(instructionsFor([reuse], pod)[0]).toMatchObject({ tool: "kubernetes-init", apply: expect.stringContaining("privileged: true") });
  });

  it("give netsh a count of ports, for both families", () => {
    const setting: SettingChange = {
      kind: "dynamic-ports",
      protocol: "tcp",
      range: { low: 15_000, high: 65_535 },
      present: { low: 49_152, high: 65_535 },
    };
    const netsh = by("netsh", [setting], { os: "windows", isContainer: false });
    expect(netsh?.apply.split("\r\n")).toEqual([
      "netsh int ipv4 set dynamicport tcp start=15000 num=50536",
      "netsh int ipv6 set dynamicport tcp start=15000 num=50536",
    ]);
    expect(netsh?.undo).toContain("start=49152 num=16384");
  });

  it("write a LaunchDaemon on macOS and sysctl.conf on FreeBSD", () => {
    const first: SettingChange = { kind: "sysctl", key: "net.inet.ip.portrange.first", value: "15000", present: "49152" };
    expect(by("launchd", [first], { os: "darwin", isContainer: false })?.apply).toContain(
      "<string>net.inet.ip.portrange.first=15000</string>",
    );
    expect(by("sysctl.conf", [first], { os: "freebsd", isContainer: false })).toMatchObject({
      apply: "sysrc -f /etc/sysctl.conf net.inet.ip.portrange.first=15000",
      undo: "sysrc -f /etc/sysctl.conf net.inet.ip.portrange.first=49152",
    });
  });

  it("show how the runtime pools, or how every one does where it is not known", () => {
    const names = (runtime: string | null) => instructionsFor([{ kind: "pooling", runtime }], HOST).map(({ target }) => target);
    expect(names("python")).toContain("Python requests");
    expect(names("python")).not.toContain("Go net/http");
    expect(names(null)).toContain("Go net/http");
    expect(names("cobol")).toEqual(names(null));
  });

  it("never let a file's name out of its word", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const word = shellWord(name);
        const isBare = /^[\w./:=,@%+-]+$/.test(word);
        expect(isBare || /^'(?:[^']|'\\'')*'$/.test(word)).toBe(true);
      }),
    );
    expect(shellWord("/etc/sysctl.d/a b'$(x).conf")).toBe("'/etc/sysctl.d/a b'\\''$(x).conf'");
  });

  it("write a list of ports as the kernel takes it", () => {
    expect(
      formatPorts([
        { low: 30_000, high: 32_767 },
        { low: 8_080, high: 8_080 },
        { low: 32_768, high: 32_768 },
      ]),
    ).toBe("8080,30000-32768");
  });
});
