import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSysctlFile, sysctlPath } from "./sysctl-file.ts";

const pairs = (text: string) => parseSysctlFile(text).assignments.map(({ key, value }) => [key, value]);

describe("a sysctl file", () => {
  it("is read as sysctl.d(5) says", () => {
    const text =
      "# comment\n; too\n\nnet.ipv4.tcp_tw_reuse = 1\r\n-net/ipv4/ip_local_port_range=15000\t 64999\nnet/ipv4/conf/eth0.1/rp_filter=0\n";
    expect(pairs(text)).toEqual([
      ["net.ipv4.tcp_tw_reuse", "1"],
      ["net.ipv4.ip_local_port_range", "15000 64999"],
      ["net.ipv4.conf.eth0/1.rp_filter", "0"],
    ]);
    expect(sysctlPath("net.ipv4.conf.eth0/1.rp_filter")).toBe("net/ipv4/conf/eth0.1/rp_filter");
  });

  it("numbers its lines and keeps what it could not read", () => {
    const file = parseSysctlFile("nonsense here\n-net.ipv4.conf.lo.rp_filter\nkey=value\n");
    expect(file.unreadable).toEqual([{ line: 1, text: "nonsense here" }]);
    expect(file.assignments).toEqual([{ key: "key", value: "value", line: 3 }]);
  });

  it("takes an empty value as one", () => {
    expect(pairs("net.ipv4.ip_local_reserved_ports =")).toEqual([["net.ipv4.ip_local_reserved_ports", ""]]);
  });

  it("accounts for every line that says something", () => {
    const line = fc.string({ maxLength: 40 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const { assignments, unreadable } = parseSysctlFile(lines.join("\n"));
        const silent = lines.filter(
          (text) => /^\s*(?:[#;].*)?$/.test(text.replace(/^\uFEFF/, "")) || /^\s*-[\w./*-]+\s*$/.test(text.replace(/^\uFEFF/, "")),
        );
        expect(assignments.length + unreadable.length + silent.length).toBeGreaterThanOrEqual(lines.length);
      }),
    );
  });
});
